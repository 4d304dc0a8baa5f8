import { LambdaClient } from '@aws-sdk/client-lambda';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flowInvoker } from '../../functions/kit/flow-invoker.ts';
import type { Reception } from '../../shared/flows/receive-event.ts';
import { FlowRequest } from '../../shared/flows/reply.ts';

const request = FlowRequest.parse({
  contactId: 'contact',
  event: {
    SchemaVersion: '1.0',
    Sequence: 1,
    InvocationEventType: 'NEW_INBOUND_CALL',
    CallDetails: { TransactionId: 't', Participants: [] },
  },
});

/** What the Lambda API answers next; undefined: nothing, for ever. */
interface Scripted {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}

describe('invoking a flow', () => {
  let next: Scripted | undefined;
  const asked: string[] = [];
  let server: Server;
  let invoke: Reception['invokeFlow'];
  let leftMs = 300;
  beforeAll(async () => {
    server = createServer((incoming, outgoing) => {
      asked.push(incoming.url ?? '');
      incoming.resume();
      if (next !== undefined) outgoing.writeHead(next.status ?? 200, next.headers).end(JSON.stringify(next.body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const client = new LambdaClient({ endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', credentials, maxAttempts: 1 });
    invoke = flowInvoker(client, { main: 'linehall-flows-main' }, () => leftMs);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('begins on the live version and tells which that was', async () => {
    next = { headers: { 'x-amz-executed-version': '12' }, body: { kind: 'nothing' } };
    expect(await invoke('main', undefined, request)).toEqual({ reply: { kind: 'nothing' }, version: '12' });
    expect(asked.at(-1)).toBe('/2015-03-31/functions/linehall-flows-main/invocations?Qualifier=live');
  });

  it('goes on with the version that the call began on', async () => {
    next = { body: { kind: 'nothing' } };
    expect(await invoke('main', '11', request)).toEqual({ reply: { kind: 'nothing' }, version: '11' });
    expect(asked.at(-1)).toContain('Qualifier=11');
  });

  it('gives up on a flow that takes too long', async () => {
    next = undefined;
    expect(await invoke('main', undefined, request)).toEqual({ failed: 'the flow took too long' });
  });

  it('gives a flow only what the flows before it have left of the time', async () => {
    next = undefined;
    leftMs = -20;
    const began = performance.now();
    expect(await invoke('main', undefined, request)).toEqual({ failed: 'the flow took too long' });
    expect(performance.now() - began).toBeLessThan(250);
    leftMs = 300;
  });

  it.each<[string, Scripted, string]>([
    [
      'its version is gone',
      { status: 404, headers: { 'x-amzn-errortype': 'ResourceNotFoundException' }, body: {} },
      "the flow's version is gone",
    ],
    ['it throws', { headers: { 'x-amz-function-error': 'Unhandled' }, body: { errorMessage: 'private' } }, 'the flow failed'],
    ['its reply is none of ours', { body: { kind: 'dance' } }, "the flow's reply is none"],
    [
      'it is throttled',
      { status: 429, headers: { 'x-amzn-errortype': 'TooManyRequestsException' }, body: {} },
      'the flow could not be invoked: TooManyRequestsException',
    ],
  ])('says that there is no reply when %s', async (_, scripted, failed) => {
    next = scripted;
    expect(await invoke('main', '3', request)).toEqual({ failed });
  });

  it('says that there is no flow of that name', async () => {
    expect(await invoke('other', undefined, request)).toEqual({ failed: 'there is no flow of that name' });
  });
});
