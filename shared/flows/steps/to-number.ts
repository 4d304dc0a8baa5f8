import { z } from 'zod';
import { Heard, type Step } from '../ask.ts';

/**
 * `answered`: they talked, and that is over. `no-answer`: nobody took the call; the service does not tell a busy line from one that nobody
 * answers. `not-allowed`: the company does not let this number be called, or not any more in this hour. `failed`: it could not be called.
 */
export const callOutcomes = ['answered', 'no-answer', 'not-allowed', 'failed'] as const;
export type CallOutcome = (typeof callOutcomes)[number];

const Cleared = z.union([z.strictObject({ number: z.string(), callerId: z.string() }), z.strictObject({ refused: z.string() })]);
const usualSeconds = 25;

/** Calls an outside number and connects the caller with it. Goes on when nobody comes, and when the conversation is over. */
export function* toNumber(number: string, { seconds = usualSeconds }: { seconds?: number } = {}): Step<CallOutcome> {
  const cleared = Cleared.parse(yield { do: 'look', label: 'may call', look: { kind: 'dial', number } });
  if ('refused' in cleared) return 'not-allowed';
  const heard = Heard.parse(
    yield {
      do: 'act',
      label: 'call number',
      actions: [
        {
          Type: 'CallAndBridge',
          Parameters: {
            Endpoints: [{ BridgeEndpointType: 'PSTN', Uri: cleared.number }],
            CallerIdNumber: cleared.callerId,
            CallTimeoutSeconds: seconds,
            ParticipantTag: 'LEG-A',
          },
        },
      ],
    },
  );
  if (heard.ok) return 'answered';
  return heard.why === 'CallNotAnswered' ? 'no-answer' : 'failed';
}
