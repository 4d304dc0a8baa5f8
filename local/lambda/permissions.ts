/** `AWS::Lambda::Permission`: who besides the account's own roles may invoke a function. */
import { z } from 'zod';
import type { Place, Resource } from '../contract.ts';
import type { Statement } from '../iam/policy.ts';
import { readFunctionName } from './invoke.ts';

const Properties = z.strictObject({
  Action: z.literal('lambda:InvokeFunction'),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  SourceAccount: z.string().optional(),
});

export interface Permissions {
  add(resource: Resource): void;
  /** Statements about a function's ARN, for the judge. */
  of(resourceArn: string): readonly Statement[];
  remove(resource: Resource): void;
}

/** No permissions yet. */
export function createPermissions(place: Place): Permissions {
  const arnBase = `arn:aws:lambda:${place.region}:${place.account}:function:`;
  const statements = new Map<string, { about: string; statement: Statement }>();
  const idOf = (resource: Resource) => `${resource.stack}/${resource.logicalId}`;
  return {
    add(resource) {
      const given = Properties.parse(resource.properties);
      const { name, qualifier } = readFunctionName(given.FunctionName);
      const key = qualifier === undefined ? name : `${name}:${qualifier}`;
      const condition = {
        ...(given.SourceArn === undefined ? {} : { ArnLike: { 'aws:SourceArn': [given.SourceArn] } }),
        ...(given.SourceAccount === undefined ? {} : { StringEquals: { 'aws:SourceAccount': [given.SourceAccount] } }),
      };
      const statement: Statement = {
        Effect: 'Allow',
        Principal:
          given.Principal === '*'
            ? '*'
            : given.Principal.includes('.amazonaws.com')
              ? { Service: [given.Principal] }
              : { AWS: [given.Principal] },
        Action: [given.Action],
        Condition: condition,
      };
      statements.set(idOf(resource), { about: `${arnBase}${key}`, statement });
    },
    of: (resourceArn) =>
      resourceArn.startsWith(arnBase)
        ? [...statements.values()].filter(({ about }) => about === resourceArn).map(({ statement }) => statement)
        : [],
    remove: (resource) => void statements.delete(idOf(resource)),
  };
}
