/**
 * What a flow says to whoever drives it. A flow never does anything itself: each step yields asks, and is resumed with their results.
 */
import { z } from 'zod';
import type { Action } from '../telephony/sma.ts';

/** What may stand in a record: everything that survives JSON. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export const Json: z.ZodType<Json> = z.json();

/** How a list of actions ended, as the event told it. */
export const Heard = z.union([
  /** `recorded`: the key of what the caller said. */
  z.strictObject({ ok: z.literal(true), digits: z.string().optional(), recorded: z.string().optional() }),
  z.strictObject({ ok: z.literal(false), why: z.string() }),
]);
export type Heard = z.infer<typeof Heard>;

/** About what callers leave: see `shared/left/looks.ts`. */
export type LeftLook =
  /** Where a message for somebody is recorded. */
  | { kind: 'mailbox'; queue?: string; agent?: string }
  /** Does the recording say anything? */
  | { kind: 'message'; key: string }
  | { kind: 'keep-message' | 'drop-message'; key: string };

/** Something that only the outside knows: its result is claimed once per call and step. */
export type Look = { kind: 'identify' } | { kind: 'is-open'; hoursId?: string } | { kind: 'run'; task: () => Promise<Json> } | LeftLook;

/** `label` names the ask in the record: a record whose labels differ from the code's does not fit it. */
export type Ask =
  /** Resumed with `Heard` when the last of the actions has ended. */
  | { do: 'act'; label: string; actions: Action[] }
  /** Resumed with the look's result. */
  | { do: 'look'; label: string; look: Look }
  /** The flow's work is over: the contact waits. Never resumed. */
  | { do: 'enqueue'; label: string; topic: string }
  /** The flow's work is over: the call goes on in another. Never resumed. */
  | { do: 'flow'; label: string; flow: string }
  /** The flow's work is over: the call ends. Never resumed. */
  | { do: 'hang-up'; label: string };

/** A step: yields asks, returns a typed result. Used as `yield* call.step(…)`. */
export type Step<Result> = Generator<Ask, Result, Json>;

/** A caller who left a queue without having talked with anybody: why (a leave reason), and of which queue. */
export const Left = z.object({ why: z.string(), queueId: z.string().optional(), topic: z.string().optional() });
export type Left = z.infer<typeof Left>;

/** What is known of a call from its first event to its last; the same in each replay. */
export interface Circumstances {
  dialledNumber: string;
  /** Absent when the caller withheld it. */
  callerNumber?: string;
  language: string;
  promptsBucket: string;
  /** Set when the caller comes from a queue. */
  left?: Left;
}
