/** Missed callers: who waited and got nobody stands in the list, once for a number, until somebody talks with them. */
import { beforeEach, describe, expect, it } from 'vitest';
import { flow as main } from '../../functions/flows/main.ts';
import { flow as offerCallback } from '../../functions/flows/offer-callback.ts';
import { flow as unserved } from '../../functions/flows/unserved.ts';
import { flow as voicemail } from '../../functions/flows/voicemail.ts';
import { AgentId, QueueId } from '../../shared/ids.ts';
import { listCallbacks } from '../../shared/left/callback/read-callback.ts';
import { listMissed } from '../../shared/left/missed/read-missed.ts';
import { leaveMessage } from '../../shared/left/voicemail/message.ts';
import { prefixOf } from '../../shared/left/voicemail/box.ts';
import { writeWav } from '../../shared/prompts/sound/wav.ts';
import { settingKeys } from '../../shared/queues/queue.ts';
import { acceptOffer } from '../../shared/routing/accept-offer.ts';
import { reportAudio } from '../../shared/routing/report-audio.ts';
import { requireAgent } from '../../shared/agents/read-agent.ts';
import { callOut } from '../../shared/talk/call-out.ts';
import { type Centre, openCentre, PhoneCall, seatAgent } from '../flows/centre.ts';
import { Bus } from './facts.ts';

const supervisor = { agentId: AgentId.parse('clara'), supervises: true };
const maria = '+12025550111';

let centre: Centre;
let bus: Bus;

beforeEach(async () => {
  centre = await openCentre([main, unserved, voicemail, offerCallback]);
  bus = new Bus(centre.world);
  const put = { ...settingKeys.application, schemaVersion: 1, applicationId: 'application' };
  await centre.world.db.write([{ table: 'settings', put }]);
});

const missed = () => listMissed(centre.world, supervisor);

/** Calls and chooses a queue by its key. */
async function waits(key: string, from = maria): Promise<PhoneCall> {
  const phone = new PhoneCall(centre, from, '+12025550100');
  await phone.flow();
  await phone.presses(key);
  expect(await phone.contact()).toMatchObject({ state: 'waiting' });
  return phone;
}

async function gone(phone: PhoneCall): Promise<void> {
  await phone.hangsUp();
  await bus.deliver((await phone.contact()).contactId);
}

describe('who hangs up while waiting', () => {
  it('stands in the list with queue and number', async () => {
    await gone(await waits('2'));
    expect(await missed()).toMatchObject([{ number: maria, queueId: 'technical', queueName: 'Technical', count: 1, cleared: false }]);
  });

  it('is one line for a number, with the queue of the last time, however often facts come', async () => {
    await gone(await waits('2'));
    centre.clock.nowMs += 60_000;
    await gone(await waits('3'));
    centre.clock.nowMs += 60_000;
    await gone(await waits('3', '+12025550145'));
    await bus.again();
    expect((await missed()).map(({ number, queueId, count }) => [number, queueId, count])).toEqual([
      ['+12025550145', 'billing', 1],
      [maria, 'billing', 2],
    ]);
  });

  it('is in no list without a number, and not when the menu was all they heard', async () => {
    await gone(await waits('2', 'anonymous'));
    const phone = new PhoneCall(centre, maria, '+12025550100');
    await phone.flow();
    await gone(phone);
    expect(await missed()).toEqual([]);
  });

  it('was not missed when they have left a message, though it is told of after the end of the call; an earlier time still counts', async () => {
    const says = async (phone: PhoneCall) => {
      const { contactId } = await phone.contact();
      const key = `${prefixOf({ queueId: QueueId.parse('technical') }, contactId)}/2026/11/27/message.wav`;
      const second = Float64Array.from({ length: 8000 }, (_, i) => 0.4 * Math.sin((2 * Math.PI * 700 * i) / 8000));
      centre.recordings.set(key, writeWav(second, 8000));
      await leaveMessage(centre.world, contactId, key);
      await bus.deliver(contactId);
      await bus.again();
    };
    const [first, second] = [await waits('2'), await waits('2')];
    for (const phone of [first, second]) await gone(phone);
    expect(await missed()).toMatchObject([{ number: maria, count: 2 }]);
    await says(second);
    expect(await missed()).toMatchObject([{ number: maria, count: 1 }]);
    await says(first);
    expect(await missed()).toEqual([]);
    await gone(await waits('2'));
    expect(await missed()).toMatchObject([{ number: maria, count: 1 }]);
  });

  it('is forgotten after two weeks', async () => {
    await gone(await waits('2'));
    centre.clock.nowMs += 15 * 24 * 3600_000;
    expect(await missed()).toEqual([]);
  });
});

describe('who is in the list', () => {
  it('leaves it when they call again and reach somebody; what comes late does not bring them back', async () => {
    const first = await waits('2');
    await first.hangsUp();
    centre.clock.nowMs += 60_000;
    const anna = await seatAgent(centre, 'anna');
    const again = new PhoneCall(centre, maria, '+12025550100');
    await again.flow();
    await again.presses('2');
    const { contactId } = await again.contact();
    const { n } = await requireAgent(centre.world.db, anna);
    await acceptOffer(centre.world, anna, contactId, n!);
    await reportAudio(centre.world, anna, contactId, n!);
    await again.rings((await again.contact()).version);
    await again.listens();
    expect(await again.contact()).toMatchObject({ state: 'connected' });
    await bus.deliver(contactId);
    // The end of the first call is heard of after the conversation.
    await bus.deliver((await first.contact()).contactId);
    await bus.again();
    expect(await missed()).toEqual([]);
  });

  it('is called back for the queue that they waited in', async () => {
    await gone(await waits('3'));
    await seatAgent(centre, 'anna');
    const [line] = await missed();
    const called = await callOut(centre.world, AgentId.parse('anna'), { number: line!.number, queueId: line!.queueId });
    expect(called).toMatchObject({ contact: { queueName: 'Billing', callerNumber: maria, direction: 'outbound' } });
  });
});

describe('the way out of a queue', () => {
  it('is a callback by one key and a yes: then nobody was missed', async () => {
    await centre.world.db.write([{ table: 'settings', update: settingKeys.queue('technical'), set: { needsStaff: true } }]);
    const phone = new PhoneCall(centre, maria, '+12025550100');
    await phone.flow();
    await phone.presses('2');
    await phone.rings((await phone.contact()).version);
    expect(phone.hears).toMatch(/^unserved/);
    expect(await phone.listens()).toBe('unserved-choices');
    await phone.presses('2');
    for (let i = 0; i < 30 && phone.hears !== 'callback-when'; i++)
      await (phone.hears === 'callback-number' ? phone.presses('1') : phone.listens());
    await phone.presses('1');
    await gone(phone);
    expect(await missed()).toEqual([]);
    expect(await listCallbacks(centre.world.db, supervisor)).toMatchObject([{ number: maria, queueId: 'technical', state: 'waiting' }]);
  });

  it('hung up on without a word leaves them in the list of missed callers', async () => {
    await centre.world.db.write([{ table: 'settings', update: settingKeys.queue('technical'), set: { needsStaff: true } }]);
    const phone = new PhoneCall(centre, maria, '+12025550100');
    await phone.flow();
    await phone.presses('2');
    await phone.rings((await phone.contact()).version);
    await gone(phone);
    expect(await missed()).toMatchObject([{ number: maria, queueId: 'technical' }]);
  });
});
