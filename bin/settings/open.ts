/** The tables whose settings are meant: those of the contact center that runs here, or of a deployed stage. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DynamoDBClient, ListTablesCommand, paginateListTables } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { operator } from '../../local/credentials.ts';
import { openDatabase, type TableName, tableNames } from '../../shared/database/database.ts';
import type { Settling } from '../../shared/settings/change.ts';
import { Refusal, root } from '../flows/find-flows.ts';

export interface Which {
  stage?: string | undefined;
  dir?: string | undefined;
}

function localClient(dir: string): DynamoDBClient {
  const file = path.resolve(root, dir, 'endpoints.json');
  if (!existsSync(file)) throw new Refusal('No contact center runs here. Start it with `npm start`, or name a deployed one with --stage.');
  const { aws } = z.object({ aws: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8')));
  return new DynamoDBClient({ endpoint: aws, region: 'us-east-1', credentials: operator });
}

async function namesIn(client: DynamoDBClient, stage: string | undefined): Promise<string[]> {
  if (stage === undefined) return (await client.send(new ListTablesCommand({}))).TableNames ?? [];
  const names: string[] = [];
  for await (const { TableNames = [] } of paginateListTables({ client }, {})) names.push(...TableNames);
  return names.filter((name) => name.startsWith(`linehall-${stage}-data-`));
}

/** Opens them. Refuses when there is nothing of that name. */
export async function openSettings({ stage, dir = '.linehall' }: Which): Promise<Settling> {
  const client = stage === undefined ? localClient(dir) : new DynamoDBClient({});
  const names = await namesIn(client, stage);
  const find = (table: TableName): string => names.find((name) => name.toLowerCase().includes(table)) ?? '';
  if (find('settings') === '')
    throw new Refusal(
      `There is no contact center of the stage “${stage ?? 'local'}” in this account and Region. Check AWS_PROFILE and AWS_REGION.`,
    );
  const physical = Object.fromEntries(tableNames.map((name) => [name, find(name)])) as Record<TableName, string>;
  return {
    db: openDatabase(client, physical),
    now: Date.now,
    chance: Math.random,
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  };
}
