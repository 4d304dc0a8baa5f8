import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { AgentId, ContactId, epochMs, Instant, QueueId, TransactionId } from '../../shared/ids.ts';
import { PartyId } from '../../shared/talk/party.ts';
import type { Deadline } from '../../shared/world.ts';
import { variables } from './definition.ts';
import { variable } from './environment.ts';

/** SQS delays a message by at most 15 minutes; what is due later makes the way in hops. */
export const longestDelaySeconds = 900;

const offer = { contactId: ContactId, n: z.number().int().positive() };
const DeadlineSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('offer-unseen'), ...offer }),
  z.strictObject({ kind: z.literal('offer-unanswered'), ...offer }),
  z.strictObject({ kind: z.literal('audio-missing'), ...offer }),
  z.strictObject({ kind: z.literal('wrap-up-due'), ...offer }),
  z.strictObject({
    kind: z.literal('doorbell-unheard'),
    contactId: ContactId,
    version: z.number().int(),
    attempt: z.number().int(),
    leg: z.strictObject({ partyId: PartyId, applicationId: z.string(), transactionId: TransactionId }).exactOptional(),
  }),
  z.strictObject({ kind: z.literal('contact-expired'), contactId: ContactId }),
  z.strictObject({ kind: z.literal('party-unanswered'), contactId: ContactId, partyId: PartyId }),
  z.strictObject({ kind: z.literal('client-away'), ...offer, agentId: AgentId }),
  z.strictObject({ kind: z.literal('return-over'), ...offer, agentId: AgentId }),
  z.strictObject({ kind: z.literal('decline-over'), contactId: ContactId }),
  z.strictObject({ kind: z.literal('step-over'), contactId: ContactId, queuedAt: Instant }),
  z.strictObject({ kind: z.literal('lent-until'), agentId: AgentId, until: Instant }),
  z.strictObject({ kind: z.literal('settings-changed'), queueIds: z.array(QueueId) }),
  z.strictObject({ kind: z.literal('callback-due'), contactId: ContactId }),
  z.strictObject({ kind: z.literal('callback-call'), ...offer }),
  z.strictObject({ kind: z.literal('meeting-unnoted'), ...offer, agentId: AgentId }),
  z.strictObject({ kind: z.literal('lease-ended'), agentId: AgentId }),
]);

/** The message of the deadlines queue. */
export const DeadlineMessage = z.object({ schemaVersion: z.literal(1), at: Instant, deadline: DeadlineSchema });

let client: SQSClient | undefined;

/** Sends a deadline to ourselves: it arrives at or after `at`, in whole seconds, perhaps twice. */
export async function setDeadline(deadline: Deadline, at: Instant): Promise<void> {
  client ??= new SQSClient({});
  const seconds = Math.ceil((epochMs(at) - Date.now()) / 1000);
  await client.send(
    new SendMessageCommand({
      QueueUrl: variable(variables.deadlines),
      MessageBody: JSON.stringify({ schemaVersion: 1, at, deadline }),
      DelaySeconds: Math.min(longestDelaySeconds, Math.max(0, seconds)),
    }),
  );
}
