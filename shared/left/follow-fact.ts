/** What follows from facts for what callers leave. Each again is harmless, in any order. */
import type { Fact } from '../facts/facts.ts';
import { ContactId } from '../ids.ts';
import type { World } from '../world.ts';
import { closeCallback } from './callback/close-callback.ts';
import { openFollowUp } from './callback/open-follow-up.ts';
import { forgetMissed } from './missed/forget-missed.ts';
import { clearReached, noteMissed } from './missed/note-missed.ts';
import { fileVoicemail } from './voicemail/file-voicemail.ts';
import { keepDrafts } from './voicemail/message.ts';

const is = <T extends Fact['type']>(fact: Fact, type: T): fact is Fact<T> => fact.type === type;

export async function followFact(world: World, fact: Fact): Promise<void> {
  if (is(fact, 'VoicemailLeft')) {
    await fileVoicemail(world, fact);
    return forgetMissed(world, ContactId.parse(fact.subjectId));
  }
  if (is(fact, 'CallbackRequested') && fact.data.replaces !== undefined) {
    return void (await closeCallback(world, fact.data.replaces, 'replaced'));
  }
  if (is(fact, 'CallbackClosed') && fact.data.ticketId !== undefined) return openFollowUp(world, fact);
  const contactId = ContactId.parse(fact.subjectId);
  if (is(fact, 'ContactConnected')) return clearReached(world, contactId, fact.at);
  if (!is(fact, 'ContactEnded')) return;
  await keepDrafts(world, contactId);
  await noteMissed(world, contactId);
}
