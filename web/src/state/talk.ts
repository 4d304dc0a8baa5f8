/** What the conversation on the screen allows and who is in it, read off its view. */
import { becomes, talkStates, type TalkEvent } from '../../../shared/talk/machine.ts';
import type { ContactView, PartyView, TalkView } from '../../../shared/wire/api.ts';
import type { State } from './state.ts';

/** The conversation under way; undefined before it began, after it ended, and in a window that was left for another. */
export function talkOf({ link, contact }: Pick<State, 'link' | 'contact'>): TalkView | undefined {
  if (link === 'elsewhere' || contact === undefined) return undefined;
  return contact.state === 'accepted' || contact.state === 'connected' ? contact.talk : undefined;
}

/** Why the agent may not do this now, as a sentence; undefined when they may. */
export function whyNot(state: Pick<State, 'link' | 'contact'>, event: TalkEvent): string | undefined {
  const talk = talkOf(state);
  if (talk === undefined) return 'There is no conversation yet.';
  if (!talk.mine) return `Only ${ownerName(talk)} may do this: it is their contact.`;
  if (state.contact?.direction === 'internal') return 'A call between colleagues has no customer to do that with.';
  return becomes(talk.state, event).length > 0 ? undefined : `Not now. ${talkStates[talk.state]}`;
}

export const may = (state: Pick<State, 'link' | 'contact'>, event: TalkEvent): boolean => whyNot(state, event) === undefined;

/** Somebody else is asked, brought in, or gets the call: is any of these allowed? */
export const mayInvite = (state: Pick<State, 'link' | 'contact'>): boolean =>
  (['consult', 'add', 'hand-over', 'pass-on'] as const).some((event) => may(state, event));

const ownerName = ({ parties }: TalkView): string => parties.find((party) => party.owner)?.name ?? 'a colleague';

export const myParty = (talk: TalkView | undefined): PartyView | undefined => talk?.parties.find((party) => party.me);
export const customerOf = (talk: TalkView | undefined): PartyView | undefined => talk?.parties.find(({ kind }) => kind === 'customer');
export const othersIn = (talk: TalkView | undefined): readonly PartyView[] => talk?.parties.filter((party) => !party.me) ?? [];
/** Whoever is being called just now. */
export const calledIn = (talk: TalkView | undefined): PartyView | undefined => talk?.parties.find((party) => party.state === 'calling');

/** Of several, whom the keys for one of them are about: the chosen one, or the last who came. */
export function chosenParty(state: Pick<State, 'link' | 'contact' | 'chosenPartyId'>): PartyView | undefined {
  const others = othersIn(talkOf(state));
  return others.find(({ partyId }) => partyId === state.chosenPartyId) ?? others.at(-1);
}

/** The next or the one before among the others, for choosing by keys. */
export function neighbour(state: Pick<State, 'link' | 'contact' | 'chosenPartyId'>, step: 1 | -1): PartyView | undefined {
  const others = othersIn(talkOf(state));
  const at = others.findIndex((party) => party === chosenParty(state));
  return others[(at + step + others.length) % others.length];
}

/** Telephones that keys can be pressed for: who is on hold hears none. */
export const phonesIn = (talk: TalkView | undefined): readonly PartyView[] =>
  othersIn(talk).filter(({ kind, state, held }) => kind !== 'agent' && state === 'here' && !held);

/** The event of the machine that taking one of the others out is. */
export const eventOfHold = ({ held }: PartyView): TalkEvent => (held ? 'resume-party' : 'hold-party');

/** Is the agent's own audio muted, here or by the others? */
export const isMuted = ({ line, contact }: Pick<State, 'line' | 'contact'>): boolean =>
  (line.face !== 'off' && line.face !== 'failed' && line.muted) || myParty(contact?.talk)?.muted === true;

/** Does the server take this agent's client for gone? Then it wants to hear that the audio runs. */
export const isMissed = (contact: ContactView | undefined): boolean => myParty(contact?.talk)?.away === true;
