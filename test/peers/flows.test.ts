/** Real calls through the sample flows: callers with sipp press keys, press none, and hang up at each step; nothing of them is left. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flow as afterHours } from '../../functions/flows/after-hours.ts';
import { flow as helpDesk, examples as orders } from '../../functions/flows/help-desk.ts';
import { flow as offerCallback } from '../../functions/flows/offer-callback.ts';
import { flow as switchboard, examples as people } from '../../functions/flows/switchboard.ts';
import { switchboardNumber } from '../../local/demo/settings.ts';
import { advance } from '../../shared/flows/advance.ts';
import type { Examples } from '../../shared/flows/answers.ts';
import type { Flow } from '../../shared/flows/flow.ts';
import { KeptFlow } from '../../shared/flows/kept-flow.ts';
import { readRecord } from '../../shared/flows/record.ts';
import { walk } from '../../shared/flows/walk.ts';
import { PhoneNumber } from '../../shared/ids.ts';
import { settingKeys } from '../../shared/queues/queue.ts';
import { noticeIdOf } from '../../shared/settings/notice.ts';
import { startCenter, type Center } from '../system/center.ts';
import { expectNothingLeft } from '../system/legal.ts';
import { startBaresip } from './baresip.ts';
import { ledCallers } from './sipp-led.ts';
import { ways, type Way } from './ways.ts';

const flows: readonly { flow: Flow; examples: Examples }[] = [
  { flow: helpDesk, examples: orders },
  { flow: switchboard, examples: people },
  { flow: afterHours, examples: {} },
  { flow: offerCallback, examples: {} },
];

/** Where a caller was who hung up: the step that waited for them, their queue, or the flow's own end. */
function stepOf({ flow: name, record, end, language, left }: KeptFlow): string {
  if (end?.kind === 'enqueue') return `queue ${end.topic}`;
  if (end?.kind !== 'caller-hung-up') return end?.kind ?? 'unknown';
  const found = flows.find(({ flow }) => flow.name === name);
  const told = readRecord(record);
  if (found === undefined || told === undefined) return 'unknown';
  const circumstances = { transactionId: 'call', dialledNumber: '', language: language ?? 'en-US', promptsBucket: 'prompts', ...(left === undefined ? {} : { left }) }; // prettier-ignore
  const next = advance(found.flow, circumstances, told);
  return 'label' in next ? `${name}: ${next.label}` : next.kind;
}

/** Steps of a flow at which a caller can hang up. */
const stepsOf = ({ flow, examples }: (typeof flows)[number]): string[] => [
  ...new Set(
    walk(flow, examples, { memory: 2 }).situations.flatMap(({ next }) => (next.kind === 'act' ? [`${flow.name}: ${next.label}`] : [])),
  ),
];

/** What only happens when something fails, or to other orders and flows than those of the ways. */
const elsewhere = [
  /, recorded( 2)?$/,
  /: play callback-(sorry|confirmed|not-callable)$/,
  /: say order-(received|sent|delivered)$/,
  /^help-desk: say notice$/,
];

/** A telephone of some kind at which a caller presses. */
interface Telephone {
  press(keys: string): void;
  hangUp(): unknown;
}

describe('callers of the sample flows', { timeout: 240_000 }, () => {
  let center: Center;
  beforeAll(async () => {
    center = await startCenter();
  }, 240_000);
  afterAll(async () => {
    await center?.close();
  });

  /** The actions that the gateway begins for a caller, as they begin. */
  function followActions(from: string): { next: (action: string) => Promise<void>; stop: () => void } {
    const [begun, mine] = [[] as string[], new RegExp(`${from.slice(-4)} .*: (\\w+) on LEG-A`)];
    const waiting = new Set<() => void>();
    const stop = center.system.cloud.logs.onLine(({ text }) => {
      const action = mine.exec(text)?.[1];
      if (action === undefined) return;
      begun.push(action);
      for (const look of [...waiting]) look();
    });
    let at = 0;
    const next = (action: string): Promise<void> =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = begun.indexOf(action, at);
          if (found < 0) return;
          at = found + 1;
          clearTimeout(timer);
          waiting.delete(look);
          resolve();
        };
        const timer = setTimeout(() => reject(new Error(`${from}: no ${action} after ${begun.join(' ')}`)), 90_000);
        waiting.add(look);
        look();
      });
    return { next, stop };
  }

  type Wait = () => Promise<unknown>;
  /** Goes a way to its end at a telephone. `speaks` ends when enough has been said to be recorded; `stays` when they hang up there. */
  async function go({ keys, until }: Way, from: string, telephone: Telephone, how: { speaks?: Wait; stays?: Wait } = {}): Promise<void> {
    const { next, stop } = followActions(from);
    try {
      for (const key of keys) {
        await next(key === '#' ? 'RecordAudio' : 'PlayAudioAndGetDigits');
        if (key === '#') await how.speaks?.();
        if (key !== '-') telephone.press(key);
      }
      for (const action of until) await next(action);
      await how.stays?.();
    } finally {
      // Also who does not get to the end of their way: the next ones shall find nobody.
      await telephone.hangUp();
      stop();
    }
  }

  const fromOf = (i: number): string => `+1303555${String(i).padStart(4, '0')}`;
  /** Lets callers call; when all of it is over, tells where those were who went astray. */
  async function astray(some: readonly Way[], first: number, calls: (from: (i: number) => string) => Promise<unknown>): Promise<unknown[]> {
    const since = new Date().toISOString();
    const ended = center.facts.of('ContactEnded').length;
    const from = (i: number): string => fromOf(first + i);
    await calls(from);
    await center.facts.until('not all ended', () => center.facts.of('ContactEnded').length >= ended + some.length, 60_000);
    await expectNothingLeft(center, since);
    const arrived = center.facts.of('ContactArrived').filter(({ at }) => at >= since);
    const seen = some.map(async (way, i) => {
      const contactId = arrived.find(({ data }) => data.callerNumber === from(i))?.subjectId ?? 'nobody';
      const runs = await center.db.query({ table: 'contacts', pk: `CONTACT#${contactId}`, prefix: 'FLOW' });
      const last = runs.at(-1);
      const why = center.facts.of('ContactEnded', ({ subjectId }) => subjectId === contactId)[0]?.data.why;
      return { ...way, step: last === undefined ? 'no record' : stepOf(KeptFlow.parse(last)), why };
    });
    return (await Promise.all(seen)).filter(({ at, step, why }) => at !== step || why !== 'caller-hung-up');
  }
  const press =
    (some: readonly Way[], { callsPerSecond = 5, stays }: { callsPerSecond?: number; stays?: Wait } = {}) =>
    async (from: (i: number) => string) => {
      const calls = some.map(({ number }, i) => ({ number, from: from(i) }));
      const { callers, over } = await ledCallers(center.system.endpoints.sip, calls, { withinMs: 150_000, callsPerSecond });
      const gone = await Promise.allSettled(some.map((way, i) => go(way, from(i), callers[i] as Telephone, stays && { stays })));
      const result = await over;
      expect(gone.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []))).toEqual([]);
      expect(result, result.errors).toMatchObject({ successful: some.length, failed: 0 });
    };

  it('hang up at each step, and nothing of them is left', async () => {
    expect(await astray(ways.pressing, 1000, press(ways.pressing))).toEqual([]);
    expect(center.facts.of('CallLost')).toEqual([]);
    expect(center.errors).toEqual([]);
  });

  it('are fifty at once, wait together, and hang up at the same moment', async () => {
    let [there, atOnce] = [0, 0];
    const all = Promise.withResolvers<void>();
    const stays = (): Promise<void> => {
      if (++there < ways.fifty.length) return all.promise;
      atOnce = center.system.gateway.calls().length;
      all.resolve();
      return all.promise;
    };
    expect(await astray(ways.fifty, 5000, press(ways.fifty, { callsPerSecond: 10, stays }))).toEqual([]);
    expect(atOnce).toBe(ways.fifty.length);
    expect(center.facts.of('CallLost')).toEqual([]);
    expect(center.errors).toEqual([]);
  });

  it('hang up while a notice is told', async () => {
    const noticeId = noticeIdOf({ number: PhoneNumber.parse(switchboardNumber) });
    const text =
      'Our office is closed to visitors today, as we move to the other side of the street. On the telephone we are there as ever.';
    const notice = { ...settingKeys.notice(noticeId), schemaVersion: 1, noticeId, text, until: '2099-01-01T00:00:00.000Z' };
    await center.db.write([{ table: 'settings', put: notice }]);
    expect(await astray(ways.noticed, 2000, press(ways.noticed))).toEqual([]);
    await center.db.write([{ table: 'settings', delete: settingKeys.notice(noticeId) }]);
  });

  it('hang up while they leave a message, after each of its steps', async () => {
    const speaks = async (from: (i: number) => string) =>
      Promise.all(
        ways.speaking.map(async (way, i) => {
          const telephone = await center.call({ from: from(i), to: way.number, hz: 500 });
          const speaks = () => {
            const before = telephone.recording().length;
            return telephone.until('two seconds', () => telephone.recording().length - before > 16_000, 30_000);
          };
          await go(way, from(i), telephone, { speaks });
        }),
      );
    expect(await astray(ways.speaking, 3000, speaks)).toEqual([]);
    expect(center.errors).toEqual([]);
  });

  it('are heard with baresip too, which hangs up in each of the flows', async () => {
    const baresip = await startBaresip(fromOf(4000), 500);
    try {
      for (const way of ways.baresip) {
        const calls = async (from: (i: number) => string) => {
          const pressed: Promise<void>[] = [];
          const press = async (keys: string) => {
            for (const key of keys) await baresip.press(key);
          };
          const telephone = { press: (keys: string) => void pressed.push(press(keys)), hangUp: () => baresip.hangUp() };
          const gone = go(way, from(0), telephone);
          await baresip.dial(`sip:${way.number}@${center.system.endpoints.sip}`);
          await gone;
          await Promise.all(pressed);
        };
        expect(await astray([way], 4000, calls)).toEqual([]);
      }
    } finally {
      await baresip.close();
    }
    expect(center.errors).toEqual([]);
  });

  it('have hung up at each step that there is', () => {
    const reached = new Set(Object.values(ways).flatMap((some) => some.map(({ at }) => at)));
    const missing = flows.flatMap(stepsOf).filter((step) => !reached.has(step) && !elsewhere.some((pattern) => pattern.test(step)));
    expect(missing).toEqual([]);
  });
});
