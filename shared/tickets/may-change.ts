/** Who may change a ticket outside of a wrap-up. */
import { listInteractions } from '../contacts/read-contact.ts';
import type { Database } from '../database/database.ts';
import type { AgentId } from '../ids.ts';
import type { Problem } from '../problem.ts';
import type { Ticket } from './ticket.ts';

export interface Asking {
  agentId: AgentId;
  /** Supervisors may change every ticket. */
  supervises: boolean;
}

export const notYourTicket: Problem = {
  code: 'not-your-ticket',
  sentence: 'This ticket is not yours, and you have had no contact of it.',
  remedy: 'Ask its owner or a supervisor to change it.',
  status: 403,
};

/** Its owner may, a supervisor, and everybody who took one of its contacts. */
export async function mayChange(db: Database, ticket: Ticket, { agentId, supervises }: Asking): Promise<boolean> {
  if (supervises || ticket.ownerId === agentId) return true;
  const shares = await Promise.all(ticket.contactIds.map((contactId) => listInteractions(db, contactId)));
  return shares.flat().some((share) => share.agentId === agentId);
}
