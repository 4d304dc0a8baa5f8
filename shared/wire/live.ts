/** What travels over the WebSocket at `/live`. The socket opens with a one-time ticket: `/live?ticket=…`. */
import { z } from 'zod';
import { AgentId, ContactId, Instant } from '../ids.ts';
import { withdrawReasons } from '../contacts/words.ts';
import { Reasons } from '../reasons/words.ts';
import { NoticeView } from './settings.ts';
import { AgentView, ContactView, FloorAgent, FloorQueue, Hand, HelpMessage } from './api.ts';
import { CallbackView, MissedView, VoicemailView } from './left.ts';

/** From the client. A heartbeat every 30 s renews the agent's lease of 90 s; `offer-seen` is due within 3 s of an offer. */
export const FromClient = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('heartbeat') }),
  z.strictObject({ type: z.literal('offer-seen'), contactId: ContactId, n: z.number().int().positive() }),
  z.strictObject({ type: z.literal('watch-floor'), on: z.boolean() }),
]);
export type FromClient = z.infer<typeof FromClient>;

/** To the client. Each tells a whole state, never a difference, so a lost or repeated one does no harm. */
export const ToClient = z.discriminatedUnion('type', [
  z.object({ type: z.literal('heard'), at: Instant }),
  /** `closes`: the contact that this one follows, closed by the same word, so that the next rings one message sooner. */
  z.object({
    type: z.literal('offer'),
    contact: ContactView,
    closes: z.object({ contactId: ContactId, n: z.number().int().positive() }).optional(),
  }),
  z.object({
    type: z.literal('offer-withdrawn'),
    contactId: ContactId,
    n: z.number().int().positive(),
    why: z.enum([...withdrawReasons, 'missed', 'no-audio', 'declined']),
  }),
  z.object({ type: z.literal('agent'), agent: AgentView }),
  /** The contact's state changed: connected, or the caller left and wrap-up began. */
  z.object({ type: z.literal('contact'), contact: ContactView }),
  z.object({ type: z.literal('contact-closed'), contactId: ContactId, n: z.number().int().positive() }),
  /** To supervisors: an agent's hand is up, or without `hand` no longer. */
  z.object({ type: z.literal('help-hand'), agentId: AgentId, hand: Hand.optional() }),
  /** A line of the chat beside a raised hand: to the agent, and to every supervisor. */
  z.object({ type: z.literal('help-message'), message: HelpMessage }),
  /** Another window took over: this one goes quiet. */
  z.object({ type: z.literal('signed-in-elsewhere') }),
  /** Something that a caller left, to everybody whom it concerns. */
  z.object({ type: z.literal('voicemail'), voicemail: VoicemailView }),
  z.object({ type: z.literal('callback'), callback: CallbackView }),
  z.object({ type: z.literal('missed'), missed: MissedView }),
  /** An administrator has deactivated the agent: the client signs out. */
  z.object({ type: z.literal('deactivated') }),
  /** What callers are told first now: every client shows it. */
  z.object({ type: z.literal('notices'), notices: z.array(NoticeView) }),
  /** The lists of reasons, after one of them has changed. */
  z.object({ type: z.literal('reasons'), reasons: Reasons }),
  z.object({ type: z.literal('floor-queue'), queue: FloorQueue, at: Instant }),
  /** The agent is not among the people of the contact center any more. */
  z.object({ type: z.literal('floor-agent-gone'), agentId: AgentId, at: Instant }),
  z.object({ type: z.literal('floor-agent'), agent: FloorAgent, at: Instant }),
]);
export type ToClient = z.infer<typeof ToClient>;

export const heartbeatMs = 30_000;
export const leaseMs = 90_000;
export const offerSeenWithinMs = 3_000;
/** From accept to the agent's running audio; later than this is a miss. */
export const audioWithinMs = 8_000;
