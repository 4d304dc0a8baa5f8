/** What nobody wrote down about a contact, and what it takes to do so. */
import { isMissed } from '../agents/late-wrap-up.ts';
import { readAgent } from '../agents/read-agent.ts';
import type { Database } from '../database/database.ts';
import type { AgentId } from '../ids.ts';
import { openTicketsOf } from '../tickets/read-ticket.ts';
import type { Timeline } from '../wire/api.ts';
import type { Contact, Interaction } from './contact.ts';
import { listInteractions } from './read-contact.ts';

/** Has somebody a word on the contact still to come, or given already? Not a guest who has left. */
const owes = (share: Interaction): boolean =>
  isMissed(share) || share.disposition !== undefined || (share.state !== 'completed' && share.state !== 'failed');

/** Shares whose wrap-up nobody handed in. Who has had the same contact since owes nothing for an earlier share. */
async function missedShares(db: Database, { contactId }: Contact): Promise<Interaction[]> {
  const shares = await listInteractions(db, contactId);
  const hadItSince = (agentId: AgentId, n: number): boolean => shares.some((one) => one.agentId === agentId && one.n > n && owes(one));
  return shares.filter((share) => isMissed(share) && !hadItSince(share.agentId, share.n));
}

/** For the timeline: whose wrap-ups are missing, and what the form needs when one is. */
export async function viewMissed(db: Database, contact: Contact): Promise<Pick<Timeline, 'missed' | 'wrapUp'>> {
  const shares = await missedShares(db, contact);
  if (shares.length === 0) return { missed: [] };
  const { topic, customerId } = contact;
  const [openTickets, missed] = await Promise.all([
    customerId === undefined ? [] : openTicketsOf(db, customerId),
    Promise.all(shares.map(async ({ n, agentId }) => ({ n, agentId, agentName: (await readAgent(db, agentId))?.name ?? 'An agent' }))),
  ]);
  return { missed, wrapUp: { openTickets, ...(topic === undefined ? {} : { topic }) } };
}
