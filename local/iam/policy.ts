/**
 * Policy documents as IAM reads them, and the part of its language that the templates use. What is not understood is refused when the
 * document is read, never ignored when a request is judged.
 */
import { z } from 'zod';
import { conditionOperators } from './conditions.ts';

const list = z.union([z.string(), z.array(z.string())]).transform((value) => (typeof value === 'string' ? [value] : value));
const scalar = z.union([z.string(), z.boolean(), z.number()]).transform(String);
const conditionValues = z.union([scalar, z.array(scalar)]).transform((value) => (typeof value === 'string' ? [value] : value));
const Principal = z.union([z.literal('*'), z.record(z.string(), list)]);

const StatementSchema = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: Principal.optional(),
  NotPrincipal: z.never().optional(),
  Action: list.optional(),
  NotAction: list.optional(),
  Resource: list.optional(),
  NotResource: list.optional(),
  Condition: z.record(z.string(), z.record(z.string(), conditionValues)).optional(),
});
export type Statement = z.infer<typeof StatementSchema>;

const Document = z.strictObject({
  Version: z.literal('2012-10-17').optional(),
  Id: z.string().optional(),
  Statement: z.union([StatementSchema, z.array(StatementSchema)]).transform((value) => (Array.isArray(value) ? value : [value])),
});

function refuseUnknown(statement: Statement, where: string): void {
  for (const operator of Object.keys(statement.Condition ?? {})) {
    if (!conditionOperators.has(operator))
      throw new Error(`${where}: the condition operator ${operator} is not supported by the local cloud`);
  }
  const words = [
    ...(statement.Resource ?? []),
    ...(statement.NotResource ?? []),
    ...Object.values(statement.Condition ?? {}).flatMap((c) => Object.values(c).flat()),
  ];
  const variable = words.find((word) => word.includes('${'));
  if (variable !== undefined) throw new Error(`${where}: the policy variable in "${variable}" is not supported by the local cloud`);
  if ((statement.Action === undefined) === (statement.NotAction === undefined))
    throw new Error(`${where}: a statement needs Action or NotAction`);
}

/** Reads a policy document. `where` names it in errors. Throws what IAM would refuse and what this evaluator does not know. */
export function readPolicy(document: unknown, where: string): Statement[] {
  const parsed = Document.safeParse(document);
  if (!parsed.success) throw new Error(`${where}: ${z.prettifyError(parsed.error)}`);
  for (const statement of parsed.data.Statement) refuseUnknown(statement, where);
  return parsed.data.Statement;
}
