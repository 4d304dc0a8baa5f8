import { describe, expect, test } from 'vitest';
import { defaultPlace, type Caller } from '../../local/contract.ts';
import { conditionsHold } from '../../local/iam/conditions.ts';
import { evaluate, principalMatches } from '../../local/iam/evaluate.ts';
import { createJudge } from '../../local/iam/judge.ts';
import { readPolicy } from '../../local/iam/policy.ts';

const policy = (...statements: object[]) => readPolicy({ Version: '2012-10-17', Statement: statements }, 'test');
const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/t';

describe('a policy', () => {
  test('allows what a statement names, with wildcards in action and resource', () => {
    const statements = policy({ Effect: 'Allow', Action: ['dynamodb:*Item'], Resource: 'arn:aws:dynamodb:*:*:table/?' });
    expect(evaluate(statements, { action: 'dynamodb:PutItem', resource: table }, {}).outcome).toBe('allowed');
    expect(evaluate(statements, { action: 'dynamodb:Scan', resource: table }, {}).outcome).toBe('unmentioned');
    expect(evaluate(statements, { action: 'dynamodb:PutItem', resource: `${table}/index/i` }, {}).outcome).toBe('unmentioned');
  });
  test('denies before it allows, whatever comes first', () => {
    const statements = policy(
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: 'dynamodb:DeleteItem', Resource: '*' },
    );
    expect(evaluate(statements, { action: 'dynamodb:DeleteItem', resource: table }, {}).outcome).toBe('denied');
  });
  test('reads actions without regard to case, resources with', () => {
    const statements = policy({ Effect: 'Allow', Action: 'DynamoDB:getitem', Resource: table });
    expect(evaluate(statements, { action: 'dynamodb:GetItem', resource: table }, {}).outcome).toBe('allowed');
    expect(evaluate(statements, { action: 'dynamodb:GetItem', resource: table.toUpperCase() }, {}).outcome).toBe('unmentioned');
  });
  test('NotAction and NotResource mean all but these', () => {
    const statements = policy({ Effect: 'Allow', NotAction: 's3:*', NotResource: table });
    expect(evaluate(statements, { action: 'dynamodb:GetItem', resource: 'other' }, {}).outcome).toBe('allowed');
    expect(evaluate(statements, { action: 's3:GetObject', resource: 'other' }, {}).outcome).toBe('unmentioned');
    expect(evaluate(statements, { action: 'dynamodb:GetItem', resource: table }, {}).outcome).toBe('unmentioned');
  });
  test('with an operator, a variable or a field that is not known is refused when it is read', () => {
    expect(() => policy({ Effect: 'Allow', Action: 'a:b', Resource: '*', Condition: { DateGreaterThan: { k: 'v' } } })).toThrow(
      'DateGreaterThan is not supported',
    );
    expect(() => policy({ Effect: 'Allow', Action: 'a:b', Resource: 'arn:${aws:username}' })).toThrow('policy variable');
    expect(() => policy({ Effect: 'Allow', Action: 'a:b', Resource: '*', Extra: 1 })).toThrow('Extra');
  });
});

describe('conditions', () => {
  test.each([
    [{ StringEquals: { k: ['a', 'b'] } }, { k: 'b' }, true],
    [{ StringEquals: { k: ['a'] } }, {}, false],
    [{ StringEqualsIfExists: { k: ['a'] } }, {}, true],
    [{ StringNotEquals: { k: ['a'] } }, {}, true],
    [{ StringNotEquals: { k: ['a'] } }, { k: 'a' }, false],
    [{ ArnLike: { 'aws:SourceArn': ['arn:aws:events:*:*:rule/*'] } }, { 'AWS:sourcearn': 'arn:aws:events:r:a:rule/x' }, true],
    [{ Bool: { s: ['false'] } }, { s: 'true' }, false],
    [{ Null: { k: ['true'] } }, {}, true],
    [{ 'ForAllValues:StringLike': { k: ['CONTACT#*'] } }, { k: ['CONTACT#1', 'AGENT#1'] }, false],
    [{ 'ForAllValues:StringLike': { k: ['CONTACT#*'] } }, {}, true],
    [{ 'ForAnyValue:StringEquals': { k: ['a'] } }, { k: ['b', 'a'] }, true],
    [{ StringEquals: { k: ['a'] }, Bool: { s: ['true'] } }, { k: 'a', s: 'false' }, false],
  ])('%j in %j: %s', (condition, context, expected) => {
    expect(conditionsHold(condition as Parameters<typeof conditionsHold>[0], context)).toBe(expected);
  });
});

describe('principals', () => {
  const service: Caller = { kind: 'service', principal: 'events.amazonaws.com' };
  const role: Caller = { kind: 'role', roleArn: 'arn:aws:iam::000000000000:role/r', functionName: 'f' };
  test('a service is named by itself, a role by ARN or account', () => {
    expect(principalMatches({ Service: ['events.amazonaws.com'] }, service)).toBe(true);
    expect(principalMatches({ Service: ['sns.amazonaws.com'] }, service)).toBe(false);
    expect(principalMatches({ AWS: ['arn:aws:iam::000000000000:root'] }, role)).toBe(true);
    expect(principalMatches({ AWS: ['arn:aws:iam::111111111111:root'] }, role)).toBe(false);
    expect(principalMatches(undefined, role)).toBe(false);
  });
});

describe('the judge', () => {
  test('while a deployment runs, a role may what it might before or may now', async () => {
    const judge = createJudge(defaultPlace, () => undefined);
    const make = (actions: string[]) =>
      judge.makes['AWS::IAM::Role']?.({
        stack: 's',
        logicalId: 'R',
        type: 'AWS::IAM::Role',
        properties: { RoleName: 'r', Policies: [{ PolicyDocument: { Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] } }] },
      });
    const may = (action: string) =>
      judge.allows({ kind: 'role', roleArn: 'arn:aws:iam::000000000000:role/r', functionName: 'f' }, { action, resource: 'x' });
    await make(['s3:GetObject']);
    judge.begin();
    expect(may('s3:GetObject')).toBe(true);
    await make(['s3:PutObject']);
    expect([may('s3:GetObject'), may('s3:PutObject')]).toEqual([true, true]);
    judge.settle();
    expect([may('s3:GetObject'), may('s3:PutObject')]).toEqual([false, true]);
  });
});
