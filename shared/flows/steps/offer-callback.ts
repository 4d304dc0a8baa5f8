import { z } from 'zod';
import { languageOf } from '../../prompts/language.ts';
import { promptSource } from '../../prompts/prompt-key.ts';
import { readers } from '../../prompts/read/readers.ts';
import { limits } from '../../telephony/sma.ts';
import type { Circumstances, Step } from '../ask.ts';
import type { Call } from '../call.ts';

export const CallableNumber = z.strictObject({ number: z.string(), /** Its digits as they are read out. */ spoken: z.string() });
export type CallableNumber = z.infer<typeof CallableNumber>;
/** Without a number: the caller withheld it, or it can't be called. */
export const CallbackOffer = CallableNumber.partial().extend({ queue: z.string() });
export type CallbackOffer = z.infer<typeof CallbackOffer>;

/** `requested`: they are called back, and the flow hangs up. `declined`: they do not want to. `impossible`: they can't be. */
export type CallbackAnswer = 'requested' | 'declined' | 'impossible';

export interface WhichCallback {
  /** The queue that serves the topic. Neither: the queue that the caller comes from, or that of the operators. */
  topic?: string;
  queue?: string;
  /** `ask`: the number is typed, though the caller's own is known. */
  number?: 'ask' | 'caller';
}

const typedNumber = { min: 4, max: 15, tries: 2, prompts: ['callback-type'], operator: 'none' } as const;
const tries = 3;

/** Reads digits out, so many to an answer as may be. */
export function* readOut({ promptsBucket, language }: Circumstances, digits: string): Step<void> {
  const names = readers[languageOf(language)].spelled(digits).map(({ name }) => name);
  for (let at = 0; at < names.length; at += limits.actionsPerAnswer) {
    const actions = names.slice(at, at + limits.actionsPerAnswer).map((name) => ({
      Type: 'PlayAudio' as const,
      Parameters: { AudioSource: promptSource(promptsBucket, name, language), ParticipantTag: 'LEG-A' as const },
    }));
    yield { do: 'act', label: `read out ${at}`, actions };
  }
}

type Parts = Pick<Call, 'play' | 'press' | 'digits' | 'readOut' | 'typeNumber'>;

/** A number by keypad that can be called; undefined when none is typed. */
export function* typeNumber(call: Pick<Call, 'digits' | 'play'>): Step<CallableNumber | undefined> {
  for (let n = 0; n < 2; n++) {
    const digits = yield* call.digits('callback-type', typedNumber);
    if (digits === undefined) return undefined;
    const found = CallableNumber.nullable().parse(
      yield { do: 'look', label: 'callback number', look: { kind: 'callback-number', digits } },
    );
    if (found !== null) return found;
    yield* call.play('callback-not-callable');
  }
  return undefined;
}

/** The caller's number, read out and confirmed, or another one. */
function* confirmed(call: Parts, known: CallableNumber | undefined): Step<CallableNumber | undefined> {
  let number = known;
  for (let n = 0; n < tries; n++) {
    number ??= yield* call.typeNumber();
    if (number === undefined) return undefined;
    yield* call.play('callback-number-intro');
    yield* call.readOut(number.spoken);
    const key = yield* call.press('callback-number', ['1', '2', '3']);
    if (key === '1') return number;
    if (key !== '2') return undefined;
    number = undefined;
  }
  return undefined;
}

/**
 * Offers to call back: the number is confirmed by the caller, who says when. They keep their place: the same contact waits on when their call
 * ends. The function of a flow with this step needs the grants of `askingCallbacks`.
 */
export function* offerCallback(call: Parts, { queue, topic, number: whose = 'caller' }: WhichCallback): Step<CallbackAnswer> {
  const look = { kind: 'callback-offer' as const, ...(queue === undefined ? {} : { queue }), ...(topic === undefined ? {} : { topic }) };
  const offer = CallbackOffer.nullable().parse(yield { do: 'look', label: 'callback offer', look });
  if (offer === null) {
    yield* call.play('callback-sorry');
    return 'impossible';
  }
  yield* call.play('callback-offer');
  const own = CallableNumber.safeParse({ number: offer.number, spoken: offer.spoken });
  const number = yield* confirmed(call, whose === 'caller' && own.success ? own.data : undefined);
  if (number === undefined) return 'declined';
  const later = (yield* call.press('callback-when', ['1', '2'])) === '2';
  const request = { kind: 'callback-request', queue: offer.queue, number: number.number, when: later ? 'next-day' : 'now' } as const;
  const noted = (yield { do: 'look', label: 'callback request', look: request }) === true;
  yield* call.play(noted ? 'callback-confirmed' : 'callback-sorry');
  return noted ? 'requested' : 'impossible';
}
