/** What everybody in a conversation must hear, by the conversation as its agent sees it; and whether they do. */
import type { PartyView, TalkView } from '../../shared/wire/api.ts';

/** Somebody with ears and a tone of their own. */
export interface Somebody {
  tone: number;
  hearsTone(hz: number, share?: number): boolean;
}

/** The other voices are each at least this share of what somebody hears; below the second it is nobody's voice. */
const audible = 0.1;
const inaudible = 0.03;

const isIn = ({ state, held, away }: PartyView): boolean => state === 'here' && !held && !away;

/** Pure: must one hear the other? */
export const mustHear = (ears: PartyView, voice: PartyView): boolean => isIn(ears) && isIn(voice) && !voice.muted;

/** Pairs for whom it is not as it must be, as sentences; nobody can be asked who is not among `people`. */
export function wrongEars({ parties }: TalkView, people: (party: PartyView) => Somebody | undefined): string[] {
  return parties.flatMap((ears) =>
    parties.flatMap((voice) => {
      const [listener, speaker] = [people(ears), people(voice)];
      if (ears.partyId === voice.partyId || listener === undefined || speaker === undefined) return [];
      const must = mustHear(ears, voice);
      const right = must ? listener.hearsTone(speaker.tone, audible) : !listener.hearsTone(speaker.tone, inaudible);
      return right ? [] : [`${ears.partyId} ${must ? 'does not hear' : 'hears'} ${voice.partyId}`];
    }),
  );
}
