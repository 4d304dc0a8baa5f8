/** Access keys: one for each version of each function, and the operator's. */
import { createHash, randomBytes } from 'node:crypto';
import type { Caller } from './contract.ts';

/** The operator's key: seeding, tests and tools on this machine. */
export const operator = { accessKeyId: 'LINEHALLOPERATOR0001', secretAccessKey: 'linehall' } as const;

export interface Credentials {
  /** The key of a function's version; made when first asked for. */
  issue(functionName: string, version: string, roleArn: string): { accessKeyId: string; secretAccessKey: string };
  /** Whose key it is. */
  find(accessKeyId: string): { secret: string; caller: Caller } | undefined;
}

/** Keys that live as long as the process. */
export function createCredentials(): Credentials {
  const keys = new Map<string, { secret: string; caller: Caller }>([
    [operator.accessKeyId, { secret: operator.secretAccessKey, caller: { kind: 'root' } }],
  ]);
  return {
    issue(functionName, version, roleArn) {
      const hash = createHash('sha256').update(`${functionName}:${version}:${roleArn}`).digest('hex').slice(0, 16).toUpperCase();
      const accessKeyId = `ASIA${hash}`;
      const known = keys.get(accessKeyId);
      const secret = known?.secret ?? randomBytes(30).toString('base64url');
      keys.set(accessKeyId, { secret, caller: { kind: 'role', roleArn, functionName } });
      return { accessKeyId, secretAccessKey: secret };
    },
    find: (accessKeyId) => keys.get(accessKeyId),
  };
}
