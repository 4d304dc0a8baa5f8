/** From the accepted offer to the customer's ringing telephone: the agent reads first, then presses, or the time for it is over. */
import type { Contact } from '../../contacts/contact.ts';
import { readContact } from '../../contacts/read-contact.ts';
import { type AgentId, type ContactId, epochMs, instant } from '../../ids.ts';
import type { Problem } from '../../problem.ts';
import { readApplicationId } from '../../queues/read-calling.ts';
import { queueOf } from '../../routing/routing-settings.ts';
import { offerOver } from '../../routing/share.ts';
import type { Changes } from '../../routing/change.ts';
import { clearToDial } from '../../talk/clear-to-dial.ts';
import { firstParties, partiesOf } from '../../talk/conversation.ts';
import { dialParty } from '../../talk/dial-party.ts';
import { isCustomer } from '../../talk/edit.ts';
import { followTurn } from '../../talk/follow-turn.ts';
import { customerParty, type Party } from '../../talk/party.ts';
import { takeTurn } from '../../talk/take-turn.ts';
import type { Turn } from '../../talk/turn.ts';
import type { World } from '../../world.ts';
import type { CallbackResult } from '../words.ts';
import { callbackDefaults, isOpenCallback } from './callback.ts';
import { closeCallback } from './close-callback.ts';
import { callableMs, failed } from './end-callback.ts';
import { tellCallback } from './read-callback.ts';
import { ownsNumber, ringsForEarlier, stillOwns } from './request-callback.ts';
import { setCallbackDeadline } from './due.ts';
import { closed, requireCallback } from './turns.ts';

type Refused = { refused: Problem };

const outsideHours: Problem = {
  code: 'outside-hours',
  sentence: 'Nobody may be called back at this time of day.',
  remedy: 'Nothing to do: the callback is put to the next opening.',
  status: 409,
};

const ringsAlready: Problem = {
  code: 'rings-already',
  sentence: 'This customer’s telephone rings already: a colleague calls them for an earlier request.',
  remedy: 'Wait a moment and call again, or give the callback back.',
  status: 409,
};

/** The agent's audio runs: they have the customer's record before them, and the customer is not called yet. */
export async function readies(
  world: World,
  contact: Contact,
  agent: { agentId: AgentId; n: number; name: string },
): Promise<Changes<Contact>> {
  const callback = requireCallback(contact);
  const nowMs = world.now();
  const settings = contact.queueId === undefined ? undefined : (await queueOf(world, contact.queueId)).callback;
  const waitMs = (settings?.callAfterSeconds ?? callbackDefaults.callAfterSeconds) * 1000;
  const { parties = [], partiesEver } = firstParties(contact, agent, instant(nowMs));
  const leg = { applicationId: (await readApplicationId(world.db)) ?? contact.applicationId ?? '', number: callback.number };
  return {
    state: 'dialling',
    parties: parties.map((party): Party => (isCustomer(party) ? { ...party, state: 'calling', leg } : party)),
    partiesEver,
    callback: { ...callback, callAt: instant(nowMs + waitMs) },
  };
}

/** The deadline after which the call is made without the agent. */
export async function setCallDeadline(world: World, contact: Contact): Promise<void> {
  const { contactId, n, callback } = contact;
  if (contact.state !== 'dialling' || n === undefined || callback?.callAt === undefined || callback.dials === true) return;
  await world.setDeadline({ kind: 'callback-call', contactId, n }, callback.callAt);
}

const isReady = (contact: Contact, n: number, agentId?: AgentId): boolean =>
  contact.state === 'dialling' && isOpenCallback(contact) && contact.n === n && (agentId === undefined || contact.agentId === agentId);

/** Pure: the customer is called. Their ringing time begins now. */
function dials(contact: Contact, nowMs: number): Turn {
  const callback = requireCallback(contact);
  const { agentId, n, queueId } = contact;
  if (agentId === undefined || n === undefined) throw new Error(`Nobody has the callback ${contact.contactId}`);
  const parties = partiesOf(contact).map((party) => (isCustomer(party) ? { ...party, since: instant(nowMs) } : party));
  const data = { n, agentId, direction: 'outbound', number: callback.number, ...(queueId === undefined ? {} : { queueId }) } as const;
  return {
    changes: { parties, callback: { ...callback, dials: true, attempts: callback.attempts + 1, callAt: undefined } },
    told: [{ type: 'ContactDialled', data }],
    shares: [],
    besides: [stillOwns(callback.number, contact.contactId, instant(nowMs))],
  };
}

/** Gives up the attempt with a result, and tells everybody. */
async function giveUp(world: World, contactId: ContactId, n: number, result: CallbackResult): Promise<void> {
  const taken = await takeTurn<undefined>(world, contactId, async (contact) =>
    isReady(contact, n) ? failed(world, contact, result) : { nothing: undefined },
  );
  if (!('nothing' in taken)) await followFailed(world, taken);
}

async function followFailed(world: World, taken: Parameters<typeof followTurn>[1]): Promise<void> {
  await setCallbackDeadline(world, taken.after);
  await followTurn(world, taken);
  await tellCallback(world, taken.after);
}

/** A later request has the number: this one is over. */
async function givesWay(world: World, contactId: ContactId): Promise<Refused> {
  await closeCallback(world, contactId, 'replaced');
  return { refused: offerOver };
}

/** Why nobody is called just now. What was to be called by itself goes back, and comes again. */
async function notCalled(
  world: World,
  contactId: ContactId,
  n: number,
  why: Contact | Problem | 'replaced',
  agentId: AgentId | undefined,
): Promise<{ contact: Contact } | Refused> {
  if (why === 'replaced') return givesWay(world, contactId);
  if ('contactId' in why) return { contact: why };
  if (why === ringsAlready && agentId === undefined) await giveUp(world, contactId, n, 'given-back');
  return { refused: why };
}

/**
 * Calls the customer of a callback that an agent has before them. Twice is once: of an agent who presses while the time runs out one calls.
 * What forbids the call is told to the agent; without one (`agentId` absent: the time was over) the callback goes back.
 */
export async function callBack(world: World, contactId: ContactId, n: number, agentId?: AgentId): Promise<{ contact: Contact } | Refused> {
  const before = await readContact(world.db, contactId);
  if (before === undefined || !isReady(before, n, agentId)) return { refused: offerOver };
  if (before.callback?.dials === true) return { contact: before };
  if (!(await ownsNumber(world, before))) return givesWay(world, contactId);
  const openMs = await callableMs(world, before, world.now());
  if (openMs === undefined || openMs > world.now()) {
    await giveUp(world, contactId, n, 'given-back');
    return { refused: outsideHours };
  }
  const cleared = await clearToDial(world, requireCallback(before).number, before);
  if ('refused' in cleared) {
    if (agentId === undefined) await giveUp(world, contactId, n, 'given-back');
    return cleared;
  }
  const taken = await takeTurn<Contact | Problem | 'replaced'>(world, contactId, async (contact) => {
    const ready = isReady(contact, n, agentId);
    if (!ready || contact.callback?.dials === true) return { nothing: ready ? contact : offerOver };
    if (!(await ownsNumber(world, contact))) return { nothing: 'replaced' };
    return (await ringsForEarlier(world, contact)) ? { nothing: ringsAlready } : dials(contact, world.now());
  });
  if ('nothing' in taken) return notCalled(world, contactId, n, taken.nothing, agentId);
  await followTurn(world, taken);
  await dialParty(world, taken.after, customerParty);
  await tellCallback(world, taken.after);
  return { contact: (await readContact(world.db, contactId)) ?? taken.after };
}

/** The deadline of an agent who reads. */
export async function callbackCall(world: World, contactId: ContactId, n: number): Promise<void> {
  const contact = await readContact(world.db, contactId);
  if (contact === undefined || !isReady(contact, n)) return;
  const { callAt } = requireCallback(contact);
  if (callAt !== undefined && epochMs(callAt) > world.now()) return setCallDeadline(world, contact);
  await callBack(world, contactId, n);
}

/**
 * What an agent says has become of the call: of one that rings, or of one that somebody (a mailbox, a stranger) has picked up. `over`: nobody
 * calls again.
 */
export async function tellResult(
  world: World,
  agentId: AgentId,
  contactId: ContactId,
  n: number,
  { result, over }: { result: CallbackResult; over?: boolean | undefined },
): Promise<{ done: true } | Refused> {
  if ((await readContact(world.db, contactId)) === undefined) return { refused: offerOver };
  const taken = await takeTurn<'done' | Problem>(world, contactId, async (contact) => {
    const { callback } = contact;
    const isTheirs = contact.agentId === agentId && contact.n === n;
    const calls = contact.state === 'dialling' || contact.state === 'connected';
    if (!isTheirs || !calls || callback === undefined || (callback.state !== 'open' && callback.state !== 'reached'))
      return { nothing: callback?.last === result && callback.lastAgentId === agentId ? 'done' : offerOver };
    const byAgent = { end: 'agent-hung-up' } as const;
    if (over !== true) return failed(world, contact, result, byAgent);
    return closed(contact, result === 'wrong-number' ? 'wrong-number' : 'given-up', world.now(), { result, ...byAgent });
  });
  if (!('nothing' in taken)) await followFailed(world, taken);
  else if (taken.nothing !== 'done') return { refused: taken.nothing };
  return { done: true };
}
