import { describe, expect, it } from 'vitest';
import { flow as main } from '../../functions/flows/main.ts';
import { requireAgent } from '../../shared/agents/read-agent.ts';
import { routingKeys } from '../../shared/agents/agent.ts';
import { endContact } from '../../shared/contacts/end-contact.ts';
import type { Contact } from '../../shared/contacts/contact.ts';
import { requireContact } from '../../shared/contacts/read-contact.ts';
import { readFacts } from '../../shared/contacts/read-facts.ts';
import type { AgentId, ContactId } from '../../shared/ids.ts';
import { acceptOffer } from '../../shared/routing/accept-offer.ts';
import { reportAudio } from '../../shared/routing/report-audio.ts';
import { handleDeadline } from '../../shared/routing/handle-deadline.ts';
import { customerParty } from '../../shared/talk/party.ts';
import { callOut } from '../../shared/talk/call-out.ts';
import { commandTalk } from '../../shared/talk/command-talk.ts';
import { takeBackContact } from '../../shared/talk/take-back-contact.ts';
import type { TalkCommand } from '../../shared/wire/api.ts';
import { openCentre, PhoneCall, seatAgent, type Centre } from '../flows/centre.ts';
import { Service } from '../flows/service.ts';
import { hears, Telephones } from './telephones.ts';

interface Story {
  centre: Centre;
  phones: Telephones;
  contactId: ContactId;
  anna: AgentId;
  caller: Service;
}
let presses = 0;

const contactOf = ({ centre, contactId }: Story): Promise<Contact> => requireContact(centre.world.db, contactId);

/** The agent presses; all telephones come to rest. */
async function press(story: Story, command: TalkCommand): Promise<void> {
  const { turns: version = 0, n = 1 } = await contactOf(story);
  const request = { n, version, commandId: `press-${++presses}-of-test`, command };
  const done = await commandTalk(story.centre.world, story.anna, story.contactId, request);
  if ('refused' in done) throw new Error(done.refused.sentence);
  await story.phones.settle();
}

const withPhone = (centre: Centre, agentId: AgentId, number: string) =>
  centre.world.db.write([{ table: 'routing', update: routingKeys.agent(agentId), set: { device: { kind: 'phone', number } } }]);

/** A caller waits for technical support. */
async function waiting(): Promise<Omit<Story, 'anna'>> {
  const centre = await openCentre([main]);
  const phones = await new Telephones(centre).open();
  const call = new PhoneCall(centre);
  phones.services.set(call.service.transactionId, call.service);
  await call.flow();
  await call.presses('2');
  const { contactId } = await call.contact();
  return { centre, phones, contactId, caller: call.service };
}

/** A caller talks with Anna. */
async function talking(): Promise<Story> {
  const centre = await openCentre([main]);
  const anna = await seatAgent(centre, 'anna');
  const phones = await new Telephones(centre).open();
  const call = new PhoneCall(centre);
  phones.services.set(call.service.transactionId, call.service);
  await call.flow();
  await call.presses('2');
  const { contactId, n = 0 } = await call.contact();
  await acceptOffer(centre.world, anna, contactId, n);
  await reportAudio(centre.world, anna, contactId, n);
  await phones.settle();
  const story = { centre, phones, contactId, anna, caller: call.service };
  expect(hears(story.caller)).toBe((await contactOf(story)).seats?.meetingId);
  return story;
}

/** What plays before the bridge plays to its end; a command that was refused leads nowhere. */
async function untilBridging(story: Awaited<ReturnType<typeof talking>>): Promise<void> {
  for (let segment = 0; segment < 10 && story.caller.current?.Type !== 'CallAndBridge'; segment++) {
    story.caller.finish();
    await story.phones.flow();
  }
  expect(story.caller.current?.Type).toBe('CallAndBridge');
}

describe('a customer on hold', () => {
  it('hears music at once, now and then a word that they are not forgotten, and then the agent again', async () => {
    const story = await talking();
    await press(story, { do: 'hold' });
    expect(hears(story.caller)).toBe('hold-music');
    story.caller.finish();
    await story.phones.flow();
    expect(hears(story.caller)).toBe('still-there');
    await press(story, { do: 'resume' });
    expect(hears(story.caller)).toBe((await contactOf(story)).seats?.meetingId);
    expect((await contactOf(story)).heardVersion).toBe((await contactOf(story)).version);
  });

  it('is put on hold and taken back also when the first rings are lost', async () => {
    const story = await talking();
    story.phones.deaf = true;
    await press(story, { do: 'hold' });
    expect(hears(story.caller)).not.toBe('hold-music');
    story.phones.deaf = false;
    await story.phones.pass(1_000);
    await story.phones.settle();
    expect(hears(story.caller)).toBe('hold-music');
  });

  it('is not rung for what changes nothing for them', async () => {
    const story = await talking();
    const version = (await contactOf(story)).heardVersion;
    await press(story, { do: 'consult', target: { number: '202 555 0133' } });
    await press(story, { do: 'cancel' });
    const events = story.caller.outbox.length;
    expect(version).toBeDefined();
    expect(events).toBe(0);
  });
});

describe('an outside number', () => {
  it('is called once, from the company’s number, and talks with the agent while the customer hears music', async () => {
    const story = await talking();
    await press(story, { do: 'consult', target: { number: '(202) 555-0133', name: 'The depot' } });
    expect(story.phones.dialled.map(({ from, to }) => [from, to])).toEqual([['+12025550100', '+12025550133']]);
    const { service } = story.phones.called;
    expect([hears(story.caller), hears(service)]).toEqual(['hold-music', 'rings']);
    service.ringsThere();
    await story.phones.flow();
    expect((await contactOf(story)).parties?.at(-1)?.leg).toMatchObject({ ringing: true, transactionId: 'out-1' });
    service.picksUp();
    await story.phones.settle();
    const { seats } = await contactOf(story);
    expect([hears(story.caller), hears(service)]).toEqual(['hold-music', seats?.meetingId]);
    await press(story, { do: 'merge' });
    expect([hears(story.caller), hears(service)]).toEqual([seats?.meetingId, seats?.meetingId]);
    await press(story, { do: 'complete' });
    expect(await contactOf(story)).toMatchObject({ state: 'passed-on' });
    expect([hears(story.caller), hears(service)]).toEqual([seats?.meetingId, seats?.meetingId]);
    service.callerHangsUp();
    await story.phones.settle();
    expect([hears(story.caller), hears(service)]).toEqual(['gone', 'gone']);
  });

  it.each<[number | undefined, string]>([
    [486, 'busy'],
    [480, 'no-answer'],
    [404, 'not-reached'],
    [603, 'declined'],
  ])('that answers %s was %s, and the agent has the customer as before', async (code, why) => {
    const story = await talking();
    await press(story, { do: 'consult', target: { number: '202 555 0133' } });
    story.phones.called.service.refuses(code ?? 0);
    await story.phones.settle();
    const facts = await readFacts(story.centre.world.db, story.contactId);
    expect(facts.find((fact) => fact.type === 'PartyRefused')?.data).toMatchObject({ why });
    expect((await contactOf(story)).parties).toHaveLength(2);
    expect(hears(story.caller)).toBe('hold-music');
  });

  it('that is given up while it rings is hung up', async () => {
    const story = await talking();
    await press(story, { do: 'add', target: { number: '202 555 0133' } });
    await press(story, { do: 'cancel' });
    expect(hears(story.phones.called.service)).toBe('gone');
    expect(hears(story.caller)).toBe((await contactOf(story)).seats?.meetingId);
  });

  it('that nobody answers is given up when its time is over, and its call is hung up', async () => {
    const story = await talking();
    await press(story, { do: 'add', target: { number: '202 555 0133' } });
    await story.phones.pass(40_000);
    expect((await contactOf(story)).parties).toHaveLength(2);
    expect(hears(story.phones.called.service)).toBe('gone');
  });

  it('is called again when all lines were taken, and only once', async () => {
    const story = await talking();
    story.phones.nextDial = 'busy';
    await press(story, { do: 'add', target: { number: '202 555 0133' } });
    expect(story.phones.dialled).toHaveLength(0);
    await story.phones.pass(10_000);
    expect(story.phones.dialled).toHaveLength(1);
    story.phones.called.service.picksUp();
    await story.phones.settle();
    expect(hears(story.phones.called.service)).toBe((await contactOf(story)).seats?.meetingId);
  });

  it('that can’t be called is refused', async () => {
    const story = await talking();
    story.phones.nextDial = 'refused';
    await press(story, { do: 'add', target: { number: '202 555 0133' } });
    await story.phones.pass(1_000);
    expect((await contactOf(story)).parties).toHaveLength(2);
  });

  it('is muted, hears keys once, hears music on hold, and is hung up when it is dropped', async () => {
    const story = await talking();
    await press(story, { do: 'add', target: { number: '202 555 0133' } });
    const { service } = story.phones.called;
    service.picksUp();
    await story.phones.settle();
    const party = (await contactOf(story)).parties?.at(-1);
    const { partyId } = party ?? {};
    if (partyId === undefined) throw new Error('There is no such party.');
    await press(story, { do: 'mute', partyId, muted: true });
    expect(service.mutedSeats).toEqual(new Set([party?.seat?.attendeeId]));
    await press(story, { do: 'keys', partyId, digits: '42#' });
    service.update(1);
    await story.phones.settle();
    expect(service.keysSent).toEqual(['42#']);
    await press(story, { do: 'hold-party', partyId });
    expect(hears(service)).toBe('hold-music');
    await press(story, { do: 'mute', partyId, muted: false });
    await press(story, { do: 'merge' });
    expect(service.mutedSeats.size).toBe(0);
    await press(story, { do: 'drop', partyId });
    expect(hears(service)).toBe('gone');
    expect(service.keysSent).toEqual(['42#']);
  });

  it('goes with the contact when the customer hangs up, also while it still rings', async () => {
    for (const answers of [true, false]) {
      const story = await talking();
      await press(story, { do: 'add', target: { number: '202 555 0133' } });
      const { service } = story.phones.called;
      if (answers) service.picksUp();
      await story.phones.settle();
      story.caller.callerHangsUp();
      await story.phones.settle();
      expect([hears(story.caller), hears(service)]).toEqual(['gone', 'gone']);
    }
  });

  it('that was called by somebody who died before they could say so is known by its call', async () => {
    const story = await talking();
    story.phones.nextDial = 'killed';
    await press(story, { do: 'add', target: { number: '202 555 0133' } }).catch(() => undefined);
    await story.phones.flow();
    story.phones.called.service.picksUp();
    await story.phones.settle();
    expect(story.phones.dialled).toHaveLength(1);
    expect(hears(story.phones.called.service)).toBe((await contactOf(story)).seats?.meetingId);
  });
});

describe('a customer who is passed on to an outside number', () => {
  it('is bridged, and the contact ends when the number hangs up', async () => {
    const story = await talking();
    await press(story, { do: 'pass-on', target: { number: '202 555 0133' } });
    await story.phones.settle();
    expect(hears(story.caller)).toBe('+12025550133');
    expect((await contactOf(story)).bridge?.answered).toBe(true);
    story.caller.bridgeEnds();
    await story.phones.settle();
    expect(hears(story.caller)).toBe('gone');
    expect(await contactOf(story)).toMatchObject({ state: 'ended', endReason: 'party-hung-up' });
  });

  it('comes back to somebody who can hear them when nobody answers, with a word of apology', async () => {
    const story = await talking();
    const { turns: version = 0, n = 1 } = await contactOf(story);
    const command = { do: 'pass-on', target: { number: '202 555 0133' } } as const;
    await commandTalk(story.centre.world, story.anna, story.contactId, { n, version, commandId: 'pass-on-once', command });
    await story.phones.flow();
    await untilBridging(story);
    story.caller.finish(false);
    await story.phones.flow();
    expect(hears(story.caller)).toBe('sorry-transfer-failed');
    expect(await contactOf(story)).toMatchObject({ state: 'waiting', priority: 9 });
  });

  it('is taken back before the number answers, as soon as its ringing can be ended', async () => {
    const story = await talking();
    const { turns: version = 0, n = 1 } = await contactOf(story);
    const command = { do: 'pass-on', target: { number: '202 555 0133' } } as const;
    await commandTalk(story.centre.world, story.anna, story.contactId, { n, version, commandId: 'pass-on-once', command });
    await story.phones.flow();
    await untilBridging(story);
    const back = await takeBackContact(story.centre.world, story.anna, story.contactId, n);
    if ('refused' in back) throw new Error(back.refused.sentence);
    await reportAudio(story.centre.world, story.anna, story.contactId, back.contact.n);
    await story.phones.flow();
    expect(story.caller.current?.Type).toBe('CallAndBridge');
    await story.phones.settle();
    expect(story.caller.bridge).toBeUndefined();
    expect(hears(story.caller)).toBe((await contactOf(story)).seats?.meetingId);
  });
});

describe('an agent on a telephone', () => {
  async function ringing(): Promise<Story> {
    const story = await waiting();
    const anna = await seatAgent(story.centre, 'anna');
    await story.phones.flow();
    return { ...story, anna };
  }
  async function ringingByPhone(): Promise<Story> {
    const centre = await openCentre([main]);
    const anna = await seatAgent(centre, 'anna');
    await withPhone(centre, anna, '+12025550144');
    const phones = await new Telephones(centre).open();
    const call = new PhoneCall(centre);
    phones.services.set(call.service.transactionId, call.service);
    await call.flow();
    await call.presses('2');
    const { contactId } = await call.contact();
    return { centre, phones, contactId, anna, caller: call.service };
  }

  it('without one is not rung', async () => {
    const story = await ringing();
    expect(story.phones.dialled).toEqual([]);
  });

  it('hears which queue it is for, presses the key, and talks with the caller; hanging up ends the contact', async () => {
    const story = await ringingByPhone();
    const { service, to } = story.phones.called;
    expect(to).toBe('+12025550144');
    service.picksUp();
    await story.phones.flow();
    expect(hears(service)).toBe('call-for-you');
    service.finish();
    expect(service.current).toMatchObject({ Type: 'Speak', Parameters: { Text: 'Technical' } });
    expect((await contactOf(story)).state).toBe('offered');
    service.presses('1');
    await story.phones.settle();
    const contact = await contactOf(story);
    expect(contact.state).toBe('connected');
    expect([hears(story.caller), hears(service)]).toEqual([contact.seats?.meetingId, contact.seats?.meetingId]);
    service.callerHangsUp();
    await story.phones.settle();
    expect(hears(story.caller)).toBe('gone');
    expect(await contactOf(story)).toMatchObject({ state: 'ended', endReason: 'agent-hung-up' });
  });

  it('whose mailbox answers has missed the offer: the caller keeps the place, and the mailbox is hung up', async () => {
    const story = await ringingByPhone();
    const { service } = story.phones.called;
    service.picksUp();
    await story.phones.settle();
    expect(hears(service)).toBe('gone');
    expect(await contactOf(story)).toMatchObject({ state: 'waiting' });
    expect(await requireAgent(story.centre.world.db, story.anna)).toMatchObject({ status: 'on-break', breakReason: 'missed' });
  });

  it('is hung up at once when the caller is', async () => {
    const story = await ringingByPhone();
    const { service } = story.phones.called;
    service.picksUp();
    await story.phones.flow();
    story.caller.callerHangsUp();
    await story.phones.flow();
    expect(hears(service)).toBe('gone');
  });

  it('who does not pick up has missed it', async () => {
    const story = await ringingByPhone();
    story.phones.called.service.refuses(480);
    await story.phones.flow();
    expect(await contactOf(story)).toMatchObject({ state: 'waiting' });
  });
});

describe('a call of ours', () => {
  async function calling(request: Parameters<typeof callOut>[2], device?: string): Promise<Story & { n: number }> {
    const centre = await openCentre([main]);
    const anna = await seatAgent(centre, 'anna');
    await seatAgent(centre, 'bela');
    if (device !== undefined) await withPhone(centre, anna, device);
    const phones = await new Telephones(centre).open();
    const called = await callOut(centre.world, anna, request);
    if ('refused' in called) throw new Error(called.refused.sentence);
    const { contactId, n } = called.contact;
    return { centre, phones, contactId, anna, n, caller: phones.dialled[0]?.service ?? new Service('none') };
  }

  it('rings the customer when the agent can be heard, connects them when they answer, and is wrapped up', async () => {
    const story = await calling({ number: '202 555 0133' });
    expect(story.phones.dialled).toEqual([]);
    await reportAudio(story.centre.world, story.anna, story.contactId, story.n);
    const { service } = story.phones.called;
    service.ringsThere();
    await story.phones.flow();
    expect(await contactOf(story)).toMatchObject({ state: 'dialling', direction: 'outbound', transactionId: 'out-1' });
    service.picksUp();
    await story.phones.settle();
    const contact = await contactOf(story);
    expect(contact).toMatchObject({ state: 'connected', callerNumber: '+12025550133' });
    expect(contact.customerId).toBeDefined();
    expect(hears(service)).toBe(contact.seats?.meetingId);
    await press(story, { do: 'hold' });
    expect(hears(service)).toBe('hold-music');
    await endContact(story.centre.world, story.contactId, 'agent-hung-up');
    await story.phones.settle();
    expect(hears(service)).toBe('gone');
    expect((await requireAgent(story.centre.world.db, story.anna)).state).toBe('wrapping-up');
  });

  it('rings nobody before the agent can be heard, whatever the deadlines say, and is over when they never can', async () => {
    const story = await calling({ number: '202 555 0133' });
    await handleDeadline(story.centre.world, { kind: 'party-unanswered', contactId: story.contactId, partyId: customerParty });
    expect(story.phones.dialled).toEqual([]);
    await story.phones.pass(10_000);
    expect(story.phones.dialled).toEqual([]);
    expect(await contactOf(story)).toMatchObject({ state: 'ended', endReason: 'cancelled' });
  });

  it.each([
    [486, 'busy'],
    [480, 'no-answer'],
    [503, 'not-reached'],
  ])('that is answered %d ends as %s', async (code, endReason) => {
    const story = await calling({ number: '202 555 0133' });
    await reportAudio(story.centre.world, story.anna, story.contactId, story.n);
    story.phones.called.service.refuses(code);
    await story.phones.settle();
    expect(await contactOf(story)).toMatchObject({ state: 'ended', endReason });
  });

  it('that the agent cancels stops ringing', async () => {
    const story = await calling({ number: '202 555 0133' });
    await reportAudio(story.centre.world, story.anna, story.contactId, story.n);
    await endContact(story.centre.world, story.contactId, 'cancelled', { agentId: story.anna, n: story.n });
    await story.phones.settle();
    expect(hears(story.phones.called.service)).toBe('gone');
  });

  it('of an agent on a telephone rings there first', async () => {
    const story = await calling({ number: '202 555 0133' }, '+12025550144');
    expect(story.phones.dialled.map(({ to }) => to)).toEqual(['+12025550144']);
    const own = story.phones.called.service;
    own.picksUp();
    await story.phones.flow();
    own.presses('1');
    await story.phones.settle();
    expect(story.phones.dialled.map(({ to }) => to)).toEqual(['+12025550144', '+12025550133']);
    const customer = story.phones.called.service;
    customer.picksUp();
    await story.phones.settle();
    const { seats, state } = await contactOf(story);
    expect(state).toBe('connected');
    expect([hears(own), hears(customer)]).toEqual([seats?.meetingId, seats?.meetingId]);
  });

  it('to a colleague is offered to them, and ends when they decline', async () => {
    const story = await calling({ agentId: 'bela' as AgentId });
    expect(await contactOf(story)).toMatchObject({ state: 'dialling', direction: 'internal' });
    const { world } = story.centre;
    await reportAudio(world, story.anna, story.contactId, story.n);
    const bela = await requireAgent(world.db, 'bela' as AgentId);
    expect(bela).toMatchObject({ state: 'offered', contactId: story.contactId, n: 2 });
    await acceptOffer(world, bela.agentId, story.contactId, 2);
    await reportAudio(world, bela.agentId, story.contactId, 2);
    expect(await contactOf(story)).toMatchObject({ state: 'connected' });
    await endContact(world, story.contactId, 'agent-hung-up');
    expect((await requireAgent(world.db, story.anna)).state).toBe('idle');
    expect((await requireAgent(world.db, bela.agentId)).state).toBe('idle');
  });

  it('is refused to an agent who is not free, and makes nobody busy', async () => {
    const story = await calling({ number: '202 555 0133' });
    const again = await callOut(story.centre.world, story.anna, { number: '202 555 0134' });
    expect(again).toMatchObject({ refused: { code: 'not-free' } });
    const emergency = await callOut(story.centre.world, 'bela' as AgentId, { number: '911' });
    expect(emergency).toMatchObject({ refused: { code: 'emergency-number' } });
    expect((await requireAgent(story.centre.world.db, 'bela' as AgentId)).state).toBe('idle');
  });
});
