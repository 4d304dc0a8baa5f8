/**
 * What a flow says to whoever drives it. A flow never does anything itself: each step yields asks, and is resumed with their results.
 */
import { z } from 'zod';
import type { Step as QueueStep } from '../queues/queue.ts';
import type { Action } from '../telephony/sma.ts';
import type { Menu } from './spoken.ts';

/** What may stand in a record: everything that survives JSON. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export const Json: z.ZodType<Json> = z.json();

/** How a list of actions ended, as the event told it. */
export const Heard = z.union([
  /** `recorded`: the key of what the caller said; `intent`: what a bot made of it, and with which confidence when that is below 1. */
  z.strictObject({
    ok: z.literal(true),
    digits: z.string().optional(),
    recorded: z.string().optional(),
    intent: z.string().optional(),
    confidence: z.number().optional(),
  }),
  z.strictObject({ ok: z.literal(false), why: z.string() }),
]);
export type Heard = z.infer<typeof Heard>;

/** About what callers leave: see `shared/left/looks.ts`. */
export type LeftLook =
  /** Where a message for somebody is recorded. */
  | { kind: 'mailbox'; queue?: string; topic?: string; agent?: string }
  /** Does the recording say anything? */
  | { kind: 'message'; key: string }
  | { kind: 'keep-message' | 'drop-message'; key: string }
  /** Can somebody be called back, and at the number that they call from? */
  | { kind: 'callback-offer'; queue?: string; topic?: string }
  /** A number as a caller has typed it. */
  | { kind: 'callback-number'; digits: string }
  | { kind: 'callback-request'; queue: string; number: string; when: 'now' | 'next-day' };

/** What the caller said to being recorded; `notified`: they were told, not asked. */
export const consents = ['given', 'refused', 'notified'] as const;
export type Consent = (typeof consents)[number];

/** A value from a company's own system. */
export interface Task {
  kind: 'run';
  task: () => Promise<Json>;
  /** After so long a try has failed. */
  timeoutMs: number;
  /** How often it is tried again. */
  retries: number;
  /** What counts when all tries have failed; absent: the call is lost. */
  default?: Json;
}

/** How an ask for secret keys ended: never with the keys. */
export const Checked = z.union([
  z.strictObject({ ok: z.literal(true), found: Json }),
  /** A key of the ask's own: the operator's, or the one that repeats the prompt. */
  z.strictObject({ ok: z.literal(true), key: z.string() }),
  z.strictObject({ ok: z.literal(false), why: z.string() }),
]);
export type Checked = z.infer<typeof Checked>;

/** Something that only the outside knows, or that is done there: its result is the same for each repeat of an event. */
export type Look =
  | { kind: 'identify' }
  | { kind: 'is-open'; hoursId?: string }
  /** When these hours open next. */
  | { kind: 'opens-at'; hoursId?: string }
  | Task
  /** How the queue stands that serves the topic. */
  | { kind: 'queue'; topic: string }
  /** The notice that is on, for a topic's queue or for the dialled number. */
  | { kind: 'notice'; topic?: string }
  | { kind: 'note'; attributes: Readonly<Record<string, string>> }
  | { kind: 'language'; language: string }
  | { kind: 'consent'; consent: Consent }
  /** One of these ways, each as often as its share says; the same for the whole call. */
  | { kind: 'split'; name: string; shares: Readonly<Record<string, number>> }
  | { kind: 'agent'; agentId?: string; extension?: string }
  /** May this number be called? Counted against the hour. */
  | { kind: 'dial'; number: string }
  /** Whose customer number it is. */
  | { kind: 'customer-number'; digits: string }
  /** Is it this customer's PIN? Wrong ones are counted. */
  | { kind: 'pin'; customerId?: string; digits: string; wrongMost: number; lockMinutes: number }
  /** The company's own words of a prompt with variables; null where it has none. `variables` are the kinds of what will be filled in. */
  | { kind: 'words'; prompt: string; language: string; variables: Readonly<Record<string, string>> }
  | LeftLook;

/** Where and how a contact shall wait: what is not said is as the topic's queue has it. */
export interface Waiting {
  topic: string;
  /** 0 to 9; the highest is served first. */
  priority?: number;
  steps?: readonly QueueStep[];
  /** The flow to which the caller goes who leaves the queue without having talked. */
  fallback?: string;
}

/** How secret keys are dealt with: those of the ask's own aren't secret. */
export interface Secret {
  own: readonly string[];
  look: (digits: string) => Look;
}

/** `label` names the ask in the record: a record whose labels differ from the code's does not fit it. */
export type Ask =
  /** Resumed with `Heard` when the last of the actions has ended. */
  | {
      do: 'act';
      label: string;
      actions: Action[];
      /** The keys are looked up at once, and only what was found is told and recorded (`Checked`): they are nobody else's business. */
      secret?: Secret;
      /** The key that has the actions begin again. It is no answer, and not recorded. */
      again?: string;
      /** What may be said: the bot that is asked has these intents. */
      menu?: Menu;
    }
  /** Resumed with the look's result. */
  | { do: 'look'; label: string; look: Look }
  /** The flow's work is over: the contact waits. Never resumed. */
  | ({ do: 'enqueue'; label: string } & Waiting)
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
  /** Tells this call from others. */
  transactionId: string;
  /** Absent when the caller withheld it. */
  callerNumber?: string;
  language: string;
  promptsBucket: string;
  /** Menu → ARN of the bot that understands it; absent where menus take keys only. */
  bots?: Readonly<Record<string, string>>;
  /** Set when the caller comes from a queue. */
  left?: Left;
}
