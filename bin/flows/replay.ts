/** `npx linehall flows replay <contact>`: what today's flow would do with a call that was recorded. */
import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import { Contact, contactKeys } from '../../shared/contacts/contact.ts';
import type { Database } from '../../shared/database/database.ts';
import { KeptFlow } from '../../shared/flows/kept-flow.ts';
import { compare, endingOf, Recording, recordingOf } from '../../shared/flows/replay.ts';
import type { Circumstances } from '../../shared/flows/ask.ts';
import { circumstancesFor } from '../../shared/flows/walk.ts';
import { ContactId } from '../../shared/ids.ts';
import { findFlow, type FoundFlow, Refusal, root } from './find-flows.ts';
import { openRunning } from './running.ts';

export interface ReplayOptions {
  /** State folder of the running contact center. */
  dir?: string | undefined;
  /** File that keeps the recording as a test. */
  save?: string | undefined;
  /** Only this run; absent: all that the call was in. */
  run?: string | undefined;
}

/** The contact whose flow ended last among those that run here; ids sort by the time they were made. */
async function lastContact(client: DynamoDBClient, TableName: string): Promise<string> {
  const ids: string[] = [];
  const kept = { FilterExpression: 'sk = :flow', ExpressionAttributeValues: { ':flow': { S: 'FLOW' } }, ProjectionExpression: 'pk' };
  for await (const { Items = [] } of paginateScan({ client }, { TableName, ...kept })) ids.push(...Items.map(({ pk }) => pk?.S ?? ''));
  return ids.toSorted().at(-1)?.replace('CONTACT#', '') ?? 'last';
}

/** A contact's recordings, from the contact center that runs on this machine; `last`: of the latest whose flow is over. */
async function readRunning(contact: string, dir: string): Promise<Recording[]> {
  const running = await openRunning(dir);
  if (running === undefined)
    throw new Refusal('Nothing runs here whose contacts could be read. Start it with `npm start`, or name a saved file.');
  const { db, client, physical } = running;
  return readContactRecordings(db, contact === 'last' ? await lastContact(client, physical('contacts')) : contact);
}

/** A contact's recordings, one for each flow that it was in. Refuses contacts that are not there, and those whose flow is not over. */
export async function readContactRecordings(db: Database, contact: string): Promise<Recording[]> {
  const id = ContactId.safeParse(contact);
  const item = id.success ? await db.get('contacts', contactKeys.contact(id.data)) : undefined;
  if (!id.success || item === undefined) throw new Refusal(`There is no contact ${contact}.`);
  const { pk, sk } = contactKeys.flow(id.data);
  const kept = await db.query({ table: 'contacts', pk, prefix: sk });
  if (kept.length === 0) throw new Refusal('The contact has no record of a flow yet: it is kept when the flow is over.');
  return kept.map((one) => {
    const recording = recordingOf(Contact.parse(item), KeptFlow.parse(one));
    if (recording === undefined) throw new Refusal("The contact's record can't be read.");
    return recording;
  });
}

/** A recording that was saved. Refuses files that are none. */
export function readSavedRecording(file: string): Recording {
  if (!existsSync(file)) throw new Refusal(`There is no file ${file}.`);
  const parsed = Recording.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Refusal(`${file} is no recorded call:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** What the flow knew of the call. */
export function circumstancesThen({ withheld, dialledNumber, language, left, record }: Recording): Circumstances {
  const { bots, ...known } = circumstancesFor(withheld, language);
  // A stage has bots, or has none: the record tells.
  const spoken = bots !== undefined && record.some(([label]) => label.endsWith(' aloud'));
  return { ...known, ...(spoken ? { bots } : {}), dialledNumber, ...(left === undefined ? {} : { left }) };
}

/** Says what was recorded, and where today's flow goes another way; true when it does not. */
export function replay({ flow }: Pick<FoundFlow, 'flow'>, recording: Recording, tell: (line: string) => void): boolean {
  const { record, version, end } = recording;
  tell(`${flow.name}${version === undefined ? '' : `, recorded on version ${version}`}`);
  for (const [i, [label, result]] of record.entries()) tell(`  ${String(i + 1).padStart(3)}  ${label}  ${JSON.stringify(result)}`);
  tell(`  end  ${endingOf(end)}`);
  const difference = compare(flow, recording, circumstancesThen(recording));
  if (difference === undefined) tell("Today's flow does the same.");
  else tell(`Today differs at step ${difference.step}:\n  then   ${difference.then}\n  today  ${difference.today}`);
  return difference === undefined;
}

async function save(recording: Recording, name: string, tell: (line: string) => void): Promise<void> {
  const file = path.resolve(root, name);
  if (existsSync(file)) throw new Refusal(`${name} is there already. Choose another name.`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, await format(JSON.stringify(recording), { ...(await resolveConfig(file)), parser: 'json' }));
  tell(`Saved as ${path.relative(root, file)}. Read it before you commit it: what \`run\` steps gave stands there.`);
}

/** The command. True when today's flow does what was done then. */
export async function replayContact(contact: string, options: ReplayOptions, tell: (line: string) => void): Promise<boolean> {
  const recordings = contact.endsWith('.json')
    ? [readSavedRecording(path.resolve(root, contact))]
    : await readRunning(contact, options.dir ?? '.linehall');
  const chosen = options.run === undefined ? recordings : recordings.slice(Number(options.run), Number(options.run) + 1);
  const [first] = chosen;
  if (first === undefined) throw new Refusal(`The call was in ${recordings.length} flows: --run takes 0 to ${recordings.length - 1}.`);
  if (options.save !== undefined && chosen.length > 1) throw new Refusal('The call was in several flows: --run says which to save.');
  let same = true;
  for (const recording of chosen) same = replay(await findFlow(recording.flow), recording, tell) && same;
  if (options.save !== undefined) await save(first, options.save, tell);
  return same;
}
