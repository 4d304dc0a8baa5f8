/** The contact center that runs on this machine, if one does: its tables. */
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { operator } from '../../local/credentials.ts';
import { openDatabase, tableNames, type Database, type TableName } from '../../shared/database/database.ts';
import { root } from './find-flows.ts';

export interface Running {
  db: Database;
  client: DynamoDBClient;
  /** A table's name there. */
  physical: (name: TableName) => string;
}

/** Undefined when nothing runs with this state folder. */
export async function openRunning(dir = '.linehall'): Promise<Running | undefined> {
  const file = path.resolve(root, dir, 'endpoints.json');
  if (!existsSync(file)) return undefined;
  const { aws } = z.object({ aws: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8')));
  const client = new DynamoDBClient({ endpoint: aws, region: 'us-east-1', credentials: operator });
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  const physical = (name: TableName) => TableNames.find((one) => one.toLowerCase().includes(name)) ?? name;
  const named = Object.fromEntries(tableNames.map((name) => [name, physical(name)])) as Record<TableName, string>;
  return { db: openDatabase(client, named), client, physical };
}
