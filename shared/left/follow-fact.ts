/** What follows from facts for what callers leave. Each again is harmless, in any order. */
import type { Fact } from '../facts/facts.ts';
import { ContactId } from '../ids.ts';
import type { World } from '../world.ts';
import { fileVoicemail } from './voicemail/file-voicemail.ts';
import { keepDrafts } from './voicemail/message.ts';

const is = <T extends Fact['type']>(fact: Fact, type: T): fact is Fact<T> => fact.type === type;

export async function followFact(world: World, fact: Fact): Promise<void> {
  if (is(fact, 'VoicemailLeft')) return fileVoicemail(world, fact);
  if (is(fact, 'ContactEnded')) return keepDrafts(world, ContactId.parse(fact.subjectId));
}
