import { glancing } from '../database/database.ts';
import type { AgentId, ContactId } from '../ids.ts';
import { setCallbackDeadline } from '../left/callback/due.ts';
import { callbackEnds } from '../left/callback/end-callback.ts';
import { tellCallback } from '../left/callback/read-callback.ts';
import { endTurn } from '../talk/end-turn.ts';
import { followTurn } from '../talk/follow-turn.ts';
import { takeTurn } from '../talk/take-turn.ts';
import type { ShareTurn } from '../talk/turn.ts';
import type { World } from '../world.ts';
import type { Contact } from './contact.ts';
import { readClaim } from './read-claim.ts';
import { readContact } from './read-contact.ts';
import type { EndReason } from './words.ts';

/** These ends come from us, so the customer's call has to be told; of the others it told us. */
const endsByUs: readonly EndReason[] = ['agent-hung-up', 'party-hung-up', 'cancelled', 'expired'];

export interface HangUp {
  agentId: AgentId;
  n: number;
}

const isOwner = ({ state, agentId, n }: Contact, by: HangUp): boolean =>
  (state === 'connected' || state === 'dialling') && agentId === by.agentId && n === by.n;

/**
 * A contact that waits for being called back has no call: the end of the one in which it was asked for, or of an attempt that has failed, has
 * been told twice. Who ends the callback itself closes it.
 */
const hasNoCall = ({ callback, state }: Contact, why: EndReason): boolean =>
  callback?.state === 'open' && (state !== 'dialling' || (why === 'caller-hung-up' && callback.dials !== true));

/**
 * Ends a contact from whatever state it is in: its entry leaves with a reason, offers are withdrawn, whoever talks with it wraps up or is free
 * again, telephones are hung up, the meeting ends. Again is harmless. With `by`, only while that agent has the contact by their share `n`.
 * `instead`: shares that end in another way than by the end of the contact.
 */
export async function endContact(
  world: World,
  contactId: ContactId,
  why: EndReason,
  by?: HangUp,
  instead: readonly ShareTurn[] = [],
): Promise<void> {
  const glanced = await readClaim(glancing(world.db), contactId, ['interaction', 'offer']);
  const contact = glanced.contact ?? (await readContact(world.db, contactId));
  if (contact === undefined) return;
  const decide = async (contact: Contact) => {
    const over = contact.state === 'ended' || hasNoCall(contact, why) || (by !== undefined && !isOwner(contact, by));
    if (over) return { nothing: undefined };
    return (await callbackEnds(world, contact, why, instead)) ?? endTurn(contact, why, world.now(), instead);
  };
  const taken = await takeTurn<undefined>(world, contactId, decide, { ...glanced, contact });
  if ('nothing' in taken) return;
  const isCallback = taken.after.callback !== undefined;
  if (isCallback) await setCallbackDeadline(world, taken.after);
  await followTurn(world, taken, !endsByUs.includes(why));
  if (isCallback) await tellCallback(world, taken.after);
}
