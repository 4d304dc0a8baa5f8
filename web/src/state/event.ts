/** What can happen to the client's state. */
import type { Problem } from '../../../shared/problem.ts';
import type { AgentView, ContactView, Floor, HelpMessage, Me, TicketView } from '../../../shared/wire/api.ts';
import type { Reasons } from '../../../shared/reasons/words.ts';
import type { NoticeView } from '../../../shared/wire/settings.ts';
import type { ToClient } from '../../../shared/wire/live.ts';
import type { LinkState } from '../live/live-link.ts';
import type { Draft } from './draft.ts';
import type { Left, LeftTab, Player } from './left.ts';
import type { Dialog, Figures, LateWrapUp, Message, Quality, Seed } from './state.ts';

export type Event =
  | { type: 'link'; state: LinkState }
  | { type: 'told'; message: ToClient }
  /** `pushesWhenAsked`: the count of pushes when the request left; `nowMs`: this machine's clock. */
  | { type: 'me'; me: Me; pushesWhenAsked: number; nowMs: number }
  | { type: 'me-failed'; problem: Problem }
  | { type: 'agent'; agent: AgentView }
  | { type: 'contact'; contact: ContactView }
  | { type: 'contact-over'; contactId: string; n: number }
  /** A late wrap-up was found again, handed in or given up. */
  | { type: 'late'; late?: LateWrapUp }
  | { type: 'party-chosen'; partyId: string }
  | { type: 'help-loaded'; agentId: string; messages: readonly HelpMessage[] }
  | { type: 'help-chosen'; agentId?: string }
  | { type: 'help-dismissed'; agentId: string; mark: string }
  | { type: 'line-joining'; contact: string }
  | { type: 'line-on'; contact: string }
  | { type: 'line-reconnecting'; contact: string }
  | { type: 'line-failed'; contact: string; problem: Problem }
  | { type: 'line-muted'; contact: string; muted: boolean }
  | { type: 'line-quality'; contact: string; quality: Quality }
  | { type: 'line-figures'; contact: string; figures: Figures }
  | { type: 'line-off' }
  | { type: 'draft'; change: Partial<Draft> }
  | { type: 'draft-checked' }
  | { type: 'began'; action: string }
  | { type: 'ended'; action: string }
  | { type: 'message'; message: Omit<Message, 'id'> }
  | { type: 'dismissed'; id: number }
  | { type: 'notice-read' }
  | { type: 'floor'; floor: Floor }
  | { type: 'floor-failed'; problem: Problem }
  | { type: 'follow-ups'; tickets: readonly TicketView[] }
  | { type: 'follow-ups-failed'; problem: Problem }
  | { type: 'follow-up-chosen'; ticketId: string }
  | { type: 'ticket'; ticket: TicketView }
  | { type: 'left'; all: NonNullable<Left['all']> }
  | { type: 'left-failed'; problem: Problem }
  | { type: 'left-tab'; tab: LeftTab }
  | { type: 'left-chosen'; id: string }
  /** A recording is opened, can't be played, or is closed. */
  | { type: 'left-player'; player?: Player }
  | { type: 'went'; path: string }
  | { type: 'dialog'; dialog?: Dialog; availableAfterCheck?: boolean; seed?: Seed }
  | { type: 'notices'; notices: readonly NoticeView[] }
  | { type: 'reasons'; reasons: Reasons }
  | { type: 'signing-out' };
