/** What single steps name or ask for that can't be: each check looks at one situation of a walk. */
import type { Language } from '../prompts/catalogue.ts';
import { runName } from './answers.ts';
import { runWithinMs } from './steps/run.ts';
import type { Situation } from './walk.ts';

/** What a flow may name. */
export interface Names {
  /** The prompts with words, per language. */
  prompts: ReadonlyMap<Language, ReadonlySet<string>>;
  /** Prompts without words, which are shipped for all languages. */
  music: ReadonlySet<string>;
  topics: ReadonlySet<string>;
  hours: ReadonlySet<string>;
  /** The flows that there are; absent: not checked. */
  flows?: ReadonlySet<string>;
}

export const stepRules = ['topic', 'hours', 'flow', 'agent', 'number', 'language', 'slow', 'example'] as const;
interface StepFault {
  rule: (typeof stepRules)[number];
  sentence: string;
  remedy: string;
}

type Check = (situation: Situation, names: Names) => StepFault | undefined;

const unknownTopic: Check = ({ next }, { topics }) => {
  const topic = topicOf(next);
  if (topic === undefined || topics.has(topic)) return undefined;
  const remedy = 'Without a row among the topics of the settings the operators serve it. Add the row, or mend the name.';
  return { rule: 'topic', sentence: `No queue serves the topic "${topic}".`, remedy };
};

const topicOf = (next: Situation['next']): string | undefined => {
  if (next.kind === 'enqueue') return next.topic;
  return next.kind === 'look' && 'topic' in next.look ? next.look.topic : undefined;
};

const unknownFlow: Check = ({ next }, { flows }) => {
  const flow = next.kind === 'flow' ? next.flow : next.kind === 'enqueue' ? next.fallback : undefined;
  if (flow === undefined || flows === undefined || flows.has(flow)) return undefined;
  const remedy = `A call that goes there is lost to the operators. Write functions/flows/${flow}.ts, or mend the name.`;
  return { rule: 'flow', sentence: `There is no flow "${flow}".`, remedy };
};

const unknownHours: Check = ({ next }, { hours }) => {
  const asked = next.kind === 'look' && (next.look.kind === 'is-open' || next.look.kind === 'opens-at') ? next.look.hoursId : undefined;
  if (asked === undefined || hours.has(asked)) return undefined;
  const remedy = 'Hours that nobody has set are always open. Add them to the settings, or mend the name.';
  return { rule: 'hours', sentence: `There are no hours "${asked}".`, remedy };
};

const withoutExample: Check = ({ next, ways, round }) => {
  const task = next.kind === 'look' ? next.look : next.kind === 'act' ? next.secret?.look('1') : undefined;
  if (task?.kind !== 'run' || round !== 1 || !('label' in next)) return undefined;
  const found = ways.some(({ answer }) => answer.kind === 'look' || (answer.kind === 'keys' && next.kind === 'act' && !next.secret?.own.includes(answer.words))); // prettier-ignore
  if (found) return undefined;
  const name = runName(next.label);
  const remedy = `Export from the flow's file: examples = { '${name}': [ … ] }, one value for each thing that may come of it.`;
  return { rule: 'example', sentence: `What comes after "${name}" can't be checked.`, remedy };
};

/** The service repeats an event after five seconds, and a flow has four of them. */
const tooSlow: Check = ({ next }) => {
  if (next.kind !== 'look' || next.look.kind !== 'run') return undefined;
  const { timeoutMs, retries } = next.look;
  const longest = timeoutMs * (retries + 1);
  if (longest <= runWithinMs) return undefined;
  const sentence = `"${runName(next.label)}" may take ${longest} ms; ${runWithinMs} ms are left of what the service waits.`;
  return { rule: 'slow', sentence, remedy: 'Shorten timeoutMs or try less often: what is over is cut off, and the default counts.' };
};

const strangeAgent: Check = ({ next }) => {
  if (next.kind !== 'look' || next.look.kind !== 'agent' || next.look.extension === undefined || /^\d{2,6}$/.test(next.look.extension))
    return undefined;
  return { rule: 'agent', sentence: `"${next.look.extension}" is no extension.`, remedy: 'An extension has two to six digits.' };
};

const strangeNumber: Check = ({ next }) => {
  if (next.kind !== 'look' || next.look.kind !== 'dial' || /^\+[1-9]\d{6,14}$/.test(next.look.number)) return undefined;
  return { rule: 'number', sentence: `"${next.look.number}" is no number with its country's code.`, remedy: 'Write it like +12025550123.' };
};

const unknownLanguage: Check = ({ next }, { prompts: known }) => {
  if (next.kind !== 'look' || next.look.kind !== 'language') return undefined;
  const { language } = next.look;
  if ([...known.keys()].some((one) => one === language)) return undefined;
  return { rule: 'language', sentence: `There are no prompts in "${language}".`, remedy: `Take one of ${[...known.keys()].join(', ')}.` };
};

/** What is looked at in every situation. */
export const stepChecks: readonly Check[] = [
  unknownTopic,
  unknownFlow,
  unknownHours,
  withoutExample,
  tooSlow,
  strangeAgent,
  strangeNumber,
  unknownLanguage,
];
