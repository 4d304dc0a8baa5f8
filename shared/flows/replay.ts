/** A recorded call, and whether today's flow would do with it what the flow of that day did. */
import { z } from 'zod';
import type { Contact } from '../contacts/contact.ts';
import { advance, type Next } from './advance.ts';
import { accepts, collects } from './answers.ts';
import { Heard, Left, type Circumstances, type Json } from './ask.ts';
import type { Flow } from './flow.ts';
import { type KeptFlow, RunEnd } from './kept-flow.ts';
import { FlowRecord, readRecord } from './record.ts';
import { wish } from './story.ts';

export const Recording = z.strictObject({
  flow: z.string(),
  /** The flow's version on which the run began. */
  version: z.string().optional(),
  dialledNumber: z.string(),
  withheld: z.boolean(),
  record: FlowRecord,
  /** In which the caller was spoken to when the run began, and why they had left a queue. */
  language: z.string().optional(),
  left: Left.optional(),
  end: RunEnd,
});
export type Recording = z.infer<typeof Recording>;

function endOf({ topic, queuedAt, endReason }: Contact): Recording['end'] {
  if (topic !== undefined) return { kind: 'enqueue', topic };
  if (queuedAt !== undefined || endReason === 'lost') return { kind: 'lost' };
  return { kind: endReason === 'flow-ended' ? 'hang-up' : 'caller-hung-up' };
}

/** Whoever called is nobody in a recording: it may be kept where many people read. */
const nameless = (result: Json): Json =>
  typeof result === 'object' && result !== null && 'customerId' in result ? { ...result, customerId: 'customer' } : result;

/** The recording of a contact whose flow is over; undefined when its record is not readable. */
export function recordingOf(contact: Contact, kept: KeptFlow): Recording | undefined {
  const record = readRecord(kept.record);
  if (record === undefined) return undefined;
  const { version, language, left } = kept;
  return {
    flow: kept.flow,
    ...(version === undefined ? {} : { version }),
    ...(language === undefined ? {} : { language }),
    ...(left === undefined ? {} : { left }),
    dialledNumber: contact.dialledNumber ?? '',
    withheld: contact.callerNumber === undefined,
    record: record.map(([label, result]) => [label, label === 'identify' ? nameless(result) : result]),
    end: kept.end ?? endOf(contact),
  };
}

/** Where today's flow goes another way. `step`: counted from 1; one beyond the record is its end. */
export interface Difference {
  step: number;
  then: string;
  today: string;
}

/** Keys that were accepted then, and are not today. */
function refusedToday(next: Next, result: Json): string | undefined {
  const last = next.kind === 'act' ? next.actions.at(-1) : undefined;
  const heard = Heard.safeParse(result);
  if (!collects(last) || !heard.success || !heard.data.ok || heard.data.digits === undefined) return undefined;
  return accepts(last, heard.data.digits) ? undefined : `key ${heard.data.digits}`;
}

function sameEnd(end: Recording['end'], next: Next): boolean {
  if (end.kind === 'caller-hung-up') return next.kind === 'act' || next.kind === 'look';
  if (end.kind === 'enqueue') return next.kind === 'enqueue' && next.topic === end.topic;
  if (end.kind === 'flow') return next.kind === 'flow' && next.flow === end.flow;
  return end.kind === next.kind;
}

const endWords = { 'hang-up': 'hang up', lost: 'give the call up', 'caller-hung-up': 'wait, when the caller hung up' } as const;

/** How a run ended, in words. */
export function endingOf(end: RunEnd): string {
  if (end.kind === 'enqueue') return `wait for ${end.topic}`;
  return end.kind === 'flow' ? `go to the flow ${end.flow}` : endWords[end.kind];
}

/** Runs a recording through a flow, step by step, up to the first difference: what comes after one was an answer to something else. */
export function compare(flow: Flow, recording: Recording, circumstances: Circumstances): Difference | undefined {
  const { record, end } = recording;
  for (const [i, [label, result]] of record.entries()) {
    const next = advance(flow, circumstances, record.slice(0, i));
    if (!('label' in next) || next.label !== label) return { step: i + 1, then: label, today: wish(next) };
    const refused = refusedToday(next, result);
    if (refused !== undefined) return { step: i + 1, then: `${label}, ${refused}`, today: `${label}, where ${refused} is not valid` };
  }
  const next = advance(flow, circumstances, record);
  const then = endingOf(end);
  return sameEnd(end, next) ? undefined : { step: record.length + 1, then, today: wish(next) };
}
