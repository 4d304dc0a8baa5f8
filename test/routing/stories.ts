/** What stories of routing need beside the center: the passing of time, and what was told. */
import { readFacts } from '../../shared/contacts/read-facts.ts';
import { renewContact } from '../../shared/contacts/renew-contact.ts';
import type { Fact } from '../../shared/facts/facts.ts';
import { newsIn } from '../../shared/facts/together.ts';
import type { AgentId, ContactId } from '../../shared/ids.ts';
import { handleDeadline } from '../../shared/routing/handle-deadline.ts';
import { type Center, deliverStreams, startMs } from './center.ts';

/** Goes to so many milliseconds after the start; deadlines of waits come in their time, and calls live on. */
export async function stepTo(center: Center, afterStartMs: number): Promise<void> {
  const untilMs = startMs + afterStartMs;
  for (;;) {
    const next = center.deadlines
      .filter(({ deadline, atMs }) => deadline.kind === 'step-over' && atMs <= untilMs)
      .toSorted((a, b) => a.atMs - b.atMs)[0];
    center.clock.now = Math.max(center.clock.now, next?.atMs ?? untilMs);
    for (const call of center.calls)
      await renewContact(center.world, call.replace(/^call-/, '') as ContactId, center.clock.now + 120_000).catch(() => undefined);
    if (next === undefined) break;
    center.deadlines.splice(center.deadlines.indexOf(next), 1);
    await handleDeadline(center.world, next.deadline);
  }
  await deliverStreams(center);
}

/** What a contact's facts tell, in order. */
export async function factsOf({ world }: Center, contactId: ContactId): Promise<Fact[]> {
  return readFacts(world.db, contactId);
}

/** What the streams have told from the first change on. */
export const newsOf = (center: Center): Fact[] =>
  (['contacts', 'routing'] as const)
    .flatMap((table) => center.stream(table, 0))
    .flatMap(({ change: { before, after } }) => (after === undefined ? [] : newsIn(after, before)));

/** What is told of an agent: beside themselves, and beside the contacts that it happened with. */
export async function agentFacts(center: Center, agentId: AgentId): Promise<Fact[]> {
  return newsOf(center)
    .filter((fact) => fact.subjectId === agentId)
    .sort((a, b) => a.seq - b.seq);
}
