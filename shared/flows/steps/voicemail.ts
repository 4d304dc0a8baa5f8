import { z } from 'zod';
import { beep } from '../../prompts/catalogue.ts';
import { promptSource } from '../../prompts/prompt-key.ts';
import type { Action } from '../../telephony/sma.ts';
import { type Circumstances, Heard, type Step } from '../ask.ts';
import type { Call } from '../call.ts';

/** For whom the message is; without any: the queue that the caller comes from, or that of the operators. */
export interface ForWhom {
  /** The queue that serves the topic. */
  topic?: string;
  /** A queue's id. */
  queue?: string;
  /** An agent's id, or the extension by which they are called. */
  agent?: string;
}
/** `cancelled`: the caller did not want to. `nothing`: nobody spoke, or nothing could be recorded. `no-box`: there is no such queue or agent. */
export type VoicemailResult = 'left' | 'cancelled' | 'nothing' | 'no-box';

/** Where a message is recorded, and what is said before. */
export const Mailbox = z.strictObject({ bucket: z.string(), prefix: z.string(), greeting: z.string(), maxSeconds: z.number().int() });
export type Mailbox = z.infer<typeof Mailbox>;

/** Silence of so many seconds ends a message. */
const silenceSeconds = 5;
/** So often a message is recorded: the last one is kept without a question. */
const recordings = 5;
const listenings = 3;

const recording = ({ bucket, prefix, maxSeconds }: Mailbox): Action => ({
  Type: 'RecordAudio',
  Parameters: {
    RecordingDestination: { Type: 'S3', BucketName: bucket, Prefix: prefix },
    RecordingTerminators: ['#'],
    DurationInSeconds: maxSeconds,
    SilenceDurationInSeconds: silenceSeconds,
    ParticipantTag: 'LEG-A',
  },
});

const playing = (AudioSource: { Type: 'S3'; BucketName: string; Key: string }): Action => ({
  Type: 'PlayAudio',
  Parameters: { AudioSource, ParticipantTag: 'LEG-A' },
});

/** Records once: the key of what was said. A greeting that can't be played does not keep a caller from speaking. */
export function* record({ promptsBucket, language }: Circumstances, box: Mailbox, prompt: string): Step<string | undefined> {
  const prompts = (...names: string[]) => names.map((name) => playing(promptSource(promptsBucket, name, language)));
  const first = Heard.parse(yield { do: 'act', label: `record after ${prompt}`, actions: [...prompts(prompt, beep), recording(box)] });
  if (first.ok) return first.recorded;
  if (first.why !== 'InvalidAudioSource') return undefined;
  const plain = Heard.parse(yield { do: 'act', label: 'record without a greeting', actions: [...prompts(beep), recording(box)] });
  return plain.ok ? plain.recorded : undefined;
}

/** Plays what was said. */
export function* listen({ bucket }: Mailbox, key: string): Step<void> {
  yield { do: 'act', label: 'play the message', actions: [playing({ Type: 'S3', BucketName: bucket, Key: key })] };
}

/** Keep, again or cancel; whoever says nothing has said all. */
export function* review(call: Pick<Call, 'press' | 'listen'>, box: Mailbox, key: string): Step<'keep' | 'again' | 'cancel'> {
  for (let heard = 0; heard <= listenings; heard++) {
    const choice = yield* call.press('voicemail-review', ['1', '2', '3', '4']);
    if (choice === '2') return 'again';
    if (choice === '3') return 'cancel';
    if (choice !== '4') return 'keep';
    yield* call.listen(box, key);
  }
  return 'keep';
}

/**
 * Takes a message: greeting, beep, recording, and what shall become of it. A caller who hangs up leaves what they said. The function of a flow
 * with this step needs the grants of `leavingMessages`.
 */
export function* voicemail(call: Pick<Call, 'record' | 'review' | 'play'>, whom: ForWhom): Step<VoicemailResult> {
  const found = Mailbox.nullable().parse(yield { do: 'look', label: 'mailbox', look: { kind: 'mailbox', ...whom } });
  if (found === null) return 'no-box';
  let prompt = found.greeting;
  let silent = 0;
  for (let n = 1; n <= recordings; n++) {
    const key = yield* call.record(found, prompt);
    if (key === undefined) break;
    if ((yield { do: 'look', label: 'message', look: { kind: 'message', key } }) !== true) {
      if (++silent > 1) break;
      prompt = 'voicemail-too-short';
      continue;
    }
    const choice = n === recordings ? 'keep' : yield* call.review(found, key);
    const keeps = choice === 'keep';
    yield { do: 'look', label: keeps ? 'keep' : 'drop', look: { kind: keeps ? 'keep-message' : 'drop-message', key } };
    if (keeps) {
      yield* call.play('voicemail-kept');
      return 'left';
    }
    if (choice === 'cancel') return 'cancelled';
    prompt = 'voicemail-again';
  }
  yield* call.play('voicemail-nothing');
  return 'nothing';
}
