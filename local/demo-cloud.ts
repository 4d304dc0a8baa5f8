/** Puts the demo into a running cloud: through the engines of tables and people, as the operator. */
import { openDatabase, tableNames, type TableName } from '../shared/database/database.ts';
import type { Cloud } from './cloud.ts';
import type { Person } from './demo/people.ts';
import { seedDemo } from './demo/seed.ts';
import { inProcessClient } from './services/dynamodb/dynamodb.ts';

/** The name in the account of each table, by the logical id that begins with its own name. */
export function physicalTables(cloud: Cloud): Record<TableName, string> {
  const made = cloud.standing().filter(({ resource }) => resource.type === 'AWS::DynamoDB::GlobalTable');
  const find = (name: TableName) => {
    const found = made.find(({ resource }) => resource.logicalId.toLowerCase().startsWith(name));
    if (found === undefined) throw new Error(`the templates have no table for ${name}`);
    return found.made.ref;
  };
  return Object.fromEntries(tableNames.map((name) => [name, find(name)])) as Record<TableName, string>;
}

/** Fills an empty cloud with the demo; true when it had to. */
export function seedCloud(cloud: Cloud): Promise<boolean> {
  const db = openDatabase(inProcessClient(cloud.engines.dynamoDb.engine), physicalTables(cloud));
  const pool = cloud.standing().find(({ resource }) => resource.type === 'AWS::Cognito::UserPool')?.made.ref ?? '';
  const makePerson = (person: Person) => cloud.engines.cognito.makePerson(pool, person);
  return seedDemo(db, makePerson, Date.now());
}
