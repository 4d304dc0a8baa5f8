import type { Contact } from '../contacts/contact.ts';
import { type AgentId, type ContactId, instant, type Instant } from '../ids.ts';
import type { World } from '../world.ts';

/** For so long an agent who declined a contact is not asked about it again. */
export const declineHoldsMs = 30_000;

/** Pure: with one more who declined, without those whose time is over. */
export const withDecline = ({ declined = [] }: Contact, agentId: AgentId, nowMs: number): NonNullable<Contact['declined']> => [
  ...declined.filter((one) => one.agentId !== agentId && one.until > instant(nowMs)),
  { agentId, until: instant(nowMs + declineHoldsMs) },
];

/** Has the contact looked at again when those who declined it may be asked. */
export async function askAgainLater(world: World, contactId: ContactId, until: Instant): Promise<void> {
  await world.setDeadline({ kind: 'decline-over', contactId }, until);
}
