import { expect, test } from 'vitest';
import { makeFact, parseFact } from '../../shared/facts/facts.ts';
import { AgentId, ContactId, QueueId } from '../../shared/ids.ts';

const at = '2026-11-21T10:00:00.000Z';

test('a fact is known by its subject and number', () => {
  const fact = makeFact('OfferAccepted', ContactId.parse('c1'), 4, at, { n: 1, agentId: AgentId.parse('anna') });
  expect(fact.factId).toBe('contact#c1#4');
  expect(parseFact(JSON.parse(JSON.stringify(fact)))).toEqual(fact);
});

test('a fact with data of another fact is refused', () => {
  const fact = makeFact('ContactQueued', ContactId.parse('c1'), 2, at, { queueId: QueueId.parse('billing'), priority: 5, again: false });
  expect(() => parseFact({ ...fact, type: 'OfferAccepted' })).toThrow();
});
