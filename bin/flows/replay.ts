/** `npx linehall flows replay <contact>`: what today's flow would do with a call that was recorded. */
import { DynamoDBClient, ListTablesCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import { operator } from '../../local/credentials.ts';
import { Contact, contactKeys } from '../../shared/contacts/contact.ts';
import { openDatabase, tableNames, type Database, type TableName } from '../../shared/database/database.ts';
import { compare, flowKey, KeptFlow, Recording, recordingOf } from '../../shared/flows/replay.ts';
import { circumstancesFor } from '../../shared/flows/walk.ts';
import { ContactId } from '../../shared/ids.ts';
import { findFlow, type FoundFlow, Refusal, root } from './find-flows.ts';

export interface ReplayOptions {
  /** State folder of the running contact center. */
  dir?: string | undefined;
  /** File that keeps the recording as a test. */
  save?: string | undefined;
}

/** The contact whose flow ended last among those that run here; ids sort by the time they were made. */
async function lastContact(client: DynamoDBClient, TableName: string): Promise<string> {
  const ids: string[] = [];
  const kept = { FilterExpression: 'sk = :flow', ExpressionAttributeValues: { ':flow': { S: 'FLOW' } }, ProjectionExpression: 'pk' };
  for await (const { Items = [] } of paginateScan({ client }, { TableName, ...kept })) ids.push(...Items.map(({ pk }) => pk?.S ?? ''));
  return ids.toSorted().at(-1)?.replace('CONTACT#', '') ?? 'last';
}

/** A contact's recording, from the contact center that runs on this machine; `last`: of the latest whose flow is over. */
async function readRunning(contact: string, dir: string): Promise<Recording> {
  const file = path.resolve(root, dir, 'endpoints.json');
  if (!existsSync(file))
    throw new Refusal('Nothing runs here whose contacts could be read. Start it with `npm start`, or name a saved file.');
  const { aws } = z.object({ aws: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8')));
  const client = new DynamoDBClient({ endpoint: aws, region: 'us-east-1', credentials: operator });
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  const find = (name: TableName) => TableNames.find((physical) => physical.toLowerCase().includes(name)) ?? name;
  const db = openDatabase(client, Object.fromEntries(tableNames.map((name) => [name, find(name)])) as Record<TableName, string>);
  return readContactRecording(db, contact === 'last' ? await lastContact(client, find('contacts')) : contact);
}

/** A contact's recording. Refuses contacts that are not there, and those whose flow is not over. */
export async function readContactRecording(db: Database, contact: string): Promise<Recording> {
  const id = ContactId.safeParse(contact);
  const item = id.success ? await db.get('contacts', contactKeys.contact(id.data)) : undefined;
  if (!id.success || item === undefined) throw new Refusal(`There is no contact ${contact}.`);
  const kept = await db.get('contacts', flowKey(id.data));
  if (kept === undefined) throw new Refusal('The contact has no record of a flow yet: it is kept when the flow is over.');
  const recording = recordingOf(Contact.parse(item), KeptFlow.parse(kept));
  if (recording === undefined) throw new Refusal("The contact's record can't be read.");
  return recording;
}

/** A recording that was saved. Refuses files that are none. */
export function readSavedRecording(file: string): Recording {
  if (!existsSync(file)) throw new Refusal(`There is no file ${file}.`);
  const parsed = Recording.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Refusal(`${file} is no recorded call:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** Says what was recorded, and where today's flow goes another way; true when it does not. */
export function replay({ flow }: Pick<FoundFlow, 'flow'>, recording: Recording, tell: (line: string) => void): boolean {
  const { record, version, withheld, dialledNumber, end } = recording;
  tell(`${flow.name}${version === undefined ? '' : `, recorded on version ${version}`}`);
  for (const [i, [label, result]] of record.entries()) tell(`  ${String(i + 1).padStart(3)}  ${label}  ${JSON.stringify(result)}`);
  tell(`  end  ${end.kind === 'enqueue' ? `wait for ${end.topic}` : end.kind}`);
  const difference = compare(flow, recording, { ...circumstancesFor(withheld), dialledNumber });
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
  const recording = contact.endsWith('.json')
    ? readSavedRecording(path.resolve(root, contact))
    : await readRunning(contact, options.dir ?? '.linehall');
  const same = replay(await findFlow(recording.flow), recording, tell);
  if (options.save !== undefined) await save(recording, options.save, tell);
  return same;
}
