/** For whom a message is: a queue, or an agent. Where it is recorded says so, so that a call that has forgotten everything else still tells. */
import { z } from 'zod';
import { AgentId, ContactId, QueueId } from '../../ids.ts';

export const Box = z.union([z.strictObject({ queueId: QueueId }), z.strictObject({ agentId: AgentId })]);
export type Box = z.infer<typeof Box>;

/** Ids may have characters that a recording's prefix may not. */
const written = (id: string): string => encodeURIComponent(id).replaceAll('%', '!');
function read(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('!', '%'));
  } catch {
    return '';
  }
}

export const boxName = (box: Box): string => ('queueId' in box ? `queue/${written(box.queueId)}` : `agent/${written(box.agentId)}`);

/** Below it lie the recordings of a contact for a box. */
export const prefixOf = (box: Box, contactId: ContactId): string => `voicemail/${boxName(box)}/${written(contactId)}`;

/** Whose a recording is; undefined for one that is no message. */
export function ofKey(key: string): { box: Box; contactId: ContactId } | undefined {
  const [, kind, id, contact] = /^voicemail\/(queue|agent)\/([^/]+)\/([^/]+)\//.exec(key) ?? [];
  const box = Box.safeParse(kind === 'queue' ? { queueId: read(id ?? '') } : { agentId: read(id ?? '') });
  const contactId = ContactId.safeParse(read(contact ?? ''));
  return box.success && contactId.success ? { box: box.data, contactId: contactId.data } : undefined;
}
