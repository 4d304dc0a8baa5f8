/** All that the client knows, in one value. Screens are drawn from it and nothing else; `reduce.ts` is the only writer. */
import type { NoticeView } from '../../../shared/wire/settings.ts';
import { defaultReasons, type Reasons } from '../../../shared/reasons/words.ts';
import type { Problem } from '../../../shared/problem.ts';
import type { CustomerId } from '../../../shared/ids.ts';
import type { AgentView, ContactView, FloorAgent, FloorQueue, Hand, HelpMessage, Me } from '../../../shared/wire/api.ts';
import type { LinkState } from '../live/live-link.ts';
import type { Draft } from './draft.ts';
import type { FollowUps } from './follow-ups.ts';
import { emptyLeft, type Left } from './left.ts';

/** `none`: no audio has arrived for some seconds. */
export type Quality = 'good' | 'poor' | 'none';

/** How the audio travels, as the session measures it. A figure that the browser doesn't tell is absent. */
export interface Figures {
  roundTripMs?: number;
  jitterMs?: number;
  /** Of what should have arrived in the last second. */
  lossPercent?: number;
}

/** The agent's audio in the contact's meeting. `contact` is the key of the contact that it belongs to. */
export type Line =
  | { face: 'off' }
  | { face: 'joining' | 'on' | 'reconnecting'; contact: string; muted: boolean; quality: Quality; figures?: Figures }
  | { face: 'failed'; contact: string; problem: Problem };

/** Something to tell the person once, until they dismiss it. */
export interface Message {
  id: number;
  kind: 'success' | 'info' | 'warning' | 'error';
  text: string;
  remedy?: string;
  /** The contact that it is about, by its key: it goes with it. */
  about?: string;
}

export type Dialog =
  'readiness' | 'keys' | 'sign-out' | 'move-follow-up' | 'move-callback' | 'cancel-callback' | 'people' | 'keypad' | 'device' | 'back-at';

/** What the people's box opens with: a number or name that was clicked, and whose it is. */
export interface Seed {
  typed: string;
  customerId?: CustomerId;
  name?: string;
}

/** Raised hands and the chats beside them: the agent's own, and for supervisors those of everybody who asked. */
export interface HelpState {
  chats: Readonly<Record<string, readonly HelpMessage[]>>;
  /** Hands that are up, by agent: for supervisors. */
  hands: Readonly<Record<string, Hand>>;
  /** What of whom was dismissed: a new line is told again. */
  dismissed: Readonly<Record<string, string>>;
  /** Whose chat a supervisor has opened. */
  withId?: string;
}

/** A wrap-up whose time ran out before it was handed in: it still can be. */
export interface LateWrapUp {
  contact: ContactView;
  draft: Draft;
}

/** A row of the floor with the instant that it is told of, so that an older word never replaces a newer one. */
export type Dated<T> = T & { at: string };
export interface FloorState {
  queues: Record<string, Dated<FloorQueue>>;
  agents: Record<string, Dated<FloorAgent>>;
  loaded: boolean;
  problem?: Problem;
}

export interface State {
  link: LinkState;
  /** True from a loss of the connection until it is live again: connecting for the first time is no loss. */
  linkLost: boolean;
  agent?: AgentView;
  groups: Me['groups'];
  /** Why the first load failed, while nothing could be loaded yet. */
  loadProblem?: Problem;
  /** The offer, the call or the open wrap-up. */
  contact?: ContactView;
  /** Keys of contacts that are over for this agent: a repeated offer of one is dropped. */
  over: readonly string[];
  /** Words about this agent heard so far, pushed or answered: an answer asked for before the last one may be older than it. */
  pushes: number;
  /** True when such an answer came and the state must be loaded again. */
  stale: boolean;
  /** Server clock minus this machine's clock, in milliseconds. */
  clockOffsetMs: number;
  line: Line;
  /** What is written about the contact on the screen; without one, about the late wrap-up. */
  draft: Draft;
  late?: LateWrapUp;
  /** True once the person tried to submit the wrap-up: from then on its mistakes are shown. */
  draftChecked: boolean;
  /** Names of actions under way. */
  running: readonly string[];
  messages: readonly Message[];
  messagesSoFar: number;
  /** The agent's notice that was dismissed, with its instant. */
  noticeRead: string;
  floor: FloorState;
  followUps: FollowUps;
  left: Left;
  help: HelpState;
  /** Whom of the conversation the keys are about. */
  chosenPartyId?: string;
  path: string;
  dialog?: Dialog;
  seed?: Seed;
  /** True when going available waits for the readiness check to be passed. */
  availableAfterCheck: boolean;
  signingOut: boolean;
  /** What callers are told first now. */
  notices: readonly NoticeView[];
  /** What people choose from: the company's lists, and until they are loaded those that are shipped. */
  reasons: Reasons;
  /** An administrator has ended this agent's access. */
  deactivated?: true;
}

/** An offer is one contact asked about once: the same contact may come again with a higher number. */
export const keyOf = (contact: { contactId: string; n: number }): string => `${contact.contactId}/${contact.n}`;

export const emptyFloor: FloorState = { queues: {}, agents: {}, loaded: false };

export function initialState(path: string, draft: Draft): State {
  return {
    link: 'connecting',
    linkLost: false,
    groups: [],
    over: [],
    pushes: 0,
    stale: false,
    clockOffsetMs: 0,
    line: { face: 'off' },
    draft,
    draftChecked: false,
    running: [],
    messages: [],
    messagesSoFar: 0,
    noticeRead: '',
    floor: emptyFloor,
    followUps: {},
    left: emptyLeft,
    help: { chats: {}, hands: {}, dismissed: {} },
    path,
    availableAfterCheck: false,
    signingOut: false,
    notices: [],
    reasons: defaultReasons,
  };
}
