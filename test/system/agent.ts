/** An agent without a browser: signs in, speaks the API and the live socket as the client does, and takes the seat in the meeting. */
import { createHash, randomBytes } from 'node:crypto';
import { WebSocket } from 'ws';
import { routes, type Answer, type Request, type Route } from '../../shared/wire/api.ts';
import { heartbeatMs, ToClient, type FromClient } from '../../shared/wire/live.ts';
import type { ContactView } from '../../shared/wire/api.ts';
import { takeSeat, type Seat } from './seat.ts';

export interface AgentAt {
  /** The origin of the client, `http://localhost:4400`. */
  client: string;
  /** Demo name for the sign-in shortcut. */
  as: string;
}

type Message<T extends ToClient['type']> = Extract<ToClient, { type: T }>;

async function signIn({ client, as }: AgentAt): Promise<string> {
  const settings = (await (await fetch(`${client}/settings.json`)).json()) as { authority: string; clientId: string };
  const discovery = (await (await fetch(`${settings.authority}/.well-known/openid-configuration`)).json()) as Record<string, string>;
  const verifier = randomBytes(48).toString('base64url');
  const redirect = `${client}/`;
  const query = new URLSearchParams({
    client_id: settings.clientId,
    redirect_uri: redirect,
    response_type: 'code',
    scope: 'openid email profile',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const answer = await fetch(`${discovery['authorization_endpoint']}?${query.toString()}`, {
    redirect: 'manual',
    headers: { cookie: `linehall-as=${as}` },
  });
  const code = new URL(answer.headers.get('location') ?? 'http://none').searchParams.get('code');
  if (code === null) throw new Error(`${as} could not sign in: ${answer.status} ${await answer.text()}`);
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    client_id: settings.clientId,
    redirect_uri: redirect,
    code_verifier: verifier,
  });
  const tokens = (await (await fetch(discovery['token_endpoint'] ?? '', { method: 'POST', body })).json()) as { access_token: string };
  return tokens.access_token;
}

export class Agent {
  readonly as: string;
  readonly #at: AgentAt;
  readonly #token: string;
  readonly #messages: ToClient[] = [];
  /** Everything that came over the socket, as it came. */
  readonly heard: string[] = [];
  readonly #arrivals: number[] = [];
  #wake: () => void = () => undefined;
  #socket: WebSocket | undefined;
  #beat: NodeJS.Timeout | undefined;

  private constructor(at: AgentAt, token: string) {
    this.as = at.as;
    this.#at = at;
    this.#token = token;
  }

  /** Signs in and opens the live socket. */
  static async signIn(at: AgentAt): Promise<Agent> {
    const agent = new Agent(at, await signIn(at));
    await agent.#firstCall();
    await agent.connect();
    return agent;
  }

  /** On a busy machine the functions may still be starting: a client asks again. */
  async #firstCall(attempts = 4): Promise<void> {
    try {
      await this.call('GET /api/me', {}, {});
    } catch (error) {
      if (attempts === 1 || !String(error).includes(': 503 ')) throw error;
      await this.#firstCall(attempts - 1);
    }
  }

  /** A call of the API. Throws with the problem's text when it is refused. */
  async call<R extends Route>(route: R, path: Record<string, string>, request: Request<R>): Promise<Answer<R>> {
    const [method = 'GET', template = ''] = route.split(' ');
    const url = this.#at.client + template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ''));
    const answer = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      ...(method === 'GET' ? {} : { body: JSON.stringify(request) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${route}: ${answer.status} ${text}`);
    return routes[route].answer.parse(JSON.parse(text)) as Answer<R>;
  }

  async connect(): Promise<void> {
    const { ticket, url } = await this.call('POST /api/live-ticket', {}, {});
    const live = new URL(url, this.#at.client);
    live.protocol = live.protocol.replace('http', 'ws');
    live.searchParams.set('ticket', ticket);
    const socket = new WebSocket(live);
    socket.on('message', (data: Buffer) => {
      this.heard.push(data.toString());
      const message = ToClient.parse(JSON.parse(data.toString()));
      this.#messages.push(message);
      this.#arrivals.push(performance.now());
      if (message.type === 'offer') this.send({ type: 'offer-seen', contactId: message.contact.contactId, n: message.contact.n });
      this.#wake();
    });
    await new Promise<void>((resolve, reject) => socket.once('open', () => resolve()).once('error', reject));
    this.#socket = socket;
    this.send({ type: 'heartbeat' });
    this.#beat = setInterval(() => this.send({ type: 'heartbeat' }), heartbeatMs);
  }

  send(message: FromClient): void {
    this.#socket?.send(JSON.stringify(message));
  }

  /** The next message of a kind, taken out of those that came; `at` is when it came (performance.now). */
  async next<T extends ToClient['type']>(
    type: T,
    fits: (message: Message<T>) => boolean = () => true,
    withinMs = 15_000,
  ): Promise<Message<T> & { at: number }> {
    const until = performance.now() + withinMs;
    for (;;) {
      const index = this.#messages.findIndex((message) => message.type === type && fits(message as Message<T>));
      if (index >= 0) {
        const [message] = this.#messages.splice(index, 1);
        const [at] = this.#arrivals.splice(index, 1);
        return { ...(message as Message<T>), at: at ?? 0 };
      }
      const left = until - performance.now();
      if (left <= 0)
        throw new Error(
          `${this.#at.as} got no "${type}" within ${withinMs} ms, but ${this.#messages.map((m) => m.type).join(', ') || 'nothing'}`,
        );
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(left, 500));
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  async goAvailable(): Promise<void> {
    await this.call('POST /api/me/status', {}, { status: 'available' });
  }

  /** Accepts an offer, takes the seat, and reports its audio: what the client does when a person presses *Accept*. */
  async accept({ contactId, n }: Pick<ContactView, 'contactId' | 'n'>, hz: number): Promise<Seat> {
    return this.sit(await this.call('POST /api/contacts/{contactId}/accept', { contactId }, { n }), hz);
  }

  /** Takes the agent's seat in a contact's meeting, and reports the audio. */
  async sit({ contactId, n, join }: Pick<ContactView, 'contactId' | 'n' | 'join'>, hz: number): Promise<Seat> {
    if (join === undefined) throw new Error('the contact has no seat in a meeting');
    const seat = await takeSeat(join, hz);
    await this.call('POST /api/contacts/{contactId}/audio-started', { contactId }, { n });
    return seat;
  }

  /** The socket closes, as when a laptop falls asleep; `connect` opens the next. */
  disconnect(): void {
    clearInterval(this.#beat);
    this.#socket?.close();
  }

  close(): void {
    this.disconnect();
  }
}
