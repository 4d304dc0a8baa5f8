/** What agents do with a call, over and over, and how long it takes until ears hear the difference. */
import { randomUUID } from 'node:crypto';
import { placeCall, type PlacedCall } from '../../../local/caller.ts';
import { openNumber } from '../../../local/demo/settings.ts';
import type { AgentId } from '../../../shared/ids.ts';
import type { ContactView, TalkCommand } from '../../../shared/wire/api.ts';
import type { Agent } from '../../system/agent.ts';
import { toneWav, type Center } from '../../system/center.ts';
import { choose } from '../../system/menu.ts';
import { takeSeat, type Seat, type Voice } from '../../../local/agents/seat.ts';
import { Ear, isNeither, isTone } from './ear.ts';

/** What each of them says all the time. */
export const hz = { customer: 500, anna: 900, bela: 1300 } as const;
const withinMs = 20_000;

export interface Caller {
  call: PlacedCall;
  ear: Ear;
}
export interface Sitting {
  contact: ContactView;
  seat: Seat;
  ear: Ear;
}

/** A customer who dials and presses 2; without a tone they are silent. */
export async function dial(center: Center, from: string, tone?: number): Promise<Caller> {
  const ear = new Ear();
  const plan = { to: openNumber, from, sip: center.system.endpoints.sip, heard: ear.hear };
  const call = await placeCall(tone === undefined ? plan : { ...plan, say: toneWav(tone) });
  await choose(call, '2');
  return { call, ear };
}

/** The offer of a contact; the safety net pushes some again, so that those of other contacts are left aside. */
export async function offered(agent: Agent, fits: (contact: ContactView) => boolean): Promise<ContactView & { at: number }> {
  const { contact, at } = await agent.next('offer', (message) => fits(message.contact), withinMs);
  return { ...contact, at };
}

/** Accepts, joins and reports the audio, as the client does. */
export async function take(agent: Agent, { contactId, n }: ContactView, voice: number | Voice): Promise<Sitting> {
  const ear = new Ear();
  const contact = await agent.call('POST /api/contacts/{contactId}/accept', { contactId }, { n });
  if (contact.join === undefined) throw new Error('the contact has no seat in a meeting');
  const seat = await takeSeat(contact.join, voice, ear.hear);
  await agent.call('POST /api/contacts/{contactId}/audio-started', { contactId }, { n });
  return { contact, seat, ear };
}

/** Presses a key of the client on what the agent sees now; the instant of the press (performance.now). */
async function press(agent: Agent, { contactId, n }: ContactView, command: TalkCommand): Promise<number> {
  const { contact } = await agent.call('GET /api/me', {}, {});
  const request = { n, version: contact?.talk?.version ?? 0, commandId: randomUUID(), command };
  const at = performance.now();
  await agent.call('POST /api/contacts/{contactId}/talk', { contactId }, request);
  return at;
}

/** Until a state is pushed, or read. */
async function until(agent: Agent, what: string, test: (contact: ContactView | undefined) => boolean): Promise<void> {
  const endAt = performance.now() + withinMs;
  while (!test((await agent.call('GET /api/me', {}, {})).contact)) {
    if (performance.now() > endAt) throw new Error(`${agent.as}: not ${what} within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export async function wrapUp(agent: Agent, { contactId, n }: ContactView): Promise<void> {
  await until(agent, 'in a wrap-up', (contact) => contact?.state === 'wrapping-up');
  const request = { n, disposition: 'solved', ticketStatus: 'resolved', subject: 'Bench' } as const;
  await agent.call('POST /api/contacts/{contactId}/wrap-up', { contactId }, request);
}

export const steps = [
  'accept.caller-hears',
  'accept.agent-hears',
  'hold.music',
  'resume.caller-hears',
  'consult.both-hear',
  'swap.caller-hears',
  'transfer.warm',
  'transfer.blind-offer',
] as const;
export type Round = Record<(typeof steps)[number], number>;

export interface People {
  anna: Agent;
  bela: Agent;
  annaId: AgentId;
  belaId: AgentId;
}

/** One caller from the offer to the end: Anna accepts, holds, resumes, consults Bela, swaps, hands over; Bela hands back without a word. */
export async function round(center: Center, people: People, from: string): Promise<Round> {
  const { anna, bela } = people;
  const caller = await dial(center, from, hz.customer);
  const ofCaller = ({ callerNumber }: ContactView) => callerNumber === from;
  const first = await offered(anna, ofCaller);
  const acceptedAt = performance.now();
  const atAnna = await take(anna, first, hz.anna);
  const accepted = {
    'accept.caller-hears': await caller.ear.after(acceptedAt, 'Anna, at the caller', isTone(hz.anna)),
    'accept.agent-hears': await atAnna.ear.after(acceptedAt, 'the caller, at Anna', isTone(hz.customer)),
  };
  const held = await holdAndResume(anna, first, caller);
  const [shared, atBela] = await consultAndTransfer(people, first, caller, atAnna);
  await atAnna.seat.leave();
  await wrapUp(anna, first);

  const handedAt = await press(bela, atBela.contact, { do: 'hand-over', target: { agentId: people.annaId } });
  const passed = await offered(anna, (contact) => contact.contactId === first.contactId && contact.n > first.n);
  await atBela.seat.leave();
  const last = await take(anna, passed, hz.anna);
  await wrapUp(bela, atBela.contact);
  await caller.call.hangUp();
  await wrapUp(anna, passed);
  await last.seat.leave();
  return { ...accepted, ...held, ...shared, 'transfer.blind-offer': passed.at - handedAt };
}

async function holdAndResume(
  anna: Agent,
  contact: ContactView,
  { ear }: Caller,
): Promise<Pick<Round, 'hold.music' | 'resume.caller-hears'>> {
  const heldAt = await press(anna, contact, { do: 'hold' });
  const music = await ear.after(heldAt, 'music, at the caller', isNeither(hz.anna), { frames: 3 });
  const resumedAt = await press(anna, contact, { do: 'resume' });
  return { 'hold.music': music, 'resume.caller-hears': await ear.after(resumedAt, 'Anna again, at the caller', isTone(hz.anna)) };
}

async function consultAndTransfer(
  { anna, bela, belaId }: People,
  contact: ContactView,
  caller: Caller,
  atAnna: Sitting,
): Promise<[Pick<Round, 'consult.both-hear' | 'swap.caller-hears' | 'transfer.warm'>, Sitting]> {
  await press(anna, contact, { do: 'consult', target: { agentId: belaId } });
  const asked = await offered(bela, ({ contactId }) => contactId === contact.contactId);
  const askedAt = performance.now();
  const atBela = await take(bela, asked, hz.bela);
  const both = await Promise.all([
    atAnna.ear.after(askedAt, 'Bela, at Anna', isTone(hz.bela)),
    atBela.ear.after(askedAt, 'Anna, at Bela', isTone(hz.anna)),
  ]);
  await until(anna, 'consulting', (now) => now?.talk?.state === 'consulting');
  const swappedAt = await press(anna, contact, { do: 'swap' });
  const swapped = await caller.ear.after(swappedAt, 'Anna, at the caller', isTone(hz.anna));
  const completedAt = await press(anna, contact, { do: 'complete' });
  const done = await Promise.all([
    caller.ear.after(completedAt, 'Bela, at the caller', isTone(hz.bela)),
    atBela.ear.after(completedAt, 'the caller, at Bela', isTone(hz.customer)),
  ]);
  return [{ 'consult.both-hear': Math.max(...both), 'swap.caller-hears': swapped, 'transfer.warm': Math.max(...done) }, atBela];
}
