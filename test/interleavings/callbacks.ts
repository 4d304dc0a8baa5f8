/** Callers who want to be called back, and what comes of it: real operations, as the flow, the service and the agents' clients call them. */
import type { Contact } from '../../shared/contacts/contact.ts';
import { openContact } from '../../shared/contacts/open-contact.ts';
import { readContact } from '../../shared/contacts/read-contact.ts';
import type { ContactId } from '../../shared/ids.ts';
import { AgentId, instant, PhoneNumber, type QueueId, TransactionId } from '../../shared/ids.ts';
import { callBack, tellResult } from '../../shared/left/callback/call-back.ts';
import { cancelCallback, rescheduleCallback } from '../../shared/left/callback/change-callback.ts';
import { requestCallback } from '../../shared/left/callback/request-callback.ts';
import { legOver } from '../../shared/talk/leg-events.ts';
import { partyAnswered } from '../../shared/talk/party-events.ts';
import { customerParty } from '../../shared/talk/party.ts';
import type { World } from '../../shared/world.ts';
import type { Cast } from './cast.ts';

/** So few that some ask twice. */
const numbers = ['+12025550111', '+12025550112', '+12025550113'].map((one) => PhoneNumber.parse(one));
const asking = { agentId: AgentId.parse('supervisor'), supervises: true };

export const arrive = (world: World, contactId: ContactId): Promise<Contact> =>
  openContact(world, {
    contactId,
    transactionId: TransactionId.parse(`call-${contactId}`),
    applicationId: 'application',
    dialledNumber: '+15550100',
    flow: 'main',
  });

/** The service tells that the customer's call is over: the one that they made, or one that we made. */
export async function customerHangsUp(world: World, contactId: ContactId, cast: Cast, code?: number): Promise<void> {
  const contact = await readContact(world.db, contactId);
  if (contact?.transactionId === undefined) return;
  cast.hall.calls.delete(contact.transactionId);
  await legOver(world, contact, customerParty, code);
}

/** A caller asks in the flow, and the flow hangs up; or they do. */
export async function asksForCallback(world: World, contactId: ContactId, queueId: QueueId, cast: Cast): Promise<void> {
  const { chance } = cast.hall;
  const number = chance.one(numbers);
  const dueAt = chance.percent(20) ? { dueAt: instant(cast.hall.nowMs + 30_000) } : {};
  await arrive(world, contactId);
  await requestCallback(world, contactId, { number, queueId, ...dueAt });
  await customerHangsUp(world, contactId, cast);
}

export const calls = (world: World, offer: { agentId: AgentId; contactId: ContactId; n: number }) =>
  callBack(world, offer.contactId, offer.n, offer.agentId);

/** The customer's telephone, when it rings. */
export async function picksUp(world: World, contactId: ContactId): Promise<void> {
  const contact = await readContact(world.db, contactId);
  if (contact?.state === 'dialling' && contact.transactionId !== undefined) await partyAnswered(world, contactId, customerParty);
}

const toldResults = [{ result: 'no-answer' }, { result: 'voicemail-reached' }, { result: 'wrong-number', over: true }];

export const tells = (world: World, { agentId, contactId, n }: { agentId: AgentId; contactId: ContactId; n: number }, cast: Cast) =>
  tellResult(world, agentId, contactId, n, cast.hall.chance.one(toldResults));

export const cancels = (world: World, contactId: ContactId) => cancelCallback(world, asking, contactId);
export const postpones = (world: World, contactId: ContactId, cast: Cast) =>
  rescheduleCallback(world, asking, contactId, { dueAt: instant(cast.hall.nowMs + cast.hall.chance.one([20_000, 300_000])) });
