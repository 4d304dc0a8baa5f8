/**
 * Runs inside one execution environment, a worker thread: loads the handler, then answers one event after the other.
 * What AWS does and this can't: freeze the thread between events. Work left running after an answer goes on here.
 */
import { existsSync } from 'node:fs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { EnvironmentData, FromWorker, ToWorker } from './messages.ts';

type Handler = (event: unknown, context: object, callback: (error: unknown, value?: unknown) => void) => unknown;

const data = workerData as EnvironmentData;
const port = parentPort;
/** Compiling a bundle takes longer than anything else at a cold start: what was compiled once is kept beside the packages. */
const compiled = path.join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'linehall-functions');

const send = (message: FromWorker) => port?.postMessage(message);

function described(error: unknown): { errorType: string; errorMessage: string; trace: string[] } {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}
function failure(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

async function load(): Promise<Handler> {
  enableCompileCache(compiled);
  const dot = data.handler.lastIndexOf('.');
  const base = path.join(data.directory, data.handler.slice(0, dot));
  const file = ['.mjs', '.js', '.cjs'].map((end) => base + end).find((candidate) => existsSync(candidate));
  if (file === undefined) throw failure('Runtime.ImportModuleError', `Error: Cannot find module '${path.basename(base)}'`);
  const module = (await import(pathToFileURL(file).href)) as Record<string, unknown> & { default?: Record<string, unknown> };
  const name = data.handler.slice(dot + 1);
  const handler = module[name] ?? module.default?.[name];
  if (typeof handler !== 'function') throw failure('Runtime.HandlerNotFound', `${data.handler} is undefined or not exported`);
  flushCompileCache();
  return handler as Handler;
}

function contextOf(message: ToWorker): object {
  const name = process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? '';
  return {
    callbackWaitsForEmptyEventLoop: true,
    awsRequestId: message.requestId,
    functionName: name,
    functionVersion: process.env['AWS_LAMBDA_FUNCTION_VERSION'],
    invokedFunctionArn: message.invokedArn,
    memoryLimitInMB: process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
    logGroupName: process.env['AWS_LAMBDA_LOG_GROUP_NAME'],
    logStreamName: process.env['AWS_LAMBDA_LOG_STREAM_NAME'],
    getRemainingTimeInMillis: () => Math.max(0, message.deadline - Date.now()),
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}

/** A handler with three parameters may answer by its callback; since Node 24 runtimes no longer do so, it is refused as there. */
async function answer(handler: Handler, message: ToWorker): Promise<void> {
  try {
    if (handler.length >= 3)
      throw failure('Runtime.CallbackHandlerDeprecated', 'Callback-based function handlers are not supported from nodejs24.x on');
    const value = await handler(JSON.parse(message.event), contextOf(message), () => undefined);
    send({ kind: 'answer', requestId: message.requestId, payload: JSON.stringify(value) ?? 'null' });
  } catch (error) {
    send({ kind: 'error', requestId: message.requestId, error: described(error) });
  }
}

try {
  const handler = await load();
  port?.on('message', (message: ToWorker) => void answer(handler, message));
  send({ kind: 'ready' });
} catch (error) {
  send({ kind: 'init-failed', error: described(error) });
}
