/** The HTTP API, typed by the wire schemas. A refusal comes back as a `Problem`; nothing here throws. */
import { Problem } from '../../shared/problem.ts';
import { routes, type Answer, type Request, type Route } from '../../shared/wire/api.ts';
import type { SignIn } from './sign-in.ts';

export type Result<T> = { ok: true; value: T } | { ok: false; problem: Problem };

export interface Api {
  call<R extends Route>(route: R, request: Request<R>, path?: Record<string, string>): Promise<Result<Answer<R>>>;
}

const problems = {
  offline: {
    code: 'network-lost',
    sentence: 'The server could not be reached.',
    remedy: 'Check the network connection, then try again.',
    status: 503,
  },
  signedOut: { code: 'signed-out', sentence: 'Your sign-in has ended.', remedy: 'Sign in again.', status: 401 },
  misunderstood: {
    code: 'answer-not-understood',
    sentence: 'The server answered in a way that this page does not know.',
    remedy: 'Load the page again: it may be older than the server.',
    status: 502,
  },
} as const satisfies Record<string, Problem>;

const timeoutMs = 10_000;

function addressOf(route: Route, path: Record<string, string>): { method: string; url: string } {
  const [method = 'GET', template = '/'] = route.split(' ');
  return { method, url: template.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(path[name] ?? '')) };
}

async function send(route: Route, request: unknown, path: Record<string, string>, token: string): Promise<Response> {
  const { method, url } = addressOf(route, path);
  const headers: Record<string, string> = { authorization: `Bearer ${token}` };
  if (method !== 'GET') headers['content-type'] = 'application/json';
  return fetch(url, {
    method,
    headers,
    signal: AbortSignal.timeout(timeoutMs),
    ...(method === 'GET' ? {} : { body: JSON.stringify(request) }),
  });
}

async function problemOf(answer: Response): Promise<Problem> {
  const told = Problem.safeParse(await answer.json().catch(() => undefined));
  if (told.success) return told.data;
  return {
    code: 'request-failed',
    sentence: `The server refused with status ${answer.status}.`,
    remedy: 'Try again; tell your administrator when it stays.',
    status: answer.status < 400 ? 502 : answer.status,
  };
}

export function openApi(signIn: SignIn): Api {
  return {
    async call(route, request, path = {}) {
      try {
        const token = await signIn.token();
        if (token === undefined) return { ok: false, problem: problems.signedOut };
        let answer = await send(route, request, path, token);
        if (answer.status === 401) {
          const fresh = await signIn.renew();
          if (fresh === undefined) return { ok: false, problem: problems.signedOut };
          answer = await send(route, request, path, fresh);
        }
        if (!answer.ok) return { ok: false, problem: await problemOf(answer) };
        const parsed = routes[route].answer.safeParse(await answer.json());
        // The schema is looked up by the route, so its output is the route's answer.
        return parsed.success ? { ok: true, value: parsed.data as Answer<typeof route> } : { ok: false, problem: problems.misunderstood };
      } catch {
        return { ok: false, problem: problems.offline };
      }
    },
  };
}
