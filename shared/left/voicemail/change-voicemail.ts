/** What agents do with a message: listen, take it, be done with it. */
import { instant } from '../../ids.ts';
import type { Problem } from '../../problem.ts';
import { settle } from '../../routing/settle.ts';
import { readTicket } from '../../tickets/read-ticket.ts';
import { setTicketStatus } from '../../tickets/set-status.ts';
import type { VoicemailRequest, VoicemailView } from '../../wire/left.ts';
import type { World } from '../../world.ts';
import { type Asking, mayOpen, notConcerned } from '../scope.ts';
import { tellLeft } from '../tell-left.ts';
import { findVoicemail, viewVoicemail } from './read-voicemail.ts';
import { boxOf, type Voicemail, voicemailKeys } from './voicemail.ts';

type Refused = { refused: Problem };

export const noSuchVoicemail: Problem = {
  code: 'no-such-voicemail',
  sentence: 'There is no such message any more.',
  remedy: 'Load the list again.',
  status: 404,
};
const takenByOther = (name: string): Problem => ({
  code: 'taken',
  sentence: `${name} looks after this message.`,
  remedy: 'Ask them, or choose another one.',
  status: 409,
});

/** Finds a message for somebody who may listen to it. */
async function openVoicemail(world: World, asking: Asking, voicemailId: string): Promise<{ voicemail: Voicemail } | Refused> {
  const voicemail = await findVoicemail(world.db, voicemailId);
  if (voicemail === undefined) return { refused: noSuchVoicemail };
  return (await mayOpen(world.db, asking, boxOf(voicemail))) ? { voicemail } : { refused: notConcerned };
}

/** Pure: the message after what somebody does with it. */
export function afterDoing(voicemail: Voicemail, what: VoicemailRequest['do'], { agentId }: Asking, nowMs: number): Voicemail {
  const heard = voicemail.heardBy === undefined ? { heardBy: agentId, heardAt: instant(nowMs) } : {};
  switch (what) {
    case 'heard':
      return { ...voicemail, ...heard, state: voicemail.state === 'unheard' ? 'heard' : voicemail.state };
    case 'take':
      return { ...voicemail, ownerId: agentId };
    case 'leave': {
      const { ownerId: _gone, ...rest } = voicemail;
      return rest;
    }
    case 'done':
      return { ...voicemail, ...heard, state: 'done', ownerId: voicemail.ownerId ?? agentId };
    case 'again':
      return { ...voicemail, state: 'heard' };
  }
}

/** A colleague who has taken a message keeps it, unless a supervisor says otherwise. */
const isAnothers = ({ ownerId }: Voicemail, what: VoicemailRequest['do'], { agentId, supervises }: Asking): boolean =>
  what !== 'heard' && ownerId !== undefined && ownerId !== agentId && !supervises;

/** A message that is done with leaves no ticket open, unless somebody has gone on with the ticket since. */
async function resolveTicket(world: World, asking: Asking, { ticketId }: Voicemail): Promise<void> {
  const ticket = await readTicket(world.db, ticketId);
  if (ticket?.status !== 'open' || ticket.version > 1) return;
  await setTicketStatus(world, { ...asking, supervises: true }, ticketId, { status: 'resolved', updatedAt: ticket.updatedAt });
}

/** Does it, conditional on what the person saw where that matters: of two who take a message one has it. The same again changes nothing. */
export async function changeVoicemail(
  world: World,
  asking: Asking,
  voicemailId: string,
  { do: what }: VoicemailRequest,
): Promise<{ voicemail: VoicemailView } | Refused> {
  const changed = await settle<{ voicemail: Voicemail } | Refused>(world, async () => {
    const opened = await openVoicemail(world, asking, voicemailId);
    if ('refused' in opened) return { stop: opened };
    const before = opened.voicemail;
    if (isAnothers(before, what, asking)) {
      const { ownerName } = await viewVoicemail(world.db, before);
      return { stop: { refused: takenByOther(ownerName ?? 'A colleague') } };
    }
    const after = afterDoing(before, what, asking, world.now());
    if (JSON.stringify(after) === JSON.stringify(before)) return { stop: opened };
    const put = { ...voicemailKeys.voicemail(boxOf(before), voicemailId), ...after, version: before.version + 1 };
    const asRead = { if: '#version = :version', names: { '#version': 'version' }, values: { ':version': before.version } };
    return { write: [{ table: 'contacts', put, ...asRead }], then: { voicemail: { ...after, version: before.version + 1 } } };
  });
  if ('refused' in changed) return changed;
  if (what === 'done') await resolveTicket(world, asking, changed.voicemail);
  const view = await viewVoicemail(world.db, changed.voicemail);
  await tellLeft(world, boxOf(changed.voicemail), { type: 'voicemail', voicemail: view });
  return { voicemail: view };
}

/** Where the browser plays it from, for a few minutes. */
export async function playVoicemail(world: World, asking: Asking, voicemailId: string): Promise<{ url: string } | Refused> {
  const opened = await openVoicemail(world, asking, voicemailId);
  if ('refused' in opened) return opened;
  return { url: await world.recordings.address(opened.voicemail.key) };
}
