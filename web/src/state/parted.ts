/** What became of people between two views of a conversation, in words for the agent who is in it. */
import type { ContactView, PartyView, TalkView } from '../../../shared/wire/api.ts';
import { nameText } from '../parts/phone.ts';
import type { Message } from './state.ts';

/** Why somebody who was called did not come, after their name. */
const refusalWords = {
  declined: 'declined.',
  'no-answer': 'did not answer.',
  busy: 'is busy.',
  'not-reached': 'could not be reached.',
  cancelled: 'was not called any more.',
  'contact-ended': 'was not called any more.',
} as const;

const of = (contact: ContactView): readonly PartyView[] => contact.talk?.parties ?? [];
const inTalk = ({ state }: ContactView): boolean => state === 'accepted' || state === 'connected';

function wordOfGone(was: PartyView, refused: TalkView['refused']): string {
  if (was.state === 'here') return `${nameText(was)} has left.`;
  return `${nameText(was)} ${refused?.partyId === was.partyId ? refusalWords[refused.why] : 'did not come.'}`;
}

function wordFor(was: PartyView, is: PartyView | undefined, refused: TalkView['refused']): string | undefined {
  if (was.me) return is === undefined || is.owner === was.owner ? undefined : 'This contact is yours now.';
  if (is === undefined) return wordOfGone(was, refused);
  if (was.state === 'calling' && is.state === 'here') return `${nameText(is)} is there.`;
  if (!was.away && is.away) return `${nameText(is)} has lost the connection.`;
  if (was.away && !is.away) return `${nameText(is)} is back.`;
  return undefined;
}

/** `ownDoing`: the agent has just ended a call or dropped somebody, who then is not told of. */
export function partedWords(before: ContactView, after: ContactView, ownDoing: boolean): Omit<Message, 'id'>[] {
  if (!inTalk(before) || !inTalk(after) || after.talk === undefined) return [];
  return of(before).flatMap((was) => {
    const is = of(after).find(({ partyId }) => partyId === was.partyId);
    const text = is === undefined && ownDoing ? undefined : wordFor(was, is, after.talk?.refused);
    return text === undefined ? [] : [{ kind: is === undefined ? 'warning' : 'info', text } as const];
  });
}
