/** `/robots`, *Fill the floor*: how many callers a minute and how many agents, and *Stop*. Tools use the same addresses. */
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { z } from 'zod';
import type { Page } from '../edge.ts';
import { readBody } from '../listener.ts';
import { Order } from '../robots/contract.ts';
import type { Robots } from '../robots/robots.ts';

const largestOrder = 1000;

function answer(response: ServerResponse, status: number, body: unknown): true {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(body));
  return true;
}

/** A page of another site may open a form to this machine; it may order nothing. */
const isForeign = ({ headers: { origin, host } }: IncomingMessage): boolean =>
  origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host);

async function readOrder(request: IncomingMessage): Promise<Order | string> {
  try {
    const read = Order.safeParse(JSON.parse((await readBody(request, largestOrder)).toString()));
    return read.success ? read.data : z.prettifyError(read.error);
  } catch {
    return 'An order is JSON: {"callersPerMinute": 30, "agents": 20}.';
  }
}

async function take(robots: Robots, request: IncomingMessage, response: ServerResponse): Promise<true> {
  const order = await readOrder(request);
  if (typeof order === 'string') return answer(response, 400, { problem: order });
  await robots.fill(order);
  return answer(response, 202, robots.state());
}

export function robotsPage(running: () => Robots | undefined): Page {
  return (request, response, { pathname }) => {
    const robots = running();
    const asked = `${request.method ?? 'GET'} ${pathname}`;
    if (asked === 'GET /robots') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
      response.end(readFileSync(path.join(import.meta.dirname, 'robots.html')));
      return true;
    }
    if (pathname !== '/robots' && !pathname.startsWith('/robots/')) return false;
    if (robots === undefined) return answer(response, 503, { problem: 'It is still starting.' });
    if (isForeign(request)) return answer(response, 403, { problem: 'Only pages of this machine may order robots.' });
    if (asked === 'GET /robots/state') return answer(response, 200, robots.state());
    if (asked === 'POST /robots') return take(robots, request, response);
    if (asked !== 'POST /robots/stop')
      return answer(response, 404, { problem: 'There is GET /robots/state, POST /robots and POST /robots/stop.' });
    return robots.stop().then(() => answer(response, 200, robots.state()));
  };
}
