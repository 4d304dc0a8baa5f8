/** What the agent writes during call and wrap-up, before it is submitted. */
import type { TicketStatus } from '../../../shared/tickets/words.ts';
import { WrapUpRequest, type ContactView } from '../../../shared/wire/api.ts';

export interface Draft {
  notes: string;
  disposition?: string;
  /** A ticket's id, or `new`. Undefined: not chosen yet. */
  ticket?: string;
  subject: string;
  ticketStatus?: TicketStatus;
  ownerId?: string;
  /** Local calendar day, `YYYY-MM-DD`, and time of day, `HH:MM`. */
  dueDay: string;
  dueTime: string;
}

export const emptyDraft: Draft = { notes: '', subject: '', dueDay: '', dueTime: '' };

export type DraftErrors = Partial<Record<'disposition' | 'ticket' | 'subject' | 'ticketStatus' | 'owner' | 'due', string>>;

/** The instant of a local day and time; undefined while either is incomplete. */
export function instantOf(day: string, time: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || !/^\d\d:\d\d$/.test(time)) return undefined;
  const at = new Date(`${day}T${time}:00`);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

/** Tomorrow at nine, local time: where a follow-up is put until the agent says otherwise. */
export function usualDue(nowMs: number): { dueDay: string; dueTime: string } {
  const day = new Date(nowMs);
  day.setDate(day.getDate() + 1);
  const two = (n: number) => String(n).padStart(2, '0');
  return { dueDay: `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`, dueTime: '09:00' };
}

export function draftErrors(draft: Draft, nowMs: number): DraftErrors {
  const errors: DraftErrors = {};
  if (draft.disposition === undefined) errors.disposition = 'Choose how the call ended.';
  if (draft.ticket === undefined) errors.ticket = 'Choose a ticket, or a new one.';
  if (draft.ticket === 'new' && draft.subject.trim() === '') errors.subject = 'Give the new ticket a subject.';
  if (draft.ticketStatus === undefined) errors.ticketStatus = 'Choose the status of the ticket.';
  return draft.ticketStatus === 'requires-follow-up' ? { ...errors, ...followUpErrors(draft, nowMs) } : errors;
}

/** Who follows up and by when, as far as it is written. */
export type FollowUpDraft = Pick<Draft, 'ownerId' | 'dueDay' | 'dueTime'>;

export function followUpErrors(draft: FollowUpDraft, nowMs: number): Pick<DraftErrors, 'owner' | 'due'> {
  const errors: DraftErrors = {};
  if (draft.ownerId === undefined) errors.owner = 'Choose who follows up.';
  const due = instantOf(draft.dueDay, draft.dueTime);
  if (due === undefined) errors.due = 'Give a day and a time.';
  else if (Date.parse(due) <= nowMs) errors.due = 'This time has passed. Choose a later one.';
  return errors;
}

/** The request that submits the wrap-up, or undefined while something is missing. */
export function wrapUpOf(draft: Draft, contact: Pick<ContactView, 'n'>, nowMs: number): WrapUpRequest | undefined {
  if (Object.keys(draftErrors(draft, nowMs)).length > 0) return undefined;
  const followUp = draft.ticketStatus === 'requires-follow-up';
  const parsed = WrapUpRequest.safeParse({
    n: contact.n,
    disposition: draft.disposition,
    notes: draft.notes,
    ticketStatus: draft.ticketStatus,
    ...(draft.ticket === 'new' ? { subject: draft.subject.trim() } : { ticketId: draft.ticket }),
    ...(followUp ? { ownerId: draft.ownerId, dueAt: instantOf(draft.dueDay, draft.dueTime) } : {}),
  });
  return parsed.success ? parsed.data : undefined;
}
