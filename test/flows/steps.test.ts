import { describe, expect, it } from 'vitest';
import { demoSettings } from '../../local/demo/settings.ts';
import { readFacts } from '../../shared/contacts/read-facts.ts';
import { defineFlow, type Script } from '../../shared/flows/flow.ts';
import type { Call } from '../../shared/flows/call.ts';
import type { Step } from '../../shared/flows/ask.ts';
import { splitOf } from '../../shared/flows/looks/split.ts';
import { noticeIdOf } from '../../shared/settings/notice.ts';
import { settingKeys } from '../../shared/queues/queue.ts';
import { openCentre, PhoneCall, seatAgent, type Centre } from './centre.ts';

const version = { schemaVersion: 1 as const };

async function begin(script: Script, prepare?: (centre: Centre) => Promise<unknown>): Promise<{ centre: Centre; call: PhoneCall }> {
  const centre = await openCentre([defineFlow('main', script)]);
  await prepare?.(centre);
  const call = new PhoneCall(centre);
  call.twice = true;
  await call.flow();
  return { centre, call };
}

const keyOf = (call: PhoneCall): string => {
  const { current } = call.service;
  return current !== undefined && 'AudioSource' in current.Parameters ? current.Parameters.AudioSource.Key : (current?.Type ?? 'nothing');
};

describe('what a flow knows', () => {
  it('is how a queue stands, with nobody in it and with callers waiting', async () => {
    const seen: unknown[] = [];
    const script: Script = function* (call) {
      const state = yield* call.queueState('technical');
      seen.push(state);
      yield* call.note({ staffed: String(state.staffed) });
      return yield* call.enqueue('technical');
    };
    const { centre, call } = await begin(script);
    expect(seen.at(-1)).toMatchObject({ waiting: 0, staffed: 0, open: true });
    expect((await call.contact()).attributes).toMatchObject({ staffed: '0' });
    await seatAgent(centre, 'anna');
    centre.clock.nowMs += 60_000;
    await new PhoneCall(centre, '+12025550112').flow();
    expect(seen.at(-1)).toMatchObject({ staffed: 1, open: true });
  });

  it('is whether a notice is on, which it lets the caller hear', async () => {
    const script: Script = function* (call) {
      const on = yield* call.notice();
      yield* call.play(on ? 'goodbye' : 'welcome');
    };
    const silent = await begin(script);
    expect(silent.call.hears).toBe('welcome');
    const { call } = await begin(script, ({ world }) =>
      world.db.write([
        {
          table: 'settings',
          put: { ...settingKeys.notice(noticeIdOf('everywhere')), ...version, noticeId: noticeIdOf('everywhere'), text: 'We move today.', until: '2030-01-01T00:00:00.000Z' }, // prettier-ignore
        },
      ]),
    );
    expect(call.service.current).toMatchObject({ Type: 'Speak', Parameters: { Text: 'We move today.' } });
    expect(await call.listens()).toBe('goodbye');
  });
});

describe('a look at a company’s own system', () => {
  const order = (task: () => Promise<string>, running?: Parameters<Call['run']>[2]): Script =>
    function* (call) {
      const found = yield* call.run('order', task, running as never);
      return yield* call.enqueue(found);
    };

  it('is tried again when it fails, as often as the flow says', async () => {
    let tries = 0;
    const { call } = await begin(order(async () => (++tries < 3 ? Promise.reject(new Error('down')) : 'billing'), { retries: 2 }));
    expect(tries).toBe(3);
    expect((await call.contact()).topic).toBe('billing');
  });

  it('gives the default when it fails or is too slow', async () => {
    const slow = () => new Promise<string>(() => {});
    const { call } = await begin(order(slow, { timeoutMs: 20, retries: 1, default: 'returns' }));
    expect((await call.contact()).topic).toBe('returns');
  });

  it('loses the call to the operators when there is no default', async () => {
    const { call } = await begin(order(() => new Promise<string>(() => {}), { timeoutMs: 20 }));
    expect(call.hears).toBe('sorry-lost');
  });
});

describe('the caller’s language', () => {
  it('holds for all that is said from then on, in the flow and in the queue, and stands with the contact', async () => {
    const { call } = await begin(function* (call) {
      yield* call.speakIn('hu-HU');
      yield* call.play('welcome');
      return yield* call.enqueue('technical');
    });
    expect(keyOf(call)).toBe('prompts/hu-HU/welcome.wav');
    await call.listens();
    expect(keyOf(call)).toBe('prompts/hu-HU/connecting-soon.wav');
    expect(await call.contact()).toMatchObject({ language: 'hu-HU' });
  });

  it('is told as it was chosen when an event that chooses twice comes twice', async () => {
    const { centre, call } = await begin(function* (call) {
      yield* call.speakIn('hu-HU');
      yield* call.run('between', async () => 'now');
      yield* call.speakIn('cs-CZ');
      yield* call.play('welcome');
    });
    const { contactId } = await call.contact();
    const told = await readFacts(centre.world.db, contactId);
    expect(told.filter(({ type }) => type === 'LanguageChosen').map(({ data }) => data)).toEqual([
      { language: 'hu-HU' },
      { language: 'cs-CZ' },
    ]);
  });
});

describe('consent to be recorded', () => {
  const script = (mode: 'ask' | 'notice'): Script =>
    function* (call) {
      yield* call.consent({ mode });
      return yield* call.enqueue('technical');
    };

  it.each([
    ['given', '1'],
    ['refused', '2'],
    ['refused', undefined],
  ] as const)('is %s by key %s', async (expected, key) => {
    const { call } = await begin(script('ask'));
    await (key === undefined ? call.saysNothing() : call.presses(key));
    expect(await call.contact()).toMatchObject({ state: 'waiting', consent: expected });
  });

  it('is refused by a caller who wants a person instead, who waits for one', async () => {
    const { call } = await begin(script('ask'));
    await call.presses('0');
    expect(await call.contact()).toMatchObject({ topic: 'operator', consent: 'refused' });
  });

  it('may be a notice only', async () => {
    const { call } = await begin(script('notice'));
    expect(call.hears).toBe('recording-notice');
    await call.listens();
    expect(await call.contact()).toMatchObject({ consent: 'notified' });
  });
});

describe('composing flows', () => {
  it('takes subflows that return values, and notes what they find', async () => {
    function* preferred(call: Call): Step<'billing' | 'returns'> {
      const topic = yield* call.menu('main-menu', { 3: 'billing', 4: 'returns' });
      yield* call.note({ wish: topic });
      return topic === 'returns' ? 'returns' : 'billing';
    }
    const { call } = await begin(function* (call) {
      return yield* call.enqueue(yield* preferred(call));
    });
    await call.presses('4');
    expect(await call.contact()).toMatchObject({ topic: 'returns', attributes: { wish: 'returns' } });
  });

  it('splits calls by share, each always the same way', () => {
    const ways = Array.from({ length: 2000 }, (_, i) => splitOf(`call ${i}`, 'trial', { a: 20, b: 80 }));
    expect(splitOf('call 7', 'trial', { a: 20, b: 80 })).toBe(ways[7]);
    const share = ways.filter((way) => way === 'a').length / ways.length;
    expect(share).toBeGreaterThan(0.16);
    expect(share).toBeLessThan(0.24);
    expect(Array.from({ length: 50 }, (_, i) => splitOf(`call ${i}`, 'x', { never: 0, always: 1 }))).not.toContain('never');
  });
});

describe('calling an outside number', () => {
  const script: Script = function* (call) {
    const came = yield* call.toNumber('+12025550133', { seconds: 20 });
    yield* call.note({ came });
    yield* call.play('goodbye');
  };
  const dials = async ({ world }: Centre) =>
    world.db.write([{ table: 'settings', put: { ...settingKeys.application, ...version, applicationId: 'application' } }]);

  it('connects the caller, and goes on when they have talked', async () => {
    const { call } = await begin(script, dials);
    expect(call.hears).toBe('CallAndBridge');
    await call.listens();
    expect(call.service.bridge?.number).toBe('+12025550133');
    await call.rings(3);
    call.service.bridgeEnds();
    await call.flow();
    expect(call.hears).toBe('goodbye');
    expect((await call.contact()).attributes).toMatchObject({ came: 'answered' });
  });

  it('goes on when nobody answers', async () => {
    const { call } = await begin(script, dials);
    await call.saysNothing();
    expect(call.hears).toBe('goodbye');
    expect((await call.contact()).attributes['came']).toBe('no-answer');
  });

  it('ends with the caller, and lets the other telephone go', async () => {
    const { call } = await begin(script, dials);
    await call.listens();
    await call.hangsUp();
    expect(call.service.over).toBe(true);
    expect(await call.contact()).toMatchObject({ state: 'ended', endReason: 'caller-hung-up' });
  });

  it('does not call what the company does not allow', async () => {
    const { call } = await begin(function* (call) {
      yield* call.note({ came: yield* call.toNumber('911') });
      yield* call.play('goodbye');
    }, dials);
    expect(call.hears).toBe('goodbye');
    expect((await call.contact()).attributes['came']).toBe('not-allowed');
  });
});

describe('a caller who asks for somebody', () => {
  const script: Script = function* (call) {
    if ((yield* call.toAgent({ extension: '123' }, { seconds: 20 })) === 'unknown') return yield* call.message('goodbye');
  };

  it('hears on when nobody has that extension', async () => {
    const { call } = await begin(script);
    expect(call.hears).toBe('goodbye');
    await call.listens();
    expect(call.service.over).toBe(true);
  });

  it('waits for them first', async () => {
    const { call } = await begin(script, async (centre) => {
      const agentId = await seatAgent(centre, 'anna');
      await seatAgent(centre, 'berta');
      const { db } = centre.world;
      await db.write([{ table: 'routing', update: { pk: `AGENT#${agentId}`, sk: 'AGENT' }, set: { extension: '123' } }]);
    });
    expect(await call.contact()).toMatchObject({ state: 'offered', agentId: 'anna', topic: 'operator' });
  });
});

describe('keys in the queue', () => {
  const queues = demoSettings.queues.map((queue) => ({ ...queue, exits: [{ key: '1', flow: 'back', prompt: 'press-1' }] }));
  const back = defineFlow('back', function* (call) {
    yield* call.play(call.left?.why === 'exited-by-key' ? 'goodbye' : 'closed');
  });
  const main = defineFlow('main', function* (call) {
    return yield* call.enqueue('technical');
  });

  async function waiting(): Promise<PhoneCall> {
    const centre = await openCentre([main, back]);
    for (const queue of queues)
      await centre.world.db.write([{ table: 'settings', put: { ...settingKeys.queue(queue.queueId), ...queue } }]);
    const call = new PhoneCall(centre);
    call.twice = true;
    await call.flow();
    return call;
  }

  it('lead out of it, into the flow that the queue names for them', async () => {
    const call = await waiting();
    await call.hearsKey('1');
    expect(await call.contact()).toMatchObject({ state: 'in-flow', flow: 'back', run: 1, attributes: { left: 'exited-by-key' } });
    if (call.hears !== 'goodbye') await call.listens();
    expect(call.hears).toBe('goodbye');
  });

  it('are told between two pieces of music, and other keys change nothing', async () => {
    const call = await waiting();
    await call.hearsKey('7');
    expect((await call.contact()).state).toBe('waiting');
    await call.listens();
    expect(await call.listens()).toBe('position-intro');
    expect(await call.listens()).toBe('number-1');
    expect(await call.listens()).toBe('press-1');
    expect(await call.listens()).toBe('hold-music');
  });
});
