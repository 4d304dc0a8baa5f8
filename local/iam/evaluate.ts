/** One decision of IAM, pure: statements and a need in, a verdict out. An explicit deny wins, nothing said means denied. */
import type { Caller, Needed } from '../contract.ts';
import { conditionsHold, type Context } from './conditions.ts';
import { globMatches } from './glob.ts';
import type { Statement } from './policy.ts';

export interface Verdict {
  outcome: 'allowed' | 'denied' | 'unmentioned';
  /** The statement that decided, and the words of it that matched. */
  by?: { statement: Statement; action: string; resource: string };
}

const firstMatch = (patterns: readonly string[] | undefined, text: string, ignoreCase: boolean) =>
  patterns?.find((pattern) => globMatches(pattern, text, ignoreCase));

function speaksOf(statement: Statement, needed: Needed, context: Context): { action: string; resource: string } | undefined {
  const action = statement.Action
    ? firstMatch(statement.Action, needed.action, true)
    : firstMatch(statement.NotAction, needed.action, true) === undefined
      ? 'NotAction'
      : undefined;
  if (action === undefined) return undefined;
  const resources = statement.Resource ?? (statement.NotResource === undefined ? ['*'] : undefined);
  const resource = resources
    ? firstMatch(resources, needed.resource, false)
    : firstMatch(statement.NotResource, needed.resource, false) === undefined
      ? 'NotResource'
      : undefined;
  if (resource === undefined || !conditionsHold(statement.Condition, context)) return undefined;
  return { action, resource };
}

/** Whether a resource policy's `Principal` names the caller. */
export function principalMatches(principal: Statement['Principal'], caller: Caller): boolean {
  if (principal === undefined) return false;
  if (principal === '*') return true;
  if (caller.kind === 'service') return (principal['Service'] ?? []).includes(caller.principal);
  const names = principal['AWS'] ?? [];
  if (caller.kind === 'root') return names.length > 0;
  const account = caller.roleArn.split(':')[4] ?? '';
  return names.some((name) => name === '*' || name === caller.roleArn || name === account || name === `arn:aws:iam::${account}:root`);
}

/** Judges one need against statements; `context` are the keys for conditions. */
export function evaluate(statements: readonly Statement[], needed: Needed, context: Context): Verdict {
  let allowed: Verdict | undefined;
  for (const statement of statements) {
    const matched = speaksOf(statement, needed, context);
    if (matched === undefined) continue;
    const by = { statement, ...matched };
    if (statement.Effect === 'Deny') return { outcome: 'denied', by };
    allowed ??= { outcome: 'allowed', by };
  }
  return allowed ?? { outcome: 'unmentioned' };
}
