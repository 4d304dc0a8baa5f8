/** Which ways of a flow its stories have taken. A way leads from one ask to the next; what can't be played is nobody's way. */
import type { Next } from '../../shared/flows/advance.ts';
import type { Examples } from '../../shared/flows/answers.ts';
import type { Flow } from '../../shared/flows/flow.ts';
import { walk } from '../../shared/flows/walk.ts';

function nameOf(next: Next | undefined): string {
  if (next === undefined) return 'ring';
  if ('label' in next) return next.label;
  if (next.kind === 'enqueue') return `enqueue ${next.topic}`;
  return next.kind === 'flow' ? `go to ${next.flow}` : next.kind;
}

export interface Coverage {
  took(from: Next | undefined, to: Next): void;
  /** The ways that no story has taken; empty when the stories are complete. */
  missing(): string[];
  /** `help-desk: 61 of 61 ways`. */
  words(): string;
}

/** `ofSteps`: the ways within a step that are its own test's, and none of the flow's. */
export function coverageOf(flow: Flow, examples: Examples = {}, ofSteps?: RegExp): Coverage {
  const { situations } = walk(flow, examples);
  const all = new Set<string>();
  const met = new Set<number>();
  const meet = (id: number): void => {
    const situation = situations[id];
    if (situation === undefined || met.has(id)) return;
    met.add(id);
    for (const { answer, to } of situation.ways) {
      if (answer.kind === 'fault') continue;
      const then = situations[to]?.next;
      const way = then === undefined ? undefined : `${nameOf(situation.next)} → ${nameOf(then)}`;
      if (way !== undefined && ofSteps?.test(way) !== true) all.add(way);
      meet(to);
    }
  };
  for (const { id, from } of situations) if (from === undefined) meet(id);
  const taken = new Set<string>();
  const missing = (): string[] => [...all].filter((way) => !taken.has(way));
  return {
    took: (from, to) => void taken.add(`${nameOf(from)} → ${nameOf(to)}`),
    missing,
    words: () => `${flow.name}: ${all.size - missing().length} of ${all.size} ways`,
  };
}
