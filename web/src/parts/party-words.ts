/** Parties and the conversation as people read them: a sign and a word, never a colour alone. */
import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { PartyView, TalkView } from '../../../shared/wire/api.ts';
import type { EndReason } from '../../../shared/contacts/words.ts';
import { nameText } from './phone.ts';
import { calledIn, customerOf, othersIn } from '../state/talk.ts';

export interface Face {
  type: StatusIndicatorProps.Type;
  text: string;
}

/** How one of the conversation is. */
export function partyFace(party: PartyView): Face {
  if (party.state === 'calling') return { type: 'in-progress', text: party.ringing ? 'Ringing' : 'Calling' };
  if (party.away) return { type: 'error', text: 'Connection lost' };
  if (party.held) return { type: 'pending', text: 'On hold' };
  return party.muted ? { type: 'stopped', text: 'Muted' } : { type: 'success', text: 'Talking' };
}

const callingFace = (party: PartyView | undefined, before = ''): Face =>
  party?.ringing === true
    ? { type: 'in-progress', text: `${before}${nameText(party)}: it rings` }
    : { type: 'in-progress', text: `${before}Calling ${party === undefined ? '' : nameText(party)} …` };

function consulted(talk: TalkView): string {
  const found = othersIn(talk).find(({ kind }) => kind !== 'customer');
  return found === undefined ? 'a colleague' : nameText(found);
}

/** What the conversation is, for the agent whose it is. */
export function talkFace(talk: TalkView): Face {
  switch (talk.state) {
    case 'dialling':
      return callingFace(customerOf(talk) ?? calledIn(talk));
    case 'talking':
      return { type: 'success', text: 'Talking' };
    case 'on-hold':
      return { type: 'pending', text: 'The customer is on hold' };
    case 'calling':
      return callingFace(calledIn(talk), 'Customer on hold. ');
    case 'adding':
      return callingFace(calledIn(talk));
    case 'consulting':
      return { type: 'info', text: `You talk with ${consulted(talk)}. The customer is on hold` };
    case 'swapped':
      return { type: 'info', text: `You talk with the customer. ${consulted(talk)} is on hold` };
    case 'conference':
      return { type: 'success', text: `Conference of ${talk.parties.length}` };
    case 'deserted':
      return { type: 'error', text: 'The connection was lost: the caller hears music' };
    case 'passed-on':
      return { type: 'info', text: 'The customer talks with an outside number' };
    case 'queued':
    case 'over':
      return { type: 'stopped', text: 'Over' };
  }
}

/** What became of a call that went out; nothing where the conversation simply ended. */
export const outcomes: Partial<Record<EndReason, Face>> = {
  busy: { type: 'warning', text: 'The number was busy.' },
  'no-answer': { type: 'warning', text: 'Nobody answered.' },
  'not-reached': { type: 'error', text: 'The number could not be reached.' },
  cancelled: { type: 'stopped', text: 'The call was cancelled.' },
};
