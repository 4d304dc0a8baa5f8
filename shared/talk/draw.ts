/** The machine as a drawing: a Mermaid state diagram, made from the same value that guards every command. */
import { talkMachine, type TalkEvent, type TalkState, talkStates } from './machine.ts';

const idOf = (state: string): string => state.replaceAll('-', '_');

/** Arrows with the same ends are one line: its label names all of their events. */
function arrows(): Map<string, TalkEvent[]> {
  const lines = new Map<string, TalkEvent[]>();
  for (const [from, row] of Object.entries(talkMachine) as [TalkState, Partial<Record<TalkEvent, TalkState | readonly TalkState[]>>][]) {
    for (const [event, next] of Object.entries(row) as [TalkEvent, TalkState | readonly TalkState[]][]) {
      for (const to of typeof next === 'string' ? [next] : next) {
        const line = `${idOf(from)} --> ${idOf(to)}`;
        lines.set(line, [...(lines.get(line) ?? []), event]);
      }
    }
  }
  return lines;
}

/** The whole diagram. The states where a conversation begins and ends are marked as such. */
export function drawMachine(): string {
  const states = Object.keys(talkStates).map((state) => `  ${idOf(state)}: ${state}`);
  const lines = [...arrows()].map(([line, events]) => `  ${line}: ${events.join(', ')}`);
  return ['stateDiagram-v2', ...states, '  [*] --> dialling', '  [*] --> talking', ...lines, '  queued --> [*]', '  over --> [*]'].join(
    '\n',
  );
}
