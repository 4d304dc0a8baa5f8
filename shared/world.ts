/**
 * What the contact center needs from outside itself. Decisions are pure; the operations beside them get a World, so that
 * time, ids and every effect come in by the door. `functions/kit/world.ts` makes the real one.
 */
import type { Database } from './database/database.ts';
import type { AgentId, ConnectionId, ContactId, Instant, PhoneNumber, QueueId, TransactionId } from './ids.ts';
import type { Party, PartyId } from './talk/party.ts';
import type { MeetingSeats } from './contacts/meeting.ts';
import type { ToClient } from './wire/live.ts';

/** A message to ourselves, delivered at or after its time, perhaps twice. Each is handled idempotently. */
export type Deadline =
  /** No client has shown the offer by now: it is withdrawn. */
  | { kind: 'offer-unseen'; contactId: ContactId; n: number }
  /** The ringing time is over: the offer is missed. */
  | { kind: 'offer-unanswered'; contactId: ContactId; n: number }
  /** Accepted, but no audio yet: a miss. */
  | { kind: 'audio-missing'; contactId: ContactId; n: number }
  /** The wrap-up's time is over. */
  | { kind: 'wrap-up-due'; contactId: ContactId; n: number }
  /** The doorbell was rung for this version: has the call looked? The customer's, or that of a party, whose address outlives the party. */
  | {
      kind: 'doorbell-unheard';
      contactId: ContactId;
      version: number;
      attempt: number;
      leg?: { partyId: PartyId; applicationId: string; transactionId: TransactionId };
    }
  /** The contact must have been renewed by now, or its call is gone. */
  | { kind: 'contact-expired'; contactId: ContactId }
  /** Somebody was called by telephone: have they come? */
  | { kind: 'party-unanswered'; contactId: ContactId; partyId: PartyId }
  /** The agent's socket has closed: has their client come back? First the caller is given music, then to somebody else. */
  | { kind: 'client-away'; contactId: ContactId; agentId: AgentId; n: number }
  | { kind: 'return-over'; contactId: ContactId; agentId: AgentId; n: number }
  /** An agent who declined this contact may be asked again. */
  | { kind: 'decline-over'; contactId: ContactId }
  /** A contact that was queued then has waited so long that something changes: its step, a backup group, the longest wait, the hours. */
  | { kind: 'step-over'; contactId: ContactId; queuedAt: Instant }
  /** What a supervisor set for a time goes back. */
  | { kind: 'lent-until'; agentId: AgentId; until: Instant }
  /** A queue or routing profile was changed: whoever waits or is idle is looked at again. */
  | { kind: 'settings-changed'; queueIds: QueueId[] }
  /** The time of a callback has come, or may be over: is it to be offered, put off or given up? */
  | { kind: 'callback-due'; contactId: ContactId }
  /** The agent has read long enough whom they call back. */
  | { kind: 'callback-call'; contactId: ContactId; n: number }
  /** A meeting was made for an offer: has the offer been written? */
  | { kind: 'meeting-unnoted'; contactId: ContactId; n: number; agentId: AgentId }
  /** The agent's lease must have been renewed by now. */
  | { kind: 'lease-ended'; agentId: AgentId };

export interface World {
  db: Database;
  now(): number;
  newId(): string;
  /** From 0 to below 1. */
  chance(): number;
  /** Comes back after `ms`: for a moment within an invocation, never for what a deadline is for. */
  pause(ms: number): Promise<void>;
  /**
   * What was read a few seconds ago under this name, or is read now: only for settings, whose change nobody can order against a call.
   * Absent: everything is read each time.
   */
  recall?<T>(name: string, read: () => Promise<T>): Promise<T>;
  /** Makes the call look at its contact again. `gone` when the call has ended, `busy` when throttled. */
  ringDoorbell(call: { applicationId: string; transactionId: TransactionId }, contactVersion: number): Promise<'rung' | 'gone' | 'busy'>;
  /**
   * Calls a number; the call's first event carries whom it is for. `busy`: throttled or no line free, again later; `refused`: this number
   * can't be called.
   */
  dial(call: {
    applicationId: string;
    from: PhoneNumber;
    to: PhoneNumber;
    contactId: ContactId;
    partyId: PartyId;
  }): Promise<{ transactionId: TransactionId } | 'busy' | 'refused'>;
  meetings: {
    /** Another seat in the meeting; the same externalUserId gives the same seat. */
    addSeat(meetingId: string, externalUserId: string): Promise<NonNullable<Party['seat']>>;
    removeSeat(meetingId: string, attendeeId: string): Promise<void>;
    /** What a browser's seat may do: `none` on hold, `hear` muted or listening, `talk`. */
    allow(meetingId: string, attendeeId: string, what: 'none' | 'hear' | 'talk'): Promise<void>;
    /** Makes the meeting of a contact's nth offer, with its two seats; the same n gives the same meeting. */
    prepare(contactId: ContactId, n: number, agentId: AgentId): Promise<MeetingSeats>;
    end(meetingId: string): Promise<void>;
  };
  /**
   * Pushes to the agent's living client(s). False when there is none. `at`: their present connection, when it is known: it is tried first and
   * alone, which saves looking up the others.
   */
  push(agentId: AgentId, message: ToClient, at?: ConnectionId): Promise<boolean>;
  /** Pushes to everybody who watches the floor. What to tell is found out only when somebody does. */
  pushToFloor(tell: () => Promise<ToClient>): Promise<void>;
  /** What callers said. */
  recordings: {
    /** The bucket that telephony records into. */
    bucket(): string;
    /** A recording as it lies there; undefined when there is none (any more). */
    read(key: string): Promise<Uint8Array | undefined>;
    /** An address by which a browser plays it for a few minutes. */
    address(key: string): Promise<string>;
  };
  /** Pushes to every supervisor who is signed in, whatever they look at. */
  pushToSupervisors(message: ToClient): Promise<void>;
  setDeadline(deadline: Deadline, at: Instant): Promise<void>;
  /** Structured, with ids and no personal data. */
  log(event: string, details?: Record<string, string | number | boolean>): void;
}
