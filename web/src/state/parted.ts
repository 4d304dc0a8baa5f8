/** What became of people between two views of a conversation, in words for the agent who is in it. */
import type { ContactView, PartyView } from '../../../shared/wire/api.ts';
import type { Message } from './state.ts';

const of = (contact: ContactView): readonly PartyView[] => contact.talk?.parties ?? [];
const inTalk = ({ state }: ContactView): boolean => state === 'accepted' || state === 'connected';

function wordFor(was: PartyView, is: PartyView | undefined): string | undefined {
  if (was.me) return is === undefined || is.owner === was.owner ? undefined : 'This contact is yours now.';
  if (is === undefined) return was.state === 'calling' ? `${was.name} did not come.` : `${was.name} has left.`;
  if (was.state === 'calling' && is.state === 'here') return `${is.name} is there.`;
  if (!was.away && is.away) return `${is.name} has lost the connection.`;
  if (was.away && !is.away) return `${is.name} is back.`;
  return undefined;
}

/** `ownDoing`: the agent has just ended a call or dropped somebody, who then is not told of. */
export function partedWords(before: ContactView, after: ContactView, ownDoing: boolean): Omit<Message, 'id'>[] {
  if (!inTalk(before) || !inTalk(after) || after.talk === undefined) return [];
  return of(before).flatMap((was) => {
    const is = of(after).find(({ partyId }) => partyId === was.partyId);
    const text = is === undefined && ownDoing ? undefined : wordFor(was, is);
    return text === undefined ? [] : [{ kind: is === undefined ? 'warning' : 'info', text } as const];
  });
}
