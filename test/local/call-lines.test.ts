import { expect, test } from 'vitest';
import { followCalls, masked } from '../../local/call-lines.ts';
import { definitionsOf } from '../../local/watch.ts';

const fact = (type: string, at: string, data: object, seq: number) => ({
  schemaVersion: 1,
  factId: `contact#c#${seq}`,
  type,
  subject: 'contact',
  subjectId: 'c',
  seq,
  at,
  data,
});

test('a call is told in one line when it is over, its number masked', () => {
  const lines: string[] = [];
  const follow = followCalls((line) => lines.push(line), Date.parse('2026-01-01T00:00:00.000Z'));
  const at = (second: number) => `2026-01-02T00:00:${String(second).padStart(2, '0')}.000Z`;
  follow(fact('ContactArrived', at(0), { callerNumber: '+12025550111' }, 1));
  follow(fact('ContactQueued', at(3), { topic: 'technical' }, 2));
  follow(fact('ContactOffered', at(4), {}, 3));
  follow(fact('ContactConnected', at(9), { waitedMs: 6000 }, 4));
  expect(lines).toEqual([]);
  follow(fact('ContactEnded', at(51), { why: 'caller-hung-up' }, 5));
  expect(lines).toEqual(['Call from +•••0111 · technical · 1 offer · waited 6 s · talked 42 s · caller hung up']);
  follow(fact('ContactEnded', '2025-12-31T00:00:00.000Z', { why: 'caller-hung-up' }, 6));
  expect(lines).toHaveLength(1);
  expect(masked(undefined)).toBe('a withheld number');
});

test('what functions say of themselves changes with a definition, not with a handler', () => {
  const source = (purpose: string, handler: string) => [
    { name: 'a', text: `export const definition = define({\n  purpose: '${purpose}',\n});\n\nexport const handler = ${handler};\n` },
  ];
  expect(definitionsOf(source('x', '1'))).toBe(definitionsOf(source('x', '2')));
  expect(definitionsOf(source('x', '1'))).not.toBe(definitionsOf(source('y', '1')));
  expect(definitionsOf([])).not.toBe(definitionsOf(source('x', '1')));
});
