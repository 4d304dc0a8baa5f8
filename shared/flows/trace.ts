/** Follows a flow from outside while it is replayed: which step of which line is at work, and what the script has been told so far. */
import type { Ask, Json, Step } from './ask.ts';
import type { Call } from './call.ts';
import { defineFlow, type Flow } from './flow.ts';

/** Where a script calls a step. */
export interface Site {
  /** Absolute. */
  file: string;
  line: number;
}
/** One step of the script: the same call with the same parameters is the same place. */
export interface Place {
  id: string;
  step: string;
  site: Site | undefined;
}

export interface Trace {
  /** What the script knows: the results of finished steps, and the answers to the asks of the one at work. */
  told: string[];
  /** How many steps the script has called, and which of them it began last. */
  called: number;
  begun: number | undefined;
  /** Where the step was called that was to be located. */
  place: Place | undefined;
  /** What the script threw. */
  thrown: unknown;
}

const toolkit = import.meta.dirname;
const frame = /\(?((?:file:\/\/)?\/[^()]*|[A-Za-z]:[^()]*):(\d+):(\d+)\)?$/;

/** The lines of the script that lead to this call, innermost first: without the toolkit's own, up to the replay. */
function sites(called: Error): { site: Site; column: string }[] {
  const lines = (called.stack ?? '').split('\n').slice(1);
  const replay = lines.findIndex((line) => line.includes('advance.ts'));
  return lines.slice(0, replay === -1 ? undefined : replay).flatMap((line) => {
    const [, file = '', number = '', column = ''] = frame.exec(line) ?? [];
    const clean = file.replace(/^file:\/\//, '');
    return clean === '' || clean.startsWith(toolkit) || clean.includes('node_modules') ? [] : [{ site: { file: clean, line: Number(number) }, column }]; // prettier-ignore
  });
}

function placeOf(called: Error, step: string, parameters: readonly unknown[]): Place {
  const found = sites(called);
  const where = found.map(({ site, column }) => `${site.file}:${site.line}:${column}`).join(' ');
  return { id: `${where} ${step} ${JSON.stringify(parameters)}`, step, site: found[0]?.site };
}

/** Passes asks and answers through, and notes what the script gets to know: of a finished step only its result. Without `step`: the script. */
function* follow<Result>(trace: Trace, steps: Generator<Ask, Result, Json>, step?: number): Step<Result> {
  if (step !== undefined) trace.begun = step;
  const before = trace.told.length;
  let turn = steps.next();
  while (turn.done !== true) {
    const answer = yield turn.value;
    trace.told.push(JSON.stringify(answer));
    turn = steps.next(answer);
  }
  trace.told.length = before;
  trace.told.push(JSON.stringify(turn.value) ?? '');
  return turn.value;
}

const isStep = (value: unknown): value is Step<unknown> =>
  typeof value === 'object' && value !== null && typeof (value as { next?: unknown }).next === 'function';

function tracedCall(trace: Trace, call: Call, located: number | undefined): Call {
  return new Proxy(call, {
    get(target, name, receiver) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return (...parameters: unknown[]): unknown => {
        // A step that is made of steps finds them traced too.
        const steps: unknown = Reflect.apply(method, receiver, parameters);
        if (!isStep(steps)) return steps;
        const step = trace.called++;
        if (step === located) trace.place = placeOf(new Error(), String(name), parameters);
        return follow(trace, steps, step);
      };
    },
  });
}

/**
 * The same flow, and what the last replay of it told. `locate` says which step's place the next replays shall find: reading a stack takes
 * longer than running a flow.
 */
export function traced(flow: Flow): { flow: Flow; trace: Trace; locate: (step: number | undefined) => void } {
  const fresh = (): Trace => ({ told: [], called: 0, begun: undefined, place: undefined, thrown: undefined });
  const trace = fresh();
  let located: number | undefined;
  const script: Flow['script'] = function* (call) {
    Object.assign(trace, fresh());
    try {
      return yield* follow(trace, flow.script(tracedCall(trace, call, located)));
    } catch (error) {
      trace.thrown = error;
      throw error;
    }
  };
  return { flow: defineFlow(flow.name, script), trace, locate: (step) => void (located = step) };
}
