import type { Action } from '../telephony/sma.ts';
import { Action as ActionSchema, limits } from '../telephony/sma.ts';
import type { Ask, Circumstances, Json, Look, Secret, Waiting } from './ask.ts';
import { makeCall } from './call.ts';
import { NotRepeatable, withoutClockAndChance } from './determinism.ts';
import type { Flow } from './flow.ts';
import type { Menu } from './spoken.ts';
import { recordBytes, writeRecord, type FlowRecord } from './record.ts';

/** What the flow wants next, given its record. */
export type Next =
  | { kind: 'act'; label: string; step: number; actions: Action[]; secret?: Secret; again?: string; menu?: Menu }
  | { kind: 'look'; label: string; step: number; look: Look }
  | ({ kind: 'enqueue' } & Waiting)
  | { kind: 'flow'; flow: string }
  /** The flow hung up, or came to its end. */
  | { kind: 'hang-up' }
  /** The call can't go on in this flow. `why` names no person and no number. */
  | { kind: 'lost'; why: string };

const lost = (why: string): Next => ({ kind: 'lost', why });

/** Fits the recorded results to the asks of the script, in order; gives the first ask without one. */
function replay(flow: Flow, circumstances: Circumstances, record: FlowRecord): Next | { ask: Ask } {
  const script = flow.script(makeCall(circumstances));
  let turn = script.next();
  for (const [step, [label, result]] of record.entries()) {
    if (turn.done === true) return lost(`record goes on after the flow's end (step ${step})`);
    if (turn.value.label !== label) return lost(`record says "${label}" where the flow says "${turn.value.label}" (step ${step})`);
    turn = script.next(result);
  }
  return turn.done === true ? { kind: 'hang-up' } : { ask: turn.value };
}

function checked(ask: Ask, step: number): Next {
  switch (ask.do) {
    case 'enqueue': {
      const { do: _do, label: _label, ...waiting } = ask;
      return { kind: 'enqueue', ...waiting };
    }
    case 'flow':
      return { kind: 'flow', flow: ask.flow };
    case 'hang-up':
      return { kind: 'hang-up' };
    case 'look':
      return { kind: 'look', label: ask.label, step, look: ask.look };
    case 'act': {
      const { do: _do, ...act } = ask;
      const fits = ask.actions.length > 0 && ask.actions.length <= limits.actionsPerAnswer;
      const valid = ask.actions.every((action) => ActionSchema.safeParse(action).success);
      return fits && valid ? { kind: 'act', step, ...act } : lost(`"${ask.label}" is not a valid list of actions`);
    }
  }
}

/**
 * Runs the flow from the top with the recorded results, up to the first ask that has none. Pure: the same record gives the same
 * answer. Never throws: whatever is wrong with flow or record makes a lost call, not an exception in the caller's ear.
 */
export function advance(flow: Flow, circumstances: Circumstances, record: FlowRecord): Next {
  if (writeRecord(record).length > recordBytes) return lost(`record exceeds ${recordBytes} bytes`);
  try {
    return withoutClockAndChance(() => {
      const next = replay(flow, circumstances, record);
      return 'ask' in next ? checked(next.ask, record.length) : next;
    });
  } catch (error) {
    return lost(error instanceof NotRepeatable ? error.message : `flow failed: ${error instanceof Error ? error.name : 'unknown'}`);
  }
}

/** The record with the result of what `advance` asked for last. */
export const answered = (record: FlowRecord, label: string, result: Json): FlowRecord => [...record, [label, result]];
