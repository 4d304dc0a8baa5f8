/** What callers have left: loaded as a whole, then told one by one. An older word never replaces a newer one. */
import type { Problem } from '../../../shared/problem.ts';
import type { Answer } from '../../../shared/wire/api.ts';
import type { CallbackView, MissedView, VoicemailView } from '../../../shared/wire/left.ts';
import type { Event } from './event.ts';
import type { State } from './state.ts';

export const leftTabs = ['voicemail', 'callbacks', 'missed'] as const;
export type LeftTab = (typeof leftTabs)[number];

/** A message whose recording is open: where the browser plays it from, or why not. */
export interface Player {
  voicemailId: string;
  url?: string;
  failed?: true;
}

export interface Left {
  /** Undefined until it is loaded. */
  all?: Answer<'GET /api/left'>;
  problem?: Problem;
  tab: LeftTab;
  /** The row that the page's actions are about, per tab; the first while none was chosen. */
  chosen: Partial<Record<LeftTab, string>>;
  player?: Player;
}

export const emptyLeft: Left = { tab: 'voicemail', chosen: {} };

const rank = { unheard: 0, heard: 1, done: 2 } as const;
const byUrgency = (a: VoicemailView, b: VoicemailView) => rank[a.state] - rank[b.state] || b.at.localeCompare(a.at);
const byArrival = (a: CallbackView, b: CallbackView) => (a.dueAt ?? a.arrivedAt).localeCompare(b.dueAt ?? b.arrivedAt);
const byTime = (a: MissedView, b: MissedView) => b.lastAt.localeCompare(a.lastAt);

function put<T>(list: readonly T[], item: T, same: (one: T) => boolean, isOlder: (known: T) => boolean): T[] {
  const known = list.find(same);
  return known !== undefined && isOlder(known) ? [...list] : [...list.filter((one) => !same(one)), item];
}

export function withVoicemail(left: Left, voicemail: VoicemailView): Left {
  const { all } = left;
  if (all === undefined) return left;
  const same = (one: VoicemailView) => one.voicemailId === voicemail.voicemailId;
  const voicemails = put(all.voicemails, voicemail, same, (known) => known.version > voicemail.version);
  return { ...left, all: { ...all, voicemails: voicemails.toSorted(byUrgency) } };
}

export function withCallback(left: Left, callback: CallbackView): Left {
  const { all } = left;
  if (all === undefined) return left;
  const same = (one: CallbackView) => one.contactId === callback.contactId;
  const callbacks = put(all.callbacks, callback, same, (known) => known.version > callback.version);
  return { ...left, all: { ...all, callbacks: callbacks.filter(({ state }) => state !== 'closed').toSorted(byArrival) } };
}

export function withMissed(left: Left, missed: MissedView): Left {
  const { all } = left;
  if (all === undefined) return left;
  const same = (one: MissedView) => one.number === missed.number;
  const list = put(all.missed, missed, same, (known) => known.lastAt > missed.lastAt);
  return { ...left, all: { ...all, missed: list.filter(({ cleared }) => !cleared).toSorted(byTime) } };
}

type LeftEvent = Extract<Event, { type: `left${string}` }>;

export function reduceLeft(left: Left, event: LeftEvent): Left {
  const { problem: _solved, ...rest } = left;
  switch (event.type) {
    case 'left':
      return { ...rest, all: event.all };
    case 'left-failed':
      return { ...rest, problem: event.problem };
    case 'left-tab':
      return { ...left, tab: event.tab };
    case 'left-chosen':
      return { ...left, chosen: { ...left.chosen, [left.tab]: event.id } };
    case 'left-player': {
      const { player: _closed, ...without } = left;
      return event.player === undefined ? without : { ...without, player: event.player };
    }
  }
}

const chosenIn = <T>(list: readonly T[] | undefined, idOf: (one: T) => string, chosen: string | undefined): T | undefined =>
  list?.find((one) => idOf(one) === chosen) ?? list?.[0];

export const chosenVoicemail = ({ left }: Pick<State, 'left'>): VoicemailView | undefined =>
  left.tab === 'voicemail' ? chosenIn(left.all?.voicemails, (one) => one.voicemailId, left.chosen.voicemail) : undefined;
export const chosenCallback = ({ left }: Pick<State, 'left'>): CallbackView | undefined =>
  left.tab === 'callbacks' ? chosenIn(left.all?.callbacks, (one) => one.contactId, left.chosen.callbacks) : undefined;
export const chosenMissed = ({ left }: Pick<State, 'left'>): MissedView | undefined =>
  left.tab === 'missed' ? chosenIn(left.all?.missed, (one) => one.number, left.chosen.missed) : undefined;

export const unheardIn = ({ left }: Pick<State, 'left'>): number =>
  left.all?.voicemails.filter(({ state }) => state === 'unheard').length ?? 0;

export const showsLeft = (state: State): boolean => state.path === '/call-backs' && state.link !== 'elsewhere' && state.agent !== undefined;
