import { InvokeCommand, type InvokeCommandOutput, LambdaClient } from '@aws-sdk/client-lambda';
import type { FlowOutcome, Reception } from '../../shared/flows/receive-event.ts';
import { FlowReply } from '../../shared/flows/reply.ts';

/** The alias of a flow's function that new calls begin on. */
export const liveAlias = 'live';

/** Why there is no reply, in words without anything of the caller. */
function failure(error: unknown): FlowOutcome {
  const name = error instanceof Error ? error.name : 'unknown';
  if (name === 'AbortError' || name === 'TimeoutError') return { failed: 'the flow took too long' };
  if (name === 'ResourceNotFoundException') return { failed: "the flow's version is gone" };
  return { failed: `the flow could not be invoked: ${name}` };
}

function outcome({ FunctionError, Payload, ExecutedVersion }: InvokeCommandOutput, qualifier: string): FlowOutcome {
  if (FunctionError !== undefined) return { failed: 'the flow failed' };
  const reply = FlowReply.safeParse(JSON.parse(Payload?.transformToString() ?? 'null'));
  return reply.success ? { reply: reply.data, version: ExecutedVersion ?? qualifier } : { failed: "the flow's reply is none" };
}

/**
 * Invokes flows as Lambda functions: the version on which the call began, or the live one for a call that begins. The service repeats an event
 * after 5 s, so all flows of one event share the time that `leftMs` says is left.
 */
export function flowInvoker(
  client: LambdaClient,
  functions: Readonly<Record<string, string>>,
  leftMs: () => number,
): Reception['invokeFlow'] {
  return async (flow, version, request) => {
    const FunctionName = functions[flow];
    if (FunctionName === undefined) return { failed: 'there is no flow of that name' };
    const Qualifier = version ?? liveAlias;
    try {
      const command = new InvokeCommand({ FunctionName, Qualifier, Payload: JSON.stringify(request) });
      return outcome(await client.send(command, { abortSignal: AbortSignal.timeout(Math.max(1, Math.round(leftMs()))) }), Qualifier);
    } catch (error) {
      return failure(error);
    }
  };
}

/** A client that does not try again: there is no time for it. */
export const flowClient = (): LambdaClient => new LambdaClient({ maxAttempts: 1 });
