import type { Contact } from '../contacts/contact.ts';
import type { LeaveReason } from '../contacts/words.ts';
import type { AgentId, ContactId } from '../ids.ts';
import { toFlow } from '../flows/to-flow.ts';
import { followTurn } from '../talk/follow-turn.ts';
import { takeTurn } from '../talk/take-turn.ts';
import { type Turn, withdrawn } from '../talk/turn.ts';
import type { World } from '../world.ts';
import { entryLeft } from './entry-left.ts';

/** Where callers go who leave a queue that names no flow for them. */
export const unservedFlow = 'unserved';

/** Who is out of the queue has no place, no steps and no agents who declined. */
export const outOfQueue = {
  requirements: [] as Contact['requirements'],
  stepsFrom: undefined,
  alsoIn: undefined,
  fallback: undefined,
  declined: undefined,
  announced: undefined,
};

/** These the caller asked for, so an offer that rings does not keep them. Of the others, who is being offered is being served. */
const asked: readonly LeaveReason[] = ['exited-by-key', 'callback-requested', 'withdrawn'];

/** Pure: out of the queue, in the flow. */
function leaves(contact: Contact, why: LeaveReason, flow: string, nowMs: number, by?: AgentId): Turn {
  const { agentId, n, state } = contact;
  const offered = state === 'offered' && agentId !== undefined && n !== undefined;
  return {
    changes: { ...outOfQueue, ...toFlow(contact, flow, { left: why }) },
    told: [
      ...(offered ? [{ type: 'OfferWithdrawn', data: { n, agentId, why: 'cancelled' } } as const] : []),
      ...entryLeft(contact, why, nowMs, by),
    ],
    shares: offered ? [withdrawn(agentId, n, 'cancelled')] : [],
  };
}

/**
 * Takes a contact that waits out of its queue for a reason of the queue's or the caller's own and sends it to a flow (decision 0012): its
 * places go, its call is rung and begins the flow. Undefined, and nothing done, when it does not wait any more, or when `still` no longer
 * holds.
 */
export async function leaveQueue(
  world: World,
  contactId: ContactId,
  why: LeaveReason,
  flow: string = unservedFlow,
  { by, still = () => true }: { by?: AgentId | undefined; still?: (contact: Contact) => boolean } = {},
): Promise<Contact | undefined> {
  const taken = await takeTurn<undefined>(world, contactId, async (contact) => {
    const may = contact.state === 'waiting' || (contact.state === 'offered' && asked.includes(why));
    return may && still(contact) ? leaves(contact, why, flow, world.now(), by) : { nothing: undefined };
  });
  if ('nothing' in taken) return undefined;
  world.log('contact left its queue', { contactId, why });
  await followTurn(world, taken);
  return taken.after;
}
