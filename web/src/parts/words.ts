/** The words of the glossary as people read them. */
import type { AgentState, BreakReason, Status } from '../../../shared/agents/words.ts';
import type { Disposition } from '../../../shared/contacts/words.ts';
import type { TicketStatus } from '../../../shared/tickets/words.ts';
import type { ContactView } from '../../../shared/wire/api.ts';
import { phoneText } from './phone.ts';
import { timeText } from './time.ts';

export const breakLabels: Record<BreakReason, string> = {
  break: 'Break',
  lunch: 'Lunch',
  training: 'Training',
  meeting: 'Meeting',
  'back-office': 'Back office',
  missed: 'Missed an offer',
};

export const stateLabels: Record<AgentState, string> = {
  idle: 'Idle',
  offered: 'Ringing',
  engaged: 'In a call',
  'wrapping-up': 'Wrap-up',
};

export const dispositionLabels: Record<Disposition, string> = {
  solved: 'Solved',
  'follow-up': 'Follow-up',
  escalated: 'Escalated',
  'wrong-number': 'Wrong number',
  silent: 'Silent',
  abusive: 'Abusive',
};

export const ticketStatusLabels: Record<TicketStatus, string> = {
  open: 'Open',
  closed: 'Closed',
  resolved: 'Resolved',
  'requires-follow-up': 'Requires follow-up',
};

export function statusLabel(status: Status, breakReason?: BreakReason): string {
  if (status === 'available') return 'Available';
  if (status === 'offline') return 'Offline';
  return breakReason === undefined ? 'On break' : breakLabels[breakReason];
}

/** The same with the end of a break, where the agent said one. */
export function statusText({
  status,
  breakReason,
  backAt,
}: {
  status: Status;
  breakReason?: BreakReason | undefined;
  backAt?: string | undefined;
}): string {
  const label = statusLabel(status, breakReason);
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
