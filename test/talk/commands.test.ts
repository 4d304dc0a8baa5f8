import { expect, test } from 'vitest';
import { requireAgent } from '../../shared/agents/read-agent.ts';
import { changeStatus } from '../../shared/agents/change-status.ts';
import { endContact } from '../../shared/contacts/end-contact.ts';
import { readTimeline } from '../../shared/contacts/timeline.ts';
import { readContactView } from '../../shared/contacts/view-contact.ts';
import { acceptOffer } from '../../shared/routing/accept-offer.ts';
import { catchUp } from '../../shared/routing/catch-up.ts';
import { endOffer } from '../../shared/routing/end-offer.ts';
import { handleDeadline } from '../../shared/routing/handle-deadline.ts';
import { reportAudio } from '../../shared/routing/report-audio.ts';
import { commandTalk } from '../../shared/talk/command-talk.ts';
import { callOut } from '../../shared/talk/call-out.ts';
import { ownerOf, partiesOf, talkState } from '../../shared/talk/conversation.ts';
import { clientAway } from '../../shared/talk/desertion.ts';
import { leaveTalk } from '../../shared/talk/leave-talk.ts';
import { customerParty } from '../../shared/talk/party.ts';
import { partyRefused } from '../../shared/talk/party-events.ts';
import { takeBackContact } from '../../shared/talk/take-back-contact.ts';
import type { AgentId } from '../../shared/ids.ts';
import { connect } from '../routing/center.ts';
import { called, command, comes, consults, must, number, openTalk, present, queueId, type Talk, talking, vanishes } from './talk.ts';

const agentOf = ({ center }: Talk, name: 'anna' | 'bela' | 'cili', talk: Talk) => requireAgent(center.world.db, talk[name]);

test('of two commands on the same version one wins, and the other reads that somebody was faster', async () => {
  const talk = await talking();
  const version = (await present(talk)).turns ?? 0;
  const answers = await Promise.all([
    command(talk, talk.anna, { do: 'hold' }, { version }),
    command(talk, talk.anna, { do: 'consult', target: { agentId: talk.bela } }, { version }),
  ]);
  const refused = answers.filter((answer) => 'refused' in answer);
  expect(refused).toMatchObject([{ refused: { code: 'somebody-faster' } }]);
  expect(['on-hold', 'calling']).toContain(talkState(await present(talk)));
});

test('a command that comes twice is answered twice and done once', async () => {
  const talk = await talking();
  const version = (await present(talk)).turns ?? 0;
  const seen = { version, commandId: 'the-same-press' };
  await command(talk, talk.anna, { do: 'hold' }, seen);
  const once = await present(talk);
  expect(await command(talk, talk.anna, { do: 'hold' }, seen)).toMatchObject({ contact: { talk: { state: 'on-hold' } } });
  expect(await present(talk)).toEqual(once);
});

test('a colleague who gets another call in the moment in which they are asked for is not free, and the agent is told so', async () => {
  const talk = await talking();
  const { center, anna, bela, cili, contactId } = talk;
  const { db } = center.world;
  let writes = 0;
  const write: typeof db.write = async (...asked) => {
    if (++writes === 1) expect(await callOut(center.world, cili, { agentId: bela })).not.toHaveProperty('refused');
    return db.write(...asked);
  };
  const world = { ...center.world, db: { ...db, write } };
  const asks = { n: 1, version: (await present(talk)).turns ?? 0, commandId: 'asks-for-bela' };
  const answer = await commandTalk(world, anna, contactId, { ...asks, command: { do: 'consult', target: { agentId: bela } } });
  expect(answer).toMatchObject({ refused: { code: 'not-reachable' } });
  expect(writes).toBe(1);
  expect(partiesOf(await present(talk))).toHaveLength(2);
});

test('a guest may leave, and not command', async () => {
  const talk = await talking();
  await consults(talk);
  await comes(talk, talk.bela);
  expect(await command(talk, talk.bela, { do: 'merge' })).toMatchObject({ refused: { code: 'not-yours' } });
  await leaveTalk(talk.center.world, talk.bela, talk.contactId, 2);
  expect(talkState(await present(talk))).toBe('on-hold');
  expect(await agentOf(talk, 'bela', talk)).toMatchObject({ state: 'idle', status: 'on-break', breakReason: 'back-office' });
});

test('a guest mutes and unmutes themselves and nobody else, whatever the others do meanwhile', async () => {
  const talk = await talking();
  await consults(talk);
  await comes(talk, talk.bela);
  const partyOf = async (agentId: string) => partiesOf(await present(talk)).find((party) => party.agentId === agentId);
  const mutes = async (agentId: string, muted: boolean) => {
    const party = await partyOf(agentId);
    if (party === undefined) throw new Error(`${agentId} is not there`);
    return command(talk, talk.bela, { do: 'mute', partyId: party.partyId, muted }, { version: 0 });
  };
  expect(await mutes(talk.bela, true)).toHaveProperty('contact');
  expect(await partyOf(talk.bela)).toMatchObject({ muted: true });
  expect((await readTimeline(talk.center.world.db, talk.contactId))?.lines.at(-1)?.sentence).toContain('bela');
  expect(await mutes(talk.bela, false)).toHaveProperty('contact');
  expect(await partyOf(talk.bela)).toMatchObject({ muted: false });
  expect(await mutes(talk.anna, true)).toMatchObject({ refused: { code: 'not-yours' } });
});

test('a warm transfer leaves the customer with the colleague, and only the one who leaves wraps up', async () => {
  const talk = await talking();
  const { center, contactId, anna, bela } = talk;
  await consults(talk);
  await comes(talk, bela);
  await must(talk, { do: 'complete' });
  const contact = await present(talk);
  expect(contact).toMatchObject({ state: 'connected', agentId: bela, n: 2 });
  expect(talkState(contact)).toBe('talking');
  expect(await agentOf(talk, 'anna', talk)).toMatchObject({ state: 'wrapping-up', n: 1 });
  // Anna's seat is taken away; Bela's own is in the view.
  expect(center.allowed.get(contact.seats?.agent.attendeeId ?? '')).toBe('gone');
  const view = await readContactView(center.world.db, contact, await requireAgent(center.world.db, bela), 2);
  expect(view?.join?.attendee.ExternalUserId).toContain('bela');
  await must(talk, { do: 'hold' }, bela);
  const sentences = (await readTimeline(center.world.db, contactId))?.lines.map((line) => line.sentence) ?? [];
  expect(sentences).toContain('anna transferred the customer to bela.');
  expect(sentences.join(' ')).not.toMatch(/undefined|PartyCalled|ContactTransferred/);
  expect(await requireAgent(center.world.db, anna)).toMatchObject({ contactId });
});

test('a seat that can’t be taken away keeps nobody from hearing of the transfer; the command sent again is answered', async () => {
  const talk = await talking();
  const { center, anna, bela } = talk;
  await consults(talk);
  await comes(talk, bela);
  center.pushed.length = 0;
  center.world.meetings.removeSeat = () => Promise.reject(new Error('The service is busy.'));
  const seen = { version: (await present(talk)).turns ?? 0, commandId: 'complete-once' };
  await expect(command(talk, anna, { do: 'complete' }, seen)).rejects.toThrow('busy');
  expect(center.pushed.filter(({ message }) => message.type === 'contact').map(({ agentId }) => agentId)).toEqual(
    expect.arrayContaining([anna, bela]),
  );
  expect(await command(talk, anna, { do: 'complete' }, seen)).toMatchObject({ contact: { state: 'wrapping-up' } });
});

test('on hold a browser’s party neither hears nor is heard, and muted it only hears', async () => {
  const talk = await talking();
  await must(talk, { do: 'add', target: { agentId: talk.bela } });
  await comes(talk, talk.bela);
  const bela = partiesOf(await present(talk)).find((party) => party.agentId === talk.bela);
  const seat = bela?.seat?.attendeeId ?? '';
  const partyId = bela?.partyId ?? customerParty;
  await must(talk, { do: 'hold-party', partyId });
  expect(talk.center.allowed.get(seat)).toBe('none');
  await must(talk, { do: 'merge' });
  expect(talk.center.allowed.get(seat)).toBe('talk');
  await must(talk, { do: 'mute', partyId, muted: true });
  expect(talk.center.allowed.get(seat)).toBe('hear');
});

test('a record of the stream that comes late deafens nobody who was taken back meanwhile', async () => {
  const talk = await talking();
  await must(talk, { do: 'add', target: { agentId: talk.bela } });
  await comes(talk, talk.bela);
  const bela = partiesOf(await present(talk)).find((party) => party.agentId === talk.bela);
  const partyId = bela?.partyId ?? customerParty;
  const { version } = await present(talk);
  await must(talk, { do: 'hold-party', partyId });
  await must(talk, { do: 'merge' });
  const told: string[] = [];
  talk.center.world.meetings.allow = async (_, attendeeId, what) => void (attendeeId === bela?.seat?.attendeeId && told.push(what));
  const late = talk.center
    .stream('contacts', 0)
    .filter(({ change }) => change.sk === 'CONTACT' && Number(change.before?.['version']) >= version);
  for (const { change } of late) await catchUp(talk.center.world, change);
  expect(late.length).toBeGreaterThan(1);
  expect(told).not.toContain('none');
});

test('a customer handed over to a colleague who declines waits at the front, with the original arrival', async () => {
  const talk = await talking();
  const { center, contactId, bela } = talk;
  const { arrivedAt } = await present(talk);
  await must(talk, { do: 'hand-over', target: { agentId: bela } });
  expect(await present(talk)).toMatchObject({ state: 'offered', agentId: bela, n: 2 });
  await endOffer(center.world, contactId, 2, { kind: 'declined' });
  expect(await present(talk)).toMatchObject({ state: 'waiting', priority: 9, arrivedAt, queueId });
  // On a break of their own, a colleague who misses a call is not told off.
  expect(await agentOf(talk, 'bela', talk)).toMatchObject({ breakReason: 'back-office' });
});

test('who sent a customer away has them back within half a minute, and not later', async () => {
  const talk = await talking();
  const { center, contactId, anna, bela } = talk;
  await must(talk, { do: 'hand-over', target: { agentId: bela } });
  const back = await takeBackContact(center.world, anna, contactId, 1);
  expect(back).toMatchObject({ contact: { state: 'accepted', n: 3, join: {} } });
  expect(await takeBackContact(center.world, anna, contactId, 1)).toMatchObject({ contact: { n: 3 } });
  expect(await agentOf(talk, 'bela', talk)).toMatchObject({ state: 'idle' });
  expect(await acceptOffer(center.world, bela, contactId, 2)).toHaveProperty('refused');
  await reportAudio(center.world, anna, contactId, 3);
  expect(talkState(await present(talk))).toBe('talking');
  await must(talk, { do: 'hand-over', target: { queueId } });
  center.clock.now += 31_000;
  expect(await takeBackContact(center.world, anna, contactId, 3)).toMatchObject({ refused: { code: 'too-late' } });
});

test('an outside number that nobody answers brings the customer to the front of the queue, with a word of apology', async () => {
  const talk = await talking();
  await must(talk, { do: 'pass-on', target: { number } });
  await partyRefused(talk.center.world, talk.contactId, customerParty, 'no-answer');
  expect(await present(talk)).toMatchObject({ state: 'waiting', priority: 9, word: 'sorry-transfer-failed' });
});

test('a closed socket that is back in time changes nothing; one that is not gives the customer music, then somebody else', async () => {
  const talk = await talking();
  const { center, contactId, anna } = talk;
  const away = async () => {
    await vanishes(talk, anna);
    await clientAway(center.world, anna);
  };
  const due = (kind: string) => center.deadlines.findLast(({ deadline }) => deadline.kind === kind)!;
  await away();
  await connect(center, anna, 'anna-2');
  center.clock.now = due('client-away').atMs;
  await handleDeadline(center.world, due('client-away').deadline);
  expect(talkState(await present(talk))).toBe('talking');
  await away();
  center.clock.now = due('client-away').atMs;
  await handleDeadline(center.world, due('client-away').deadline);
  expect(talkState(await present(talk))).toBe('deserted');
  await connect(center, anna, 'anna-3');
  await reportAudio(center.world, anna, contactId, 1);
  expect(talkState(await present(talk))).toBe('talking');
  await away();
  for (const kind of ['client-away', 'return-over']) {
    center.clock.now = due(kind).atMs;
    await handleDeadline(center.world, due(kind).deadline);
  }
  expect(await present(talk)).toMatchObject({ state: 'waiting', priority: 9, word: 'sorry-agent-lost' });
});

test('an owner who is lost leaves the customer with the colleague who is in the conversation', async () => {
  const talk = await talking();
  await consults(talk);
  await comes(talk, talk.bela);
  await vanishes(talk, talk.anna);
  await handleDeadline(talk.center.world, { kind: 'client-away', contactId: talk.contactId, agentId: talk.anna, n: 1 });
  const contact = await present(talk);
  expect(ownerOf(contact)?.agentId).toBe(talk.bela);
  expect(talkState(contact)).toBe('talking');
});

test('a call between colleagues is connected when both are heard, whoever was first, and needs no wrap-up', async () => {
  const talk = await openTalk();
  const { center, anna, bela } = talk;
  const done = await callOut(center.world, anna, { agentId: bela });
  if ('refused' in done) throw new Error(done.refused.sentence);
  const internal = { ...talk, contactId: done.contact.contactId };
  await comes(internal, bela);
  expect((await present(internal)).state).toBe('dialling');
  await reportAudio(center.world, anna, internal.contactId, 1);
  expect(await present(internal)).toMatchObject({ state: 'connected', direction: 'internal' });
  expect(await command(internal, anna, { do: 'hold' })).toMatchObject({ refused: { code: 'internal-call' } });
  await leaveTalk(center.world, bela, internal.contactId, 2);
  expect(await present(internal)).toMatchObject({ state: 'ended', endReason: 'party-hung-up' });
  for (const name of ['anna', 'bela'] as const) expect(await agentOf(internal, name, internal)).toMatchObject({ state: 'idle' });
});

test('who can’t be called is not called, and the sentence says why', async () => {
  const talk = await talking();
  const { center, bela } = talk;
  await changeStatus(center.world, bela, { status: 'offline' });
  expect(await command(talk, talk.anna, { do: 'consult', target: { agentId: bela } })).toMatchObject({
    refused: { code: 'not-reachable' },
  });
  expect(await command(talk, talk.anna, { do: 'consult', target: { number: '911' } })).toMatchObject({
    refused: { code: 'emergency-number' },
  });
  expect(talkState(await present(talk))).toBe('talking');
});

test('the end of the contact withdraws the invitation of who is being called', async () => {
  const talk = await talking();
  await consults(talk);
  const partyId = await called(talk);
  await handleDeadline(talk.center.world, { kind: 'offer-unanswered', contactId: talk.contactId, n: 2 });
  expect(talkState(await present(talk))).toBe('on-hold');
  await consults(talk, talk.cili);
  expect(await called(talk)).not.toBe(partyId);
  const n = (await requireAgent(talk.center.world.db, talk.anna)).n ?? 0;
  await endContact(talk.center.world, talk.contactId, 'agent-hung-up', { agentId: talk.anna, n });
  expect(await agentOf(talk, 'cili', talk)).toMatchObject({ state: 'idle' });
  expect(await agentOf(talk, 'anna', talk)).toMatchObject({ state: 'wrapping-up' });
});

test('whoever is asked or gets the customer reads what was written before, and its author does not', async () => {
  const talk = await talking();
  const { center, anna, bela, contactId } = talk;
  const { world } = center;
  const view = async (agentId: AgentId, n: number) => {
    const [contact, agent] = [await present(talk), await requireAgent(world.db, agentId)];
    return readContactView(world.db, contact, agent, n);
  };
  const ask = { n: 1, version: (await present(talk)).turns ?? 0, commandId: 'asks-bela', notes: ' Wants a refund. ' };
  await commandTalk(world, anna, contactId, { ...ask, command: { do: 'consult', target: { agentId: bela } } });
  expect(await view(bela, 2)).toMatchObject({ passedNotes: [{ name: 'anna', text: 'Wants a refund.' }] });
  expect(await view(anna, 1)).not.toHaveProperty('passedNotes');
});
