/** Messages that callers leave: from the beep to the ticket, whatever telephony tells when and how often. */
import { beforeEach, describe, expect, it } from 'vitest';
import { writeWav } from '../../shared/prompts/sound/wav.ts';
import { flow as voicemailFlow } from '../../functions/flows/voicemail.ts';
import { defineFlow } from '../../shared/flows/flow.ts';
import { AgentId, PhoneNumber } from '../../shared/ids.ts';
import { identifyCustomer } from '../../shared/customers/identify.ts';
import { settingKeys } from '../../shared/queues/queue.ts';
import { ofKey, prefixOf } from '../../shared/left/voicemail/box.ts';
import { changeVoicemail, playVoicemail } from '../../shared/left/voicemail/change-voicemail.ts';
import { listVoicemail } from '../../shared/left/voicemail/read-voicemail.ts';
import { measure } from '../../shared/left/voicemail/sound.ts';
import { readTicket } from '../../shared/tickets/read-ticket.ts';
import { type Centre, openCentre, PhoneCall, seatAgent } from '../flows/centre.ts';
import { dial } from '../flows/caller.ts';
import type { Quirks } from '../flows/service.ts';
import { Bus } from './facts.ts';

const rate = 8000;
const tone = (seconds: number): Uint8Array =>
  writeWav(
    Float64Array.from({ length: seconds * rate }, (_, i) => 0.4 * Math.sin((2 * Math.PI * 700 * i) / rate)),
    rate,
  );
const silence = (seconds: number): Uint8Array => writeWav(new Float64Array(seconds * rate), rate);

const mailbox = defineFlow('mailbox', function* (call) {
  yield* call.identify();
  yield* call.voicemail({ queue: 'technical' });
  return yield* call.hangUp();
});

let centre: Centre;
let bus: Bus;
const anna = AgentId.parse('anna');
const supervisor = { agentId: AgentId.parse('clara'), supervises: true };

async function call(quirks: Partial<Quirks> = {}, from = '+12025550111'): Promise<PhoneCall> {
  const phone = new PhoneCall(centre, from, '+12025550100', undefined, quirks);
  await phone.flow();
  return phone;
}

/** The caller hears the greeting and the beep; then they are recorded, and say this. */
async function records(phone: PhoneCall, says: Uint8Array): Promise<void> {
  for (let i = 0; i < 5 && phone.hears !== 'RecordAudio'; i++) await phone.listens();
  expect(phone.hears).toBe('RecordAudio');
  phone.service.nextKey = (prefix) => {
    const key = `${prefix}/2026/11/21/${centre.recordings.size}.wav`;
    centre.recordings.set(key, says);
    return key;
  };
}

async function filed() {
  return listVoicemail(centre.world.db, supervisor);
}

beforeEach(async () => {
  centre = await openCentre([mailbox]);
  const { db } = centre.world;
  await db.write([
    { table: 'settings', put: { ...settingKeys.number('+12025550100'), schemaVersion: 1, number: '+12025550100', flow: 'mailbox' } },
  ]);
  bus = new Bus(centre.world);
});

describe('where a message is recorded', () => {
  it('says whose it is, whatever stands in the ids', () => {
    for (const box of [{ queueId: 'a:b@c+d' }, { agentId: '0b1c-2_x.y' }] as Parameters<typeof prefixOf>[0][]) {
      const prefix = prefixOf(box, 'contact.1' as Parameters<typeof prefixOf>[1]);
      expect(prefix).toMatch(/^[\w!\-.*'()/]+$/);
      expect(ofKey(`${prefix}/2026/11/21/x.wav`)).toEqual({ box, contactId: 'contact.1' });
    }
    expect(ofKey('prompts/en-US/welcome.wav')).toBeUndefined();
  });

  it('shows how much of it is speech', () => {
    expect(measure(tone(3))).toEqual({ ms: 3000, spokenMs: 3000 });
    expect(measure(silence(5))).toEqual({ ms: 5000, spokenMs: 0 });
    expect(measure(new Uint8Array(20))).toBeUndefined();
  });
});

describe('a caller who leaves a message', () => {
  it('hears greeting and beep, keeps what they said, and finds it in the queue’s box with a ticket', async () => {
    const phone = await call();
    expect(phone.hears).toBe('voicemail-greeting');
    await records(phone, tone(4));
    expect(await phone.listens()).toBe('voicemail-review');
    expect(await phone.presses('1')).toBe('voicemail-kept');
    await phone.listens();
    const { contactId, state, customerId } = await phone.contact();
    expect(state).toBe('ended');
    await bus.deliver(contactId);
    await bus.again();
    const [voicemail, ...others] = await filed();
    expect(others).toEqual([]);
    expect(voicemail).toMatchObject({ queueId: 'technical', forName: 'Technical', number: '+12025550111', seconds: 4, state: 'unheard' });
    const ticket = await readTicket(centre.world.db, voicemail!.ticketId);
    expect(ticket).toMatchObject({ status: 'open', subject: 'Voicemail from +12025550111', customerId, contactIds: [contactId] });
  });

  it('may hear it, and say it anew; only the last is left', async () => {
    const phone = await call();
    await records(phone, tone(4));
    await phone.listens();
    await phone.presses('4');
    expect(phone.service.current).toMatchObject({ Type: 'PlayAudio', Parameters: { AudioSource: { BucketName: 'recordings-bucket' } } });
    expect(await phone.listens()).toBe('voicemail-review');
    expect(await phone.presses('2')).toBe('voicemail-again');
    await records(phone, tone(2));
    await phone.listens();
    await phone.saysNothing();
    expect(await phone.saysNothing()).toBe('voicemail-kept');
    await phone.hangsUp();
    await bus.deliver((await phone.contact()).contactId);
    expect((await filed()).map(({ seconds }) => seconds)).toEqual([2]);
  });

  it('is asked again once when they say nothing, and then it is over without a message', async () => {
    const phone = await call();
    await records(phone, silence(5));
    expect(await phone.listens()).toBe('voicemail-too-short');
    await records(phone, silence(5));
    expect(await phone.listens()).toBe('voicemail-nothing');
    await phone.listens();
    await bus.deliver((await phone.contact()).contactId);
    expect(await filed()).toEqual([]);
  });

  it('may cancel', async () => {
    const phone = await call();
    await records(phone, tone(4));
    await phone.listens();
    await phone.presses('3');
    await bus.deliver((await phone.contact()).contactId);
    expect(await filed()).toEqual([]);
  });

  it.each(['before', 'after', 'twice'] as const)(
    'leaves what they said who hangs up while speaking, told of %s the end',
    async (leftBehind) => {
      const phone = await call({ leftBehind });
      await records(phone, tone(3));
      await phone.hangsUp();
      const { contactId, state } = await phone.contact();
      expect(state).toBe('ended');
      await bus.deliver(contactId);
      await bus.again();
      expect((await filed()).map(({ seconds }) => seconds)).toEqual([3]);
    },
  );

  it('leaves what they said who hangs up while they are asked what shall become of it', async () => {
    const phone = await call();
    await records(phone, tone(3));
    await phone.listens();
    await phone.hangsUp();
    await bus.deliver((await phone.contact()).contactId);
    expect(await filed()).toHaveLength(1);
  });

  it('leaves nothing who hangs up at the beep', async () => {
    const phone = await call({ leftBehind: 'after' });
    await records(phone, silence(1));
    await phone.hangsUp();
    await bus.deliver((await phone.contact()).contactId);
    expect(await filed()).toEqual([]);
  });
});

describe('those who listen', () => {
  async function left(): Promise<string> {
    const phone = await call();
    await records(phone, tone(3));
    await phone.hangsUp();
    await bus.deliver((await phone.contact()).contactId);
    return (await filed())[0]!.voicemailId;
  }

  it('are agents of the queue and supervisors, and nobody else', async () => {
    await seatAgent(centre, 'anna');
    const voicemailId = await left();
    const agent = { agentId: anna, supervises: false };
    expect(await listVoicemail(centre.world.db, agent)).toHaveLength(1);
    expect(await playVoicemail(centre.world, agent, voicemailId)).toMatchObject({
      url: expect.stringContaining('voicemail/queue/technical') as string,
    });
    await centre.world.db.write([{ table: 'routing', update: { pk: 'AGENT#anna', sk: 'AGENT' }, set: { profileId: 'nobody' } }]);
    expect(await listVoicemail(centre.world.db, agent)).toEqual([]);
    expect(await playVoicemail(centre.world, agent, voicemailId)).toMatchObject({ refused: { code: 'not-concerned' } });
    expect(await changeVoicemail(centre.world, agent, voicemailId, { do: 'done' })).toMatchObject({ refused: { code: 'not-concerned' } });
  });

  it('mark it heard, take it, and are done with it, which resolves its ticket', async () => {
    await seatAgent(centre, 'anna');
    await seatAgent(centre, 'bela');
    const voicemailId = await left();
    const [a, b] = [anna, AgentId.parse('bela')].map((agentId) => ({ agentId, supervises: false }));
    expect(await changeVoicemail(centre.world, a!, voicemailId, { do: 'heard' })).toMatchObject({
      voicemail: { state: 'heard', heardByName: 'anna' },
    });
    expect(await changeVoicemail(centre.world, a!, voicemailId, { do: 'take' })).toMatchObject({ voicemail: { ownerName: 'anna' } });
    expect(await changeVoicemail(centre.world, b!, voicemailId, { do: 'take' })).toMatchObject({ refused: { code: 'taken' } });
    const done = await changeVoicemail(centre.world, a!, voicemailId, { do: 'done' });
    expect(done).toMatchObject({ voicemail: { state: 'done' } });
    const ticket = await readTicket(centre.world.db, (await filed())[0]!.ticketId);
    expect(ticket).toMatchObject({ status: 'resolved' });
  });
});

describe('a message for one agent', () => {
  it('is found by the extension, greeted by their own prompt, and heard by nobody else but supervisors', async () => {
    const forAnna = defineFlow('mailbox', function* (call) {
      yield* call.voicemail({ agent: '201' });
      return yield* call.hangUp();
    });
    centre = await openCentre([forAnna]);
    const put = { ...settingKeys.number('+12025550100'), schemaVersion: 1, number: '+12025550100', flow: 'mailbox' };
    await centre.world.db.write([{ table: 'settings', put }]);
    bus = new Bus(centre.world);
    for (const name of ['anna', 'bela']) await seatAgent(centre, name);
    await centre.world.db.write([{ table: 'routing', update: { pk: 'AGENT#anna', sk: 'AGENT' }, set: { extension: '201' } }]);
    const phone = await call();
    expect(phone.hears).toBe('voicemail-greeting-agent');
    await records(phone, tone(3));
    await phone.hangsUp();
    await bus.deliver((await phone.contact()).contactId);
    const listedFor = async (agentId: string, supervises = false) =>
      (await listVoicemail(centre.world.db, { agentId: AgentId.parse(agentId), supervises })).map(({ agentId: whose }) => whose);
    expect([await listedFor('anna'), await listedFor('bela'), await listedFor('clara', true)]).toEqual([['anna'], [], ['anna']]);
  });
});

describe('the flow "voicemail"', () => {
  it('takes a message for the queue and ends', () => {
    const { caller, call: seen } = dial(voicemailFlow);
    caller.records();
    caller.hears('voicemail-review');
    caller.presses('1');
    caller.hears('voicemail-kept');
    seen.isHungUp();
  });

  it('says goodbye to a caller who came from no queue', () => {
    const { caller, call: seen } = dial(voicemailFlow, { looks: { mailbox: null } });
    caller.hears('sorry-goodbye');
    seen.isHungUp();
  });

  it('says goodbye to one who cancels', () => {
    const { caller, call: seen } = dial(voicemailFlow);
    caller.records();
    caller.presses('3');
    caller.hears('goodbye');
    seen.isHungUp();
  });
});

it('names the customer on the ticket, when somebody has asked them', async () => {
  const { customerId } = await identifyCustomer(centre.world, PhoneNumber.parse('+12025550111'));
  await centre.world.db.write([
    { table: 'customers', update: { pk: `CUSTOMER#${customerId}`, sk: 'CUSTOMER' }, set: { name: 'Maria Keller' } },
  ]);
  const phone = await call();
  await records(phone, tone(3));
  await phone.hangsUp();
  await bus.deliver((await phone.contact()).contactId);
  const [voicemail] = await filed();
  expect(voicemail).toMatchObject({ customerName: 'Maria Keller' });
  expect(await readTicket(centre.world.db, voicemail!.ticketId)).toMatchObject({ subject: 'Voicemail from Maria Keller' });
});
