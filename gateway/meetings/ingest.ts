import type { IncomingMessage, ServerResponse } from 'node:http';

export const ingestPath = '/v1/client-events';
const corsHeaders = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*',
  'access-control-allow-methods': 'POST, OPTIONS',
  'access-control-max-age': '86400',
};

/**
 * Takes the client's reports on its own doings (`EventIngestionUrl`) and throws them away: without an answer the client would
 * repeat them. False when the request is another's.
 */
export function ingest(request: IncomingMessage, response: ServerResponse): boolean {
  const path = (request.url ?? '').split('?', 1)[0];
  if (path !== ingestPath) return false;
  request.resume();
  if (request.method === 'OPTIONS') response.writeHead(204, corsHeaders).end();
  else response.writeHead(200, { ...corsHeaders, 'content-type': 'application/json' }).end('{}');
  return true;
}
