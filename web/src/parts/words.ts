/** The words of the glossary as people read them. */
import type { AgentState, BreakReason, Status } from '../../../shared/agents/words.ts';
import { reasonName, reasonOf, type Reasons } from '../../../shared/reasons/words.ts';
import type { TicketStatus } from '../../../shared/tickets/words.ts';
import type { ContactView } from '../../../shared/wire/api.ts';
import { phoneText } from './phone.ts';
import { timeText } from './time.ts';

export const stateLabels: Record<AgentState, string> = {
  idle: 'Idle',
  offered: 'Ringing',
  engaged: 'In a call',
  'wrapping-up': 'Wrap-up',
};

export const ticketStatusLabels: Record<TicketStatus, string> = {
  open: 'Open',
  closed: 'Closed',
  resolved: 'Resolved',
  'requires-follow-up': 'Requires follow-up',
};

export function statusLabel(reasons: Reasons, status: Status, breakReason?: BreakReason): string {
  if (status === 'available') return 'Available';
  if (status === 'offline') return 'Offline';
  return breakReason === undefined ? 'On break' : reasonName(reasons, 'breaks', breakReason);
}

/** The limit that a break has gone beyond, in minutes; undefined when there is none, or they are within it. */
export function breakOver(
  reasons: Reasons,
  { status, state, breakReason, since }: { status: Status; state: AgentState; breakReason?: BreakReason | undefined; since: string },
  nowMs: number,
): number | undefined {
  const minutes = status === 'on-break' && state === 'idle' ? reasonOf(reasons, 'breaks', breakReason)?.minutes : undefined;
  return minutes !== undefined && nowMs - Date.parse(since) > minutes * 60_000 ? minutes : undefined;
}

/** The same with the end of a break, where the agent said one. */
export function statusText(
  reasons: Reasons,
  { status, breakReason, backAt }: { status: Status; breakReason?: BreakReason | undefined; backAt?: string | undefined },
): string {
  const label = statusLabel(reasons, status, breakReason);
  return backAt === undefined ? label : `${label}, back at ${timeText(backAt)}`;
}

/** A topic or a name of the flow, `billing-question`, as a person reads it. */
export const readable = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1).replaceAll('-', ' ');

/** How a caller is called on the screen: by name, by number, or as one who withheld it. */
export function callerName(contact: { customer?: { name: string } | undefined; callerNumber?: string | undefined }): string {
  const name = contact.customer?.name ?? '';
  if (name !== '') return name;
  return contact.callerNumber === undefined ? 'Number withheld' : phoneText(contact.callerNumber);
}

/** With whom a contact is: the customer, or the colleague of an internal call. */
export function whoIsIn(contact: ContactView): string {
  if (contact.direction !== 'internal') return callerName(contact);
  return contact.talk?.parties.find((party) => !party.me)?.name ?? contact.invitedBy ?? 'A colleague';
}
