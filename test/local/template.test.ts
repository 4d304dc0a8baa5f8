import { describe, expect, test } from 'vitest';
import { localText } from '../../local/template/addresses.ts';
import { inOrder } from '../../local/template/assembly.ts';
import { noValue, references, resolve, type Scope } from '../../local/template/intrinsics.ts';

const scope: Scope = {
  ref: (name) => ({ 'AWS::NoValue': noValue, 'AWS::Region': 'eu-central-1', Queue: 'http://queue' })[name] ?? `ref-${name}`,
  attribute: (id, name) => `${id}.${name}`,
  condition: (name) => name === 'Yes',
  mapping: (map, first, second) => `${map}/${first}/${second}`,
  imported: (name) => `imported ${name}`,
  zones: ['eu-central-1a', 'eu-central-1b'],
};

describe('intrinsic functions', () => {
  test.each([
    [{ Ref: 'Queue' }, 'http://queue'],
    [{ 'Fn::GetAtt': ['Table', 'StreamArn'] }, 'Table.StreamArn'],
    [{ 'Fn::GetAtt': 'Table.Arn' }, 'Table.Arn'],
    [{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Region' }, ':x']] }, 'arn:eu-central-1:x'],
    [{ 'Fn::Sub': 'a ${AWS::Region} ${Table.Arn} ${!Literal}' }, 'a eu-central-1 Table.Arn ${Literal}'],
    [{ 'Fn::Sub': ['${Own}-${Queue}', { Own: { Ref: 'AWS::Region' } }] }, 'eu-central-1-http://queue'],
    [{ 'Fn::Select': [2, { 'Fn::Split': ['/', 'https://host/path'] }] }, 'host'],
    [{ 'Fn::If': ['Yes', 'a', 'b'] }, 'a'],
    [{ 'Fn::If': ['No', 'a', 'b'] }, 'b'],
    [{ 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-central-1'] }] }, false],
    [{ 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Or': [{ Condition: 'No' }, { Condition: 'Yes' }] }] }, true],
    [{ 'Fn::FindInMap': ['Map', { Ref: 'AWS::Region' }, 'key'] }, 'Map/eu-central-1/key'],
    [{ 'Fn::ImportValue': 'other:Output' }, 'imported other:Output'],
    [{ 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }, 'eu-central-1a'],
    [{ 'Fn::Base64': 'hello' }, 'aGVsbG8='],
    [
      { kept: 1, left: { Ref: 'AWS::NoValue' }, list: [{ Ref: 'AWS::NoValue' }, 2] },
      { kept: 1, list: [2] },
    ],
    // Two keys: no function, though one is called like one.
    [{ Condition: { StringEquals: { a: 'b' } } }, { Condition: { StringEquals: { a: 'b' } } }],
  ])('%j gives its value', (value, expected) => {
    expect(resolve(value, scope)).toEqual(expected);
  });
  test('one that is not known is refused by name', () => {
    expect(() => resolve({ 'Fn::Cidr': ['10.0.0.0/8', 1] }, scope)).toThrow('Fn::Cidr is not supported');
  });
  test('references name what has to exist before', () => {
    const value = {
      a: { Ref: 'A' },
      b: [{ 'Fn::GetAtt': ['B', 'Arn'] }],
      c: { 'Fn::Sub': ['${C.Arn} ${Own} ${!D}', { Own: { Ref: 'E' } }] },
    };
    expect(references(value)).toEqual(['A', 'B', 'C', 'E']);
  });
});

describe('order', () => {
  test('each comes after those that it needs', () => {
    expect(
      inOrder(
        new Map([
          ['c', ['b', 'a']],
          ['b', ['a']],
          ['a', []],
        ]),
      ),
    ).toEqual(['a', 'b', 'c']);
  });
  test('a circle is told', () => {
    expect(() =>
      inOrder(
        new Map([
          ['a', ['b']],
          ['b', ['a']],
        ]),
      ),
    ).toThrow('a needs itself, by way of a → b');
  });
});

describe('addresses of AWS', () => {
  const addresses = {
    edge: 'http://localhost:4400',
    aws: 'http://127.0.0.1:4401',
    signIn: 'http://localhost:4401',
    meetings: 'http://127.0.0.1:4402',
  };
  test.each([
    ['https://abc123.execute-api.us-east-1.amazonaws.com/live', 'http://127.0.0.1:4401/_execute-api/abc123/live'],
    ['wss://abc123.execute-api.us-east-1.amazonaws.com/live', 'ws://127.0.0.1:4401/_execute-api/abc123/live'],
    ['https://cognito-idp.us-east-1.amazonaws.com/us-east-1_x', 'http://localhost:4401/us-east-1_x'],
    ['https://linehall.auth.us-east-1.amazoncognito.com/logout', 'http://localhost:4401/logout'],
    ['https://d0123456789ab.cloudfront.net/', 'http://localhost:4400/'],
    ["connect-src 'self' https://*.chime.aws wss://*.chime.aws", "connect-src 'self' http://127.0.0.1:4402 ws://127.0.0.1:4402"],
    ['arn:aws:s3:::bucket', 'arn:aws:s3:::bucket'],
    ['https://example.com/', 'https://example.com/'],
  ])('%s is found at %s', (from, to) => {
    expect(localText(from, addresses)).toBe(to);
  });
});
