import { z } from 'zod';
import { TransactionId } from '../ids.ts';
import type { Observed } from '../telephony/observe.ts';
import { type TelephonyAnswer, TelephonyAnswer as AnswerSchema, type TelephonyEvent } from '../telephony/sma.ts';
import type { World } from '../world.ts';
import { type CallAttributes, writeAttributes } from './attributes.ts';
import type { FlowReply, FlowRequest } from './reply.ts';

/** A flow's reply and the version that gave it; or why there is none: no such version, an error, or too slow. */
export type FlowOutcome = { reply: FlowReply; version: string } | { failed: string };

export interface Reception {
  world: World;
  promptsBucket: string;
  /** Invokes a flow: this version of it, or the present one. Never throws; gives up in time for an answer to the service. */
  invokeFlow(flow: string, version: string | undefined, request: FlowRequest): Promise<FlowOutcome>;
  /** Is too little time left for a further flow to begin in answer to this event? Absent: never. */
  isLate?(): boolean;
  /** Told of faults that the caller is spared. */
  reportFault(error: unknown, details: { transactionId: string; type: string }): void;
}

/** An event with what was read of it. */
export interface Heard {
  event: TelephonyEvent;
  seen: Observed;
  attributes: CallAttributes;
}

export const transactionOf = ({ event }: Heard): TransactionId => TransactionId.parse(event.CallDetails.TransactionId);

export const nothing: TelephonyAnswer = { SchemaVersion: '1.0', Actions: [] };

/** Without actions nothing changes, the attributes neither. */
export function answer(actions: TelephonyAnswer['Actions'], attributes: CallAttributes): TelephonyAnswer {
  return actions.length === 0 ? nothing : noted(attributes, actions);
}

/** An answer that has the call keep its attributes, with or without actions. */
export function noted(attributes: CallAttributes, actions: TelephonyAnswer['Actions'] = []): TelephonyAnswer {
  return AnswerSchema.parse({ SchemaVersion: '1.0', Actions: actions, TransactionAttributes: writeAttributes(attributes) });
}

const Arguments = z.object({ contactId: z.string().optional(), partyId: z.string().optional() }).catch({});

/** For whom we called: the arguments of CreateSipMediaApplicationCall come back with the call's first event. */
export const argumentsOf = (event: TelephonyEvent): z.infer<typeof Arguments> =>
  event.InvocationEventType === 'NEW_OUTBOUND_CALL' ? Arguments.parse(event.ActionData?.Parameters?.['Arguments'] ?? {}) : {};
