import { z } from 'zod';
import { readAgent } from '../../agents/read-agent.ts';
import type { Database } from '../../database/database.ts';
import { readQueue } from '../../queues/settings.ts';
import type { VoicemailView } from '../../wire/left.ts';
import { type Asking, boxesOf } from '../scope.ts';
import { Box } from './box.ts';
import { Voicemail, voicemailKeys } from './voicemail.ts';

/** So many of a box are shown, the newest. */
const mostOfBox = 100;

const Where = z.object({ box: Box });

export async function findVoicemail(db: Database, voicemailId: string): Promise<Voicemail | undefined> {
  const where = await db.get('contacts', voicemailKeys.where(voicemailId));
  const item = where === undefined ? undefined : await db.get('contacts', voicemailKeys.voicemail(Where.parse(where).box, voicemailId));
  return item === undefined ? undefined : Voicemail.parse(item);
}

/** A voicemail as the client shows it, with what its queue and people are called. */
export async function viewVoicemail(db: Database, voicemail: Voicemail): Promise<VoicemailView> {
  const { schemaVersion: _schema, key: _key, expiresAt: _expires, ...rest } = voicemail;
  const { queueId, agentId, ownerId, heardBy } = voicemail;
  const nameOf = async (id: typeof agentId) => (id === undefined ? undefined : (await readAgent(db, id))?.name);
  const [forName, ownerName, heardByName] = await Promise.all([
    queueId === undefined ? nameOf(agentId) : readQueue(db, queueId).then((queue) => queue?.name),
    nameOf(ownerId),
    nameOf(heardBy),
  ]);
  const names = { ownerName, heardByName };
  return {
    ...rest,
    forName: forName ?? queueId ?? agentId ?? '',
    ...Object.fromEntries(Object.entries(names).filter(([, name]) => name !== undefined)),
  };
}

const rank = { unheard: 0, heard: 1, done: 2 } as const;

/** All that somebody may listen to: unheard ones first, each group with the newest first. */
export async function listVoicemail(db: Database, asking: Asking): Promise<VoicemailView[]> {
  const boxes = await boxesOf(db, asking);
  const found = await Promise.all(
    boxes.map((box) =>
      db.query({ table: 'contacts', pk: voicemailKeys.voicemail(box, '').pk, prefix: 'VOICEMAIL#', newestFirst: true, limit: mostOfBox }),
    ),
  );
  const all = found.flat().map((item) => Voicemail.parse(item));
  const sorted = all.sort((a, b) => rank[a.state] - rank[b.state] || b.at.localeCompare(a.at));
  return Promise.all(sorted.map((voicemail) => viewVoicemail(db, voicemail)));
}
