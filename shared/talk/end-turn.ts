/** Pure: the end of a contact, for everybody who has a part in it. */
import type { Contact } from '../contacts/contact.ts';
import type { EndReason, LeaveReason, WithdrawReason } from '../contacts/words.ts';
import { instant } from '../ids.ts';
import type { Told } from '../routing/change.ts';
import { entryLeft } from '../routing/entry-left.ts';
import { isShare, othersOf, partiesOf } from './conversation.ts';
import { isCustomer, parted, refused } from './edit.ts';
import { leaves, type ShareTurn, type Turn, withdrawn } from './turn.ts';

/** Why the entry leaves with the contact: the caller gave up, or we took it out. */
export const leaveReasonFor = (why: EndReason): LeaveReason => (why === 'caller-hung-up' || why === 'expired' ? 'abandoned' : 'withdrawn');
const withdrawReasonFor = (why: EndReason): WithdrawReason => (why === 'expired' ? 'expired' : 'caller-hung-up');

/** The share of whoever has the contact: an offer is withdrawn, an acceptance fails, a conversation is wrapped up (one with a colleague isn't). */
function shareOfOwner({ state, agentId, n, direction }: Contact, why: EndReason): ShareTurn[] {
  if (agentId === undefined || n === undefined) return [];
  if (state !== 'connected' && state !== 'dialling') return [withdrawn(agentId, n, withdrawReasonFor(why))];
  return [direction === 'internal' ? leaves(agentId, n) : { agentId, n, becomes: 'wrapping-up' }];
}

function sharesOfOthers(contact: Contact, why: EndReason): ShareTurn[] {
  return othersOf(contact).flatMap(({ agentId, n, state }) => {
    // Of an offer to an agent with a telephone, the one party is whoever has the contact.
    if (agentId === undefined || n === undefined || (agentId === contact.agentId && n === contact.n)) return [];
    return [state === 'calling' ? withdrawn(agentId, n, withdrawReasonFor(why)) : leaves(agentId, n)];
  });
}

function factsOfEnd(contact: Contact, why: EndReason, nowMs: number): Told[] {
  const { state, agentId, n } = contact;
  const told: Told[] = [];
  if (state === 'offered' && agentId !== undefined && n !== undefined)
    told.push({ type: 'OfferWithdrawn', data: { n, agentId, why: withdrawReasonFor(why) } });
  told.push(...entryLeft(contact, leaveReasonFor(why), nowMs));
  for (const party of partiesOf(contact)) {
    if (isCustomer(party) || isShare(party, agentId, n)) continue;
    told.push(party.state === 'calling' ? refused(party, 'contact-ended') : parted(party, 'contact-ended'));
  }
  told.push({ type: 'ContactEnded', data: { why, ...(agentId === undefined ? {} : { agentId }) } });
  return told;
}

/** The contact has ended. `instead`: what becomes of a share in another way than by the end. */
export function endTurn(contact: Contact, why: EndReason, nowMs: number, instead: readonly ShareTurn[] = []): Turn {
  const shares = [...shareOfOwner(contact, why), ...sharesOfOthers(contact, why)];
  return {
    changes: {
      state: 'ended',
      endedAt: instant(nowMs),
      endReason: why,
      // Nobody takes a seat any more; what is written of the contact from here on is half as large without them.
      seats: undefined,
      parties: undefined,
      bridge: undefined,
      presses: undefined,
      takeBack: undefined,
    },
    told: factsOfEnd(contact, why, nowMs),
    shares: shares.map((share) => instead.find((one) => one.agentId === share.agentId && one.n === share.n) ?? share),
  };
}
