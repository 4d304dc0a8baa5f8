/** `/status`: what runs, each function's log, the facts on the bus, calls and meetings; live by server-sent events. */
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import type { Cloud } from '../cloud.ts';
import type { Page } from '../edge.ts';

const everyMs = 1000;
const files: Record<string, { name: string; type: string }> = {
  '/status': { name: 'status.html', type: 'text/html; charset=utf-8' },
  '/status/status.css': { name: 'status.css', type: 'text/css; charset=utf-8' },
};

/** One picture of the system. */
function picture(cloud: Cloud) {
  const { engines, gateway, lambda, logs, sockets } = cloud;
  return {
    functions: lambda.functions.all().map((fn) => ({
      name: fn.name,
      running: fn.latest.pool.running,
      versions: [...fn.versions.keys()],
      logged: logs.of(fn.name).length,
    })),
    queues: engines.sqs.queues().filter((queue) => queue.visible + queue.hidden + queue.delayed > 0),
    calls: (gateway?.calls() ?? []).map(({ transactionId, state, startedAt, legs }) => ({
      transactionId,
      state,
      startedAt,
      legs: legs.length,
    })),
    meetings: gateway?.meetings() ?? [],
    mails: engines.cognito.mails(),
    sockets: sockets.count(),
    unusedGrants: cloud.judge.unusedGrants().length,
  };
}

function send(response: ServerResponse, event: string, data: unknown): void {
  response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

function stream(cloud: Cloud, response: ServerResponse, open: Set<ServerResponse>): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  open.add(response);
  let last = '';
  const tick = () => {
    const now = JSON.stringify(picture(cloud));
    if (now !== last) response.write(`event: picture\ndata: ${now}\n\n`);
    last = now;
  };
  tick();
  const timer = setInterval(tick, everyMs);
  const stopLogs = cloud.logs.onLine((line) => send(response, 'log', line));
  const stopFacts = cloud.engines.eventBridge.onEvent((_bus, event) =>
    send(response, 'fact', { type: event['detail-type'], time: event.time, detail: event.detail }),
  );
  response.on('close', () => {
    open.delete(response);
    clearInterval(timer);
    stopLogs();
    stopFacts();
  });
}

/** The page, and its end. */
export function statusPage(cloud: () => Cloud | undefined): { page: Page; close(): void } {
  const open = new Set<ServerResponse>();
  const page: Page = (_request, response, url) => {
    const running = cloud();
    const file = files[url.pathname];
    if (file !== undefined) {
      response.writeHead(200, { 'content-type': file.type, 'cache-control': 'no-cache' });
      response.end(readFileSync(path.join(import.meta.dirname, file.name)));
      return true;
    }
    if (running === undefined) return false;
    if (url.pathname === '/status/log') {
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify(running.logs.of(url.searchParams.get('of') ?? '')));
      return true;
    }
    if (url.pathname !== '/status/events') return false;
    stream(running, response, open);
    return true;
  };
  return {
    page,
    close: () => {
      for (const response of open) response.end();
    },
  };
}
