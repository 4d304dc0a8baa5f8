/** Real calls through the sample flows: callers with sipp press keys, press none, and hang up at each step; nothing of them is left. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flow as afterHours } from '../../functions/flows/after-hours.ts';
import { flow as helpDesk, examples as orders } from '../../functions/flows/help-desk.ts';
import { flow as offerCallback } from '../../functions/flows/offer-callback.ts';
import { flow as switchboard, examples as people } from '../../functions/flows/switchboard.ts';
import { afterHoursNumber, switchboardNumber } from '../../local/demo/settings.ts';
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
import { callWithKeys } from './sipp-keys.ts';
import { noticed, ways, type Way } from './ways.ts';

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

/** What is reached by other callers than those with sipp: messages with their keys, and what only happens when something fails. */
const elsewhere = [
  /: (digits voicemail-review|play the message|play voicemail-kept|record after voicemail-again)/,
  /, recorded( 2)?$/,
  /: play callback-(sorry|confirmed|not-callable)$/,
  /: say order-(received|sent|delivered)$/,
];

/** What somebody presses who leaves a message, and the action at whose beginning they hang up. */
const messages = [
  { way: ['1'], until: 'RecordAudio' },
  { way: ['1', '#'], until: 'PlayAudioAndGetDigits' },
  { way: ['1', '#', '8'], until: 'PlayAudioAndGetDigits' },
  { way: ['1', '#', '4'], until: 'PlayAudio' },
  { way: ['1', '#', '2'], until: 'RecordAudio' },
  { way: ['1', '#', '1'], until: 'PlayAudio' },
];

describe('callers of the sample flows', { timeout: 240_000 }, () => {
  let center: Center;
  beforeAll(async () => {
    center = await startCenter();
  }, 240_000);
  afterAll(async () => {
    await center?.close();
  });

  /** A caller who speaks after the beep, and does the rest by the actions that the gateway begins for them. */
  async function leavesMessage(from: string, way: readonly string[], until: string): Promise<void> {
    const begun: string[] = [];
    const mine = new RegExp(`${from.slice(-4)} .*: (\\w+) on LEG-A`);
    const stop = center.system.cloud.logs.onLine(({ text }) => {
      const action = mine.exec(text)?.[1];
      if (action !== undefined) begun.push(action);
    });
    const call = await center.call({ from, to: afterHoursNumber, hz: 500 });
    let at = 0;
    const next = async (action: string): Promise<void> => {
      await call.until(`${action} in ${begun.join(' ')}`, () => begun.indexOf(action, at) >= 0, 60_000);
      at = begun.indexOf(action, at) + 1;
    };
    for (const keys of way) {
      await next(keys === '#' ? 'RecordAudio' : 'PlayAudioAndGetDigits');
      const from = call.recording().length;
      // Two seconds of what is to be recorded.
      if (keys === '#') await call.until('two seconds', () => call.recording().length - from > 16_000, 20_000);
      call.press(keys);
    }
    await next(until);
    await call.hangUp();
    stop();
  }

  /** Calls by all these ways at once; tells where each caller was at the end. */
  async function callAll(some: readonly Way[], first: number): Promise<string[]> {
    const since = new Date().toISOString();
    const callers = some.map((way, i) => ({ ...way, from: `+1303555${String(first + i).padStart(4, '0')}` }));
    const ended = center.facts.of('ContactEnded').length;
    const result = await callWithKeys(center.system.endpoints.sip, callers);
    expect(result.successful + result.failed, result.errors).toBe(some.length);
    await center.facts.until('not all ended', () => center.facts.of('ContactEnded').length === ended + some.length, 60_000);
    await expectNothingLeft(center, since);
    const arrived = center.facts.of('ContactArrived').filter(({ at }) => at >= since);
    return Promise.all(
      callers.map(async ({ from }) => {
        const contactId = arrived.find(({ data }) => data.callerNumber === from)?.subjectId ?? 'nobody';
        const runs = await center.db.query({ table: 'contacts', pk: `CONTACT#${contactId}`, prefix: 'FLOW' });
        const last = runs.at(-1);
        return last === undefined ? 'no record' : stepOf(KeptFlow.parse(last));
      }),
    );
  }

  it('hang up at each step, and nothing of them is left', async () => {
    const steps = await callAll(ways, 1000);
    const strayed = ways.map((way, i) => ({ ...way, step: steps[i] })).filter(({ at, step = '' }) => !at.includes(step));
    expect(strayed).toEqual([]);
    expect(center.facts.of('CallLost')).toEqual([]);
    expect(center.errors).toEqual([]);
  });

  it('hang up while a notice is told', async () => {
    const noticeId = noticeIdOf({ number: PhoneNumber.parse(switchboardNumber) });
    const text =
      'Our office is closed to visitors today, as we move to the other side of the street. On the telephone we are there as ever.';
    const notice = { ...settingKeys.notice(noticeId), schemaVersion: 1, noticeId, text, until: '2099-01-01T00:00:00.000Z' };
    await center.db.write([{ table: 'settings', put: notice }]);
    expect(await callAll([noticed], 2000)).toEqual(noticed.at);
    await center.db.write([{ table: 'settings', delete: settingKeys.notice(noticeId) }]);
  });

  it('hang up while they leave a message, after each of its steps', async () => {
    const since = new Date().toISOString();
    const ended = center.facts.of('ContactEnded').length;
    await Promise.all(messages.map(({ way, until }, i) => leavesMessage(`+1303555${3000 + i}`, way, until)));
    await center.facts.until('not all ended', () => center.facts.of('ContactEnded').length === ended + messages.length, 60_000);
    await expectNothingLeft(center, since);
    expect(center.errors).toEqual([]);
  });

  it('have hung up at each step that there is', () => {
    const reached = new Set([...ways, noticed].flatMap(({ at }) => at));
    const missing = flows.flatMap(stepsOf).filter((step) => !reached.has(step) && !elsewhere.some((pattern) => pattern.test(step)));
    expect(missing).toEqual([]);
  });
});
