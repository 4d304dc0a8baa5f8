/** Who may do what: roles with their policies from the template, the resources' own policies, and which grants were ever used. */
import { AwsError, type Caller, type Made, type Needed, type Place, type Resource } from '../contract.ts';
import type { Context } from './conditions.ts';
import { evaluate, principalMatches, type Verdict } from './evaluate.ts';
import { managedPolicies } from './managed-policies.ts';
import { readPolicy, type Statement } from './policy.ts';

/** A grant of a template that no request has needed so far. */
export interface UnusedGrant {
  roleArn: string;
  action: string;
  resource: string;
}
export interface Judge {
  readonly makes: Record<string, (resource: Resource) => Promise<Made>>;
  /** Where a resource's own policy is found, by the resource's ARN. */
  readonly resourcePolicies: ((resourceArn: string) => readonly Statement[])[];
  /** Throws AccessDeniedException, and tells the log which statement is missing. */
  demand(caller: Caller, needs: readonly Needed[]): void;
  allows(caller: Caller, needed: Needed): boolean;
  /** A deployment begins: until `settle`, roles as they were hold beside those that are made, so that nobody is refused in between. */
  begin(): void;
  settle(): void;
  unusedGrants(): UnusedGrant[];
}

interface Role {
  arn: string;
  statements: Statement[];
}
type Log = (line: string) => void;

const record = (value: unknown) => value as Record<string, unknown>;

function rolesOf(place: Place) {
  const roles = new Map<string, Role>();
  const before = new Map<string, Role>();
  const where = (resource: Resource) => `${resource.type} (stack ${resource.stack}, ${resource.logicalId})`;
  const attach = (resource: Resource) => {
    const statements = readPolicy(resource.properties['PolicyDocument'], where(resource));
    for (const name of (resource.properties['Roles'] as string[] | undefined) ?? []) {
      const role = roles.get(name);
      if (role === undefined) throw new Error(`${where(resource)}: there is no role ${name}`);
      role.statements.push(...statements);
    }
  };
  const makeRole = async (resource: Resource): Promise<Made> => {
    const name = (resource.properties['RoleName'] as string | undefined) ?? `${resource.stack}-${resource.logicalId}`.slice(-64);
    const arn = `arn:aws:iam::${place.account}:role/${name}`;
    const inline = ((resource.properties['Policies'] as unknown[] | undefined) ?? []).flatMap((policy) =>
      readPolicy(record(policy)['PolicyDocument'], where(resource)),
    );
    const managed = ((resource.properties['ManagedPolicyArns'] as string[] | undefined) ?? []).flatMap((managedArn) => {
      const statements = managedPolicies[managedArn.split(':policy/')[1] ?? ''];
      if (statements === undefined) throw new Error(`${where(resource)}: the managed policy ${managedArn} is not known to the local cloud`);
      return statements;
    });
    roles.set(name, { arn, statements: [...inline, ...managed] });
    return { ref: name, attributes: { Arn: arn, RoleId: `AROA${name}` } };
  };
  const makes = {
    'AWS::IAM::Role': makeRole,
    'AWS::IAM::Policy': async (resource: Resource): Promise<Made> => {
      attach(resource);
      return { ref: String(resource.properties['PolicyName']), attributes: {} };
    },
    'AWS::IAM::ManagedPolicy': async (resource: Resource): Promise<Made> => {
      attach(resource);
      const arn = `arn:aws:iam::${place.account}:policy/${resource.stack}-${resource.logicalId}`;
      return { ref: arn, attributes: { PolicyArn: arn } };
    },
  };
  return { roles, before, makes };
}

const key = (grant: UnusedGrant) => `${grant.roleArn} ${grant.action} ${grant.resource}`;

function grantsOf(roles: Iterable<Role>): UnusedGrant[] {
  const managed = new Set(Object.values(managedPolicies).flat());
  return [...roles].flatMap((role) =>
    role.statements
      .filter((statement) => statement.Effect === 'Allow' && !managed.has(statement))
      .flatMap((statement) =>
        (statement.Action ?? []).flatMap((action) =>
          (statement.Resource ?? []).map((resource) => ({ roleArn: role.arn, action, resource })),
        ),
      ),
  );
}

/** An empty account: roles come with the template. */
export function createJudge(place: Place, log: Log): Judge {
  const { roles, before, makes } = rolesOf(place);
  const used = new Set<string>();
  const resourcePolicies: Judge['resourcePolicies'] = [];

  function ownPolicy(caller: Caller, needed: Needed, context: Context): Verdict {
    const statements = resourcePolicies.flatMap((find) => find(needed.resource)).filter((s) => principalMatches(s.Principal, caller));
    return evaluate(statements, needed, context);
  }
  function allows(caller: Caller, needed: Needed): boolean {
    if (caller.kind === 'root') return true;
    const context: Context = {
      'aws:SecureTransport': 'true',
      'aws:SourceAccount': place.account,
      'aws:RequestedRegion': place.region,
      ...needed.context,
    };
    const byResource = ownPolicy(caller, needed, context);
    if (byResource.outcome === 'denied') return false;
    if (caller.kind === 'service') return byResource.outcome === 'allowed';
    const name = caller.roleArn.split('/').pop() ?? '';
    const now = evaluate(roles.get(name)?.statements ?? [], needed, context);
    const byRole = now.outcome === 'unmentioned' ? evaluate(before.get(name)?.statements ?? [], needed, context) : now;
    if (byRole.outcome === 'denied') return false;
    if (byRole.outcome === 'allowed' && byRole.by !== undefined) used.add(key({ roleArn: caller.roleArn, ...byRole.by }));
    return byRole.outcome === 'allowed' || byResource.outcome === 'allowed';
  }
  return {
    makes,
    resourcePolicies,
    allows,
    begin() {
      before.clear();
      for (const [name, role] of roles) before.set(name, role);
      roles.clear();
    },
    settle: () => before.clear(),
    demand(caller, needs) {
      const refused = needs.find((needed) => !allows(caller, needed));
      if (refused === undefined) return;
      const who =
        caller.kind === 'role'
          ? `assumed-role/${caller.roleArn.split('/').pop() ?? ''}/${caller.functionName}`
          : caller.kind === 'service'
            ? caller.principal
            : 'root';
      const statement = JSON.stringify({ Effect: 'Allow', Action: refused.action, Resource: refused.resource });
      log(`Access denied for ${who}. The missing statement: ${statement}`);
      throw new AwsError(
        'AccessDeniedException',
        `User: arn:aws:sts::${place.account}:${who} is not authorized to perform: ${refused.action} on resource: ${refused.resource} because no identity-based policy allows the ${refused.action} action`,
      );
    },
    unusedGrants: () => grantsOf(roles.values()).filter((grant) => !used.has(key(grant))),
  };
}
