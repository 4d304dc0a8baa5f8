/** What agents do with live calls, through the whole system: real SIP and audio, tones that tell who hears whom, the functions' own bundles. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AgentId, QueueId } from '../../shared/ids.ts';
import { PartyId } from '../../shared/talk/party.ts';
import type { Agent } from './agent.ts';
import { toneWav } from './center.ts';
import { hz, pathOf, Scene } from './scene.ts';

const friend = '+12025550150';
const billing = QueueId.parse('billing');

describe('call control', { timeout: 60_000 }, () => {
  let scene: Scene;
  let anna: Agent;
  let bela: Agent;
  let clara: Agent;
  const ids = new Map<string, AgentId>();
  const idOf = (who: 'anna' | 'bela' | 'clara'): AgentId => AgentId.parse(ids.get(who));
  const target = (who: 'anna' | 'bela') => ({ agentId: idOf(who) });
  const breakTime = { status: 'on-break', breakReason: 'back-office' } as const;

  beforeAll(async () => {
    scene = await Scene.open();
    anna = await scene.center.agent('anna');
    bela = await scene.center.agent('bela');
    clara = await scene.center.agent('clara');
    for (const [name, agent] of Object.entries({ anna, bela, clara })) {
      ids.set(name, (await agent.call('GET /api/me', {}, {})).agent.agentId);
    }
    // Calls come to Anna; the others are there to be asked.
    await anna.goAvailable();
    for (const agent of [bela, clara]) await agent.call('POST /api/me/status', {}, breakTime);
  }, 120_000);

  afterEach(async () => {
    await scene.clear();
    for (const agent of [anna, bela, clara]) await scene.becomesIdle(agent);
    expect(scene.center.errors).toEqual([]);
  });

  afterAll(async () => {
    await scene?.close();
  });

  it('puts a customer on hold with music, and takes them back into the same seat', async () => {
    const talk = await scene.talk(anna, hz.anna, '+12025550111');
    const held = await scene.press(anna, talk, { do: 'hold' });
    expect(held.talk).toMatchObject({ state: 'on-hold', mine: true });
    await scene.hearsMusic(talk.caller);
    await scene.hearNot([talk.caller, hz.anna], [talk.seat, hz.customer]);
    const back = await scene.press(anna, talk, { do: 'resume' });
    expect(back.talk?.state).toBe('talking');
    await scene.hear([talk.caller, hz.anna], [talk.seat, hz.customer]);
    await talk.caller.hangUp();
    await scene.wrapUp(anna, talk);
    const facts = scene.center.facts.ofContact(talk.contactId).map(({ type }) => type);
    expect(facts).toEqual(expect.arrayContaining(['ContactHeld', 'ContactResumed']));
  });

  it('consults a colleague while the customer hears music, swaps, merges, and ends with the customer’s hang-up', async () => {
    const talk = await scene.talk(anna, hz.anna, '+12025550112');
    expect((await scene.press(anna, talk, { do: 'consult', target: target('bela') })).talk?.state).toBe('calling');
    const asked = await scene.offer(bela);
    expect(asked).toMatchObject({ contactId: talk.contactId, purpose: 'consult', invitedBy: 'Anna Lindqvist' });
    const seat = await scene.accept(bela, asked, hz.bela);
    await scene.becomes(anna, talk, 'consulting');
    await scene.hear([talk.seat, hz.bela], [seat, hz.anna]);
    await scene.hearsMusic(talk.caller);
    await scene.hearNot([talk.caller, hz.anna], [talk.caller, hz.bela], [seat, hz.customer]);

    await scene.press(anna, talk, { do: 'swap' });
    await scene.hear([talk.caller, hz.anna], [talk.seat, hz.customer]);
    await scene.hearNot([seat, hz.anna], [seat, hz.customer], [talk.caller, hz.bela]);

    expect((await scene.press(anna, talk, { do: 'merge' })).talk?.state).toBe('conference');
    await scene.hear(
      [talk.caller, hz.anna],
      [talk.caller, hz.bela],
      [talk.seat, hz.customer],
      [talk.seat, hz.bela],
      [seat, hz.customer],
      [seat, hz.anna],
    );

    await talk.caller.hangUp();
    await scene.wrapUp(anna, talk);
    await scene.becomesIdle(bela);
  });

  it('hands a customer to a colleague after a talk: the colleague has them, and wraps up', async () => {
    const talk = await scene.talk(anna, hz.anna, '+12025550113');
    await scene.press(anna, talk, { do: 'consult', target: target('bela') });
    const asked = await scene.offer(bela);
    const seat = await scene.accept(bela, asked, hz.bela);
    await scene.becomes(anna, talk, 'consulting');
    await scene.press(anna, talk, { do: 'complete' });
    await scene.hear([talk.caller, hz.bela], [seat, hz.customer]);
    await scene.hearNot([talk.caller, hz.anna]);
    expect((await scene.becomes(bela, asked, 'talking')).talk?.mine).toBe(true);
    await scene.wrapUp(anna, talk);
    await bela.call('POST /api/contacts/{contactId}/hang-up', pathOf(talk), { n: asked.n });
    expect(await talk.caller.ended).toMatchObject({ by: 'far' });
    await scene.wrapUp(bela, asked);
    const [transferred] = scene.center.facts.of('ContactTransferred', ({ subjectId }) => subjectId === talk.contactId);
    expect(transferred?.data).toMatchObject({ warm: true, from: idOf('anna'), toAgentId: idOf('bela') });
  });

  it('hands a customer to a colleague at once, who sees where they come from; their arrival stays', async () => {
    const talk = await scene.talk(anna, hz.anna, '+12025550114');
    const { arrivedAt } = await scene.present(anna, talk);
    await scene.press(anna, talk, { do: 'hand-over', target: target('bela') });
    const passed = await scene.offer(bela);
    expect(passed).toMatchObject({ contactId: talk.contactId, arrivedAt, purpose: 'transfer', invitedBy: 'Anna Lindqvist' });
    await scene.hearsMusic(talk.caller);
    const seat = await scene.accept(bela, passed, hz.bela);
    await scene.hear([talk.caller, hz.bela], [seat, hz.customer]);
    await scene.wrapUp(anna, talk);
    await talk.caller.hangUp();
    await scene.wrapUp(bela, passed);
  });

  it('hands a customer to a queue, and takes them back before anybody has answered', async () => {
    const talk = await scene.talk(anna, hz.anna, '+12025550115');
    await scene.press(anna, talk, { do: 'hand-over', target: { queueId: billing } });
    await scene.center.facts.first('ContactTransferred', ({ subjectId }) => subjectId === talk.contactId);
    const { takeBackUntil } = await scene.present(anna, talk);
    expect(takeBackUntil).toBeDefined();
    const taken = await anna.call('POST /api/contacts/{contactId}/take-back', pathOf(talk), { n: talk.n });
    expect(taken.n).toBeGreaterThan(talk.n);
    const seat = await scene.accept(anna, taken, hz.anna);
    await scene.hear([talk.caller, hz.anna], [seat, hz.customer]);
    await talk.caller.hangUp();
    await scene.wrapUp(anna, taken);
  });

  it('gives a customer whom a colleague declines to whoever is available next', async () => {
    const talk = await scene.talk(anna, hz.anna, '+12025550116');
    await scene.press(anna, talk, { do: 'hand-over', target: target('bela') });
    const passed = await scene.offer(bela);
    await clara.goAvailable();
    await bela.call('POST /api/contacts/{contactId}/decline', pathOf(passed), { n: passed.n });
    const next = await scene.offer(clara);
    expect(next.contactId).toBe(talk.contactId);
    const seat = await scene.accept(clara, next, hz.clara);
    await scene.hear([talk.caller, hz.clara], [seat, hz.customer]);
    await scene.wrapUp(anna, talk);
    await talk.caller.hangUp();
    await scene.wrapUp(clara, next);
    await clara.call('POST /api/me/status', {}, breakTime);
  });

  it('brings an outside number into the conversation, mutes it, and drops it', async () => {
    const talk = await scene.talk(anna, hz.anna, '+12025550117');
    await scene.press(anna, talk, { do: 'add', target: { number: '(202) 555-0150', name: 'A friend' } });
    const phone = await scene.pickUp(friend);
    const { talk: view } = await scene.becomes(anna, talk, 'conference');
    const party = view?.parties.find(({ kind }) => kind === 'number');
    expect(party).toMatchObject({ name: 'A friend', number: friend, state: 'here' });
    await scene.hear([phone, hz.customer], [phone, hz.anna], [talk.caller, hz.outside], [talk.seat, hz.outside]);
    const partyId = PartyId.parse(party?.partyId);
    await scene.press(anna, talk, { do: 'mute', partyId, muted: true });
    await scene.hearNot([talk.caller, hz.outside], [talk.seat, hz.outside]);
    await scene.press(anna, talk, { do: 'mute', partyId, muted: false });
    await scene.hear([talk.caller, hz.outside]);
    await scene.press(anna, talk, { do: 'drop', partyId });
    expect(await phone.ended).toMatchObject({ by: 'far' });
    await scene.becomes(anna, talk, 'talking');
    await talk.caller.hangUp();
    await scene.wrapUp(anna, talk);
  });

  it('leaves a customer with an outside number, until one of the two hangs up', async () => {
    const talk = await scene.talk(anna, hz.anna, '+12025550118');
    await scene.press(anna, talk, { do: 'consult', target: { number: friend } });
    const phone = await scene.pickUp(friend);
    await scene.becomes(anna, talk, 'consulting');
    await scene.hear([phone, hz.anna], [talk.seat, hz.outside]);
    await scene.press(anna, talk, { do: 'complete' });
    await scene.hear([phone, hz.customer], [talk.caller, hz.outside]);
    await scene.wrapUp(anna, talk);
    await phone.hangUp();
    expect(await talk.caller.ended).toMatchObject({ by: 'far' });
  });

  it('passes a customer on to an outside number that is busy: they come back to somebody who hears them', async () => {
    const talk = await scene.talk(anna, hz.anna, '+12025550119');
    await scene.press(anna, talk, { do: 'pass-on', target: { number: friend } });
    await scene.wrapUp(anna, talk);
    (await scene.outside.rings(friend)).refuse(486);
    const again = await scene.offer(anna);
    expect(again.contactId).toBe(talk.contactId);
    const seat = await scene.accept(anna, again, hz.anna);
    await scene.hear([talk.caller, hz.anna], [seat, hz.customer]);
    await talk.caller.hangUp();
    await scene.wrapUp(anna, again);
  });

  it('passes a customer on to an outside number that answers', async () => {
    const talk = await scene.talk(anna, hz.anna, '+12025550120');
    await scene.press(anna, talk, { do: 'pass-on', target: { number: friend } });
    const phone = await scene.pickUp(friend);
    await scene.hear([phone, hz.customer], [talk.caller, hz.outside]);
    await scene.wrapUp(anna, talk);
    await talk.caller.hangUp();
    expect(await phone.ended).toMatchObject({ by: 'far' });
  });

  it('calls a customer: they ring when the agent can hear them, and are a contact like any other', async () => {
    const dialled = await scene.dial(anna, { number: '202 555 0121' });
    expect(dialled).toMatchObject({ direction: 'outbound', talk: { state: 'dialling' } });
    const seat = scene.keepSeat(await anna.sit(dialled, hz.anna));
    const ringing = await scene.outside.rings('+12025550121');
    const customer = ringing.answer(toneWav(hz.customer));
    await scene.becomes(anna, dialled, 'talking');
    await scene.hear([customer, hz.anna], [seat, hz.customer]);
    await customer.hangUp();
    await scene.wrapUp(anna, dialled);
  });

  it.each([
    ['busy', 486],
    ['no-answer', 480],
  ] as const)('tells an agent who calls that it is %s', async (why, status) => {
    // Nobody knows this number yet: the first call makes its record.
    const dialled = await scene.dial(anna, { number: friend });
    scene.keepSeat(await anna.sit(dialled, hz.anna));
    (await scene.outside.rings(friend)).refuse(status);
    const ended = await scene.center.facts.first('ContactEnded', ({ subjectId }) => subjectId === dialled.contactId);
    expect(ended.data.why).toBe(why);
    await scene.wrapUp(anna, dialled);
  });

  it('refuses to call where nobody may call, in a sentence', async () => {
    await expect(scene.dial(anna, { number: '911' })).rejects.toThrow(/emergency/i);
    await expect(scene.dial(anna, { number: '+375291234567' })).rejects.toThrow(/: 4\d\d /);
    await scene.becomesIdle(anna);
  });

  it('calls a colleague, without a customer and without a wrap-up', async () => {
    const called = await scene.dial(anna, target('bela'));
    expect(called).toMatchObject({ direction: 'internal', talk: { state: 'dialling' } });
    const mine = scene.keepSeat(await anna.sit(called, hz.anna));
    const asked = await scene.offer(bela);
    const seat = await scene.accept(bela, asked, hz.bela);
    await scene.hear([mine, hz.bela], [seat, hz.anna]);
    await bela.call('POST /api/contacts/{contactId}/hang-up', pathOf(called), { n: asked.n });
    await scene.becomesIdle(bela);
    await scene.becomesIdle(anna);
  });

  it('rings an agent’s telephone and connects after a key, so that no mailbox answers', async () => {
    const number = '+12025550160';
    await anna.call('POST /api/me/device', {}, { device: { kind: 'phone', number } });
    const caller = await scene.caller('+12025550123', '1');
    const offer = await scene.offer(anna);
    expect(offer.byPhone).toBe(true);
    const phone = await scene.pickUp(number, hz.anna);
    await phone.until('the announcement', () => phone.hears().kind === 'speech', 10_000);
    await scene.hearsMusic(caller);
    expect(caller.hearsTone(hz.anna)).toBe(false);
    phone.press('1');
    await scene.hear([caller, hz.anna], [phone, hz.customer]);
    await scene.press(anna, offer, { do: 'hold' });
    await scene.hearsMusic(caller);
    await scene.press(anna, offer, { do: 'resume' });
    await scene.hear([caller, hz.anna], [phone, hz.customer]);
    await caller.hangUp();
    expect(await phone.ended).toMatchObject({ by: 'far' });
    await scene.wrapUp(anna, offer);
    await anna.call('POST /api/me/device', {}, { device: { kind: 'browser' } });
  });

  it('plays music to the customer of an agent whose client is gone, until it is back', async () => {
    const talk = await scene.talk(anna, hz.anna, '+12025550124');
    await talk.seat.leave();
    anna.disconnect();
    await scene.center.facts.first('AgentLost', ({ subjectId }) => subjectId === talk.contactId);
    await scene.hearsMusic(talk.caller);
    await anna.connect();
    const { contact } = await anna.call('GET /api/me', {}, {});
    const seat = scene.keepSeat(await anna.sit(contact ?? talk, hz.anna));
    await scene.hear([talk.caller, hz.anna], [seat, hz.customer]);
    await scene.center.facts.first('AgentReturned', ({ subjectId }) => subjectId === talk.contactId);
    await talk.caller.hangUp();
    await scene.wrapUp(anna, talk);
  });

  it('gives the customer of an agent who does not come back to somebody else, first in line', async () => {
    const talk = await scene.talk(anna, hz.anna, '+12025550125');
    await bela.goAvailable();
    await talk.seat.leave();
    anna.disconnect();
    const next = await scene.offer(bela);
    expect(next.contactId).toBe(talk.contactId);
    const seat = await scene.accept(bela, next, hz.bela);
    await scene.hear([talk.caller, hz.bela], [seat, hz.customer]);
    await talk.caller.hangUp();
    await scene.wrapUp(bela, next);
    await bela.call('POST /api/me/status', {}, breakTime);
    await anna.connect();
    await anna.goAvailable();
  });

  it('does a command once, and refuses one on what is no longer so', async () => {
    const talk = await scene.talk(anna, hz.anna, '+12025550126');
    const { talk: seen } = await scene.present(anna, talk);
    const hold = { n: talk.n, version: seen?.version ?? 0, commandId: randomUUID(), command: { do: 'hold' } } as const;
    const send = (request: typeof hold) => anna.call('POST /api/contacts/{contactId}/talk', pathOf(talk), request);
    await send(hold);
    expect((await send(hold)).talk?.state).toBe('on-hold');
    await expect(send({ ...hold, commandId: randomUUID() })).rejects.toThrow(/409/);
    const facts = scene.center.facts.ofContact(talk.contactId).filter(({ type }) => type === 'ContactHeld');
    expect(facts).toHaveLength(1);
    await talk.caller.hangUp();
    await scene.wrapUp(anna, talk);
  });
});
