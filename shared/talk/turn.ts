/** A turn of a conversation: what a command or an event makes of a contact and of everybody's share in it. One transaction writes it. */
import type { Idling } from '../agents/availability.ts';
import type { Agent } from '../agents/agent.ts';
import type { Contact, Offer } from '../contacts/contact.ts';
import type { OfferState, WithdrawReason } from '../contacts/words.ts';
import type { Write } from '../database/database.ts';
import type { AgentId } from '../ids.ts';
import type { Problem } from '../problem.ts';
import type { Changes, Told } from '../routing/change.ts';

/** Idle again. `word`: what the client is told of an offer that rang; `interaction`: what the share was, had it been accepted. */
interface Released {
  becomes: 'released';
  offer: Exclude<OfferState, 'pending' | 'accepted'>;
  word: 'declined' | 'missed' | 'no-audio' | WithdrawReason;
  interaction: 'completed' | 'failed';
  /** `in-place`: through no doing of theirs, so they keep their place among the idle. */
  idling: Idling | 'in-place' | ((agent: Agent) => Idling);
  /** The contact goes on without them: they may say later how it went. */
  late?: true;
}

/** What becomes of an agent with their share `n`. */
export type ShareTurn = { agentId: AgentId; n: number } & (
  | { becomes: 'invited'; offer: Offer; agent: Agent }
  /** Takes a contact back: engaged at once; their wrap-up `earlier` of it, when they are in it, ends unsaid. */
  | { becomes: 'claimed'; offer: Offer; agent: Agent; earlier?: number }
  | { becomes: 'accepted' }
  | { becomes: 'connected' }
  | Released
  | { becomes: 'wrapping-up' }
);

export interface Turn {
  changes: Changes<Contact>;
  told: Told[];
  shares: ShareTurn[];
  /** What has to hold, or to be noted elsewhere, in the same transaction. */
  besides?: readonly Write[];
}
export type Turned = Turn | { refused: Problem };

export const withdrawn = (agentId: AgentId, n: number, word: WithdrawReason): ShareTurn => ({
  agentId,
  n,
  becomes: 'released',
  offer: 'withdrawn',
  word,
  interaction: 'failed',
  idling: 'in-place',
});

/** Leaves a conversation that goes on, or one that was never theirs: idle, without a wrap-up. */
export const leaves = (agentId: AgentId, n: number, how: Partial<Pick<Released, 'interaction' | 'idling' | 'late'>> = {}): ShareTurn => ({
  agentId,
  n,
  becomes: 'released',
  offer: 'withdrawn',
  word: 'cancelled',
  interaction: 'completed',
  idling: {},
  ...how,
});
