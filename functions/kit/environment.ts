/** The environment, read when something is used: a function whose grants do not name a thing does not miss its variable. */
import { tableNames, type TableName } from '../../shared/database/database.ts';
import { variables } from './definition.ts';

/** A variable's value. Throws when it is missing: the definition lacks the grant that brings it. */
export function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not in the environment: the function's definition lacks the grant`);
  return value;
}

/** The tables' names in the account, each looked up when it is used. */
export function physicalTables(): Record<TableName, string> {
  const names = {} as Record<TableName, string>;
  for (const name of tableNames) Object.defineProperty(names, name, { enumerable: true, get: () => variable(variables.table(name)) });
  return names;
}

/** The Region in which meetings are made. */
export const mediaRegion = (): string => process.env[variables.region] ?? variable('AWS_REGION');
