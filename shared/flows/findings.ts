/** What is wrong with a flow, found by walking it: nothing that a caller should be the first to notice. */
import { type Language, languages } from '../prompts/language.ts';
import { languageOfKey, promptOfKey } from '../prompts/prompt-key.ts';
import { promptOfStretch } from '../prompts/template.ts';
import { limits } from '../telephony/sma.ts';
import { asks, collects } from './answers.ts';
import { faultsOfSaying, missingPrompt } from './prompt-faults.ts';
import { recordBytes } from './record.ts';
import { type Names, stepChecks, stepRules } from './step-faults.ts';
import { told } from './story.ts';
import type { Site } from './trace.ts';
import { measure, wayTo, type Situation, type Walk } from './walk.ts';

export const rules = ['dead-end', 'no-input', 'loop', 'lost', 'no-keys', 'prompt', ...stepRules, 'budget', 'too-large'] as const;

export interface Finding {
  rule: (typeof rules)[number];
  flow: string;
  /** The step, as a flow's file calls it. */
  step: string;
  site: Site | undefined;
  /** What is wrong. */
  sentence: string;
  remedy: string;
  /** How a caller comes there. */
  way: string;
}

type Fault = Pick<Finding, 'rule' | 'sentence' | 'remedy'>;
type Way = ReturnType<typeof wayTo>;

const steps = (way: Way) => way.map(({ situation, answer }) => ({ next: situation.next, answer }));

function finding(walk: Walk, situation: Situation, fault: Fault, way: Way = wayTo(walk, situation)): Finding {
  const { place } = situation;
  return { ...fault, flow: walk.flow, step: place?.step ?? 'the flow', site: place?.site, way: told(steps(way)) };
}

/** The last answers before a situation that were given to actions: what was just heard or pressed. */
function lastActs(walk: Walk, before: ReadonlyMap<number, Way>, situation: Situation): { way: Way; quiet: boolean }[] {
  const found = before.get(situation.id) ?? [];
  if (found.length === 0) return [{ way: [], quiet: true }];
  return found.flatMap(({ situation: earlier, answer }) => {
    const way = [...wayTo(walk, earlier), { situation: earlier, answer }];
    if (earlier.next.kind !== 'act') return lastActs(walk, before, earlier).map(({ quiet, way: sooner }) => ({ quiet, way: [...sooner, ...way.slice(-1)] })); // prettier-ignore
    return [{ way, quiet: asks(earlier.next) }];
  });
}

/** Callers who are hung up on without a word. */
function wordless(walk: Walk): Finding[] {
  const before = new Map<number, Way>();
  for (const situation of walk.situations) {
    for (const { answer, to } of situation.ways) before.set(to, [...(before.get(to) ?? []), { situation, answer }]);
  }
  const ends = walk.situations.filter(({ next }) => next.kind === 'hang-up');
  return ends.flatMap((end) =>
    lastActs(walk, before, end)
      .filter(({ quiet }) => quiet)
      .map(({ way }) => {
        const silent = way.at(-1)?.answer.kind === 'no-input';
        const sentence = silent
          ? 'A caller who presses nothing valid is hung up on without a word.'
          : 'The caller is hung up on without a word.';
        const fault = {
          rule: silent ? ('no-input' as const) : ('dead-end' as const),
          sentence,
          remedy: 'Play a prompt before the end, or enqueue the caller.',
        };
        return finding(walk, end, fault, way);
      }),
  );
}

const words = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

function lost(walk: Walk): Finding[] {
  return walk.situations.flatMap((situation) => {
    const { next, thrown, from } = situation;
    if (next.kind !== 'lost') return [];
    const why = thrown === undefined ? next.why : words(thrown);
    const silent = from?.answer.kind === 'no-input';
    const remedy = 'A call that is lost goes to the operators with an apology. Handle this answer in the flow.';
    return [finding(walk, situation, { rule: silent ? 'no-input' : 'lost', sentence: `The call is lost here: ${why}`, remedy })];
  });
}

/** Situations from which the flow can still end. */
function withEnd({ situations }: Walk): ReadonlySet<number> {
  const ending = new Set(situations.filter(({ next }) => next.kind !== 'act' && next.kind !== 'look').map(({ id }) => id));
  // A `run` without examples has a finding of its own.
  for (const { id, next, ways, round } of situations) if (next.kind === 'look' && ways.length === 0 && round === 1) ending.add(id);
  for (let size = -1; size !== ending.size;) {
    size = ending.size;
    for (const { id, ways } of situations.toReversed()) if (ways.some(({ to }) => ending.has(to))) ending.add(id);
  }
  return ending;
}

/** Loops that nobody gets out of, and those that a caller who does nothing stays in. */
function loops(walk: Walk): Finding[] {
  const ending = withEnd(walk);
  const free = new Set(walk.situations.filter(({ id }) => ending.has(id)).map(({ place }) => place?.id));
  const stuck = walk.situations.filter(({ place }) => !free.has(place?.id));
  const [first] = stuck;
  if (first !== undefined && walk.whole) {
    const remedy = 'Let the loop end after some rounds, or give it a key that leads out.';
    return [finding(walk, first, { rule: 'loop', sentence: 'From here on no answer leads to an end of the call.', remedy })];
  }
  return walk.situations
    .filter(({ endless }) => endless)
    .map((situation) => {
      const remedy = 'Count the rounds, and end with a prompt and hang-up, or with the operators.';
      const sentence = 'A caller who does nothing goes round here for ever.';
      return finding(walk, situation, { rule: 'no-input', sentence, remedy }, wayTo(walk, situation).slice(0, 8));
    });
}

/** The names, with their prompts in these languages only. */
export const namesIn = (languages: readonly Language[], names: Names): Names => ({
  ...names,
  prompts: new Map([...names.prompts].filter(([language]) => languages.includes(language))),
});

/** All audio that an action may play: the prompt's name, and its language. */
function audioOf(parameters: object): { name: string; language: string | undefined }[] {
  return Object.values(parameters).flatMap((value: unknown) => {
    const key = typeof value === 'object' && value !== null && 'Key' in value ? value.Key : undefined;
    // What a caller has said themselves is no prompt.
    return typeof key !== 'string' || key.startsWith('voicemail/')
      ? []
      : [{ name: promptOfStretch(promptOfKey(key) ?? key), language: languageOfKey(key) }];
  });
}

/** What a `say` may get wrong: a prompt that is missing, variables that are not those of its text, free text without a voice. */
function sayings(walk: Walk, names: Names): Finding[] {
  return walk.situations.flatMap((situation) => {
    const { next } = situation;
    if (next.kind !== 'look' || next.look.kind !== 'words') return [];
    const { prompt, variables } = next.look;
    return faultsOfSaying(prompt, variables, names).map((fault) => finding(walk, situation, { rule: 'prompt', ...fault }));
  });
}

const isReadOut = ({ next }: Situation): boolean => next.kind === 'act' && /, recorded( \d+)?$/.test(next.label);

function prompts(walk: Walk, names: Names): Finding[] {
  return walk.situations.flatMap((situation) => {
    if (situation.next.kind !== 'act') return [];
    return (
      situation.next.actions
        .flatMap(({ Parameters }) => audioOf(Parameters))
        // What a variable is read with differs by language, and is asked for in that of this caller only.
        .flatMap(({ name, language }) =>
          missingPrompt(
            name,
            isReadOut(situation)
              ? namesIn(
                  languages.filter((one) => one === language),
                  names,
                )
              : names,
          ),
        )
        .map((fault) => finding(walk, situation, { rule: 'prompt', ...fault }))
    );
  });
}

/** What single steps name or ask for that can't be. */
const unknownNames = (walk: Walk, names: Names): Finding[] =>
  walk.situations.flatMap((situation) =>
    stepChecks.flatMap((check) => {
      const fault = check(situation, names);
      return fault === undefined ? [] : [finding(walk, situation, fault)];
    }),
  );

function noKeys(walk: Walk): Finding[] {
  return walk.situations.flatMap((situation) => {
    const last = situation.next.kind === 'act' ? situation.next.actions.at(-1) : undefined;
    if (!collects(last) || situation.ways.some(({ answer }) => answer.kind === 'keys') || situation.ways.length <= 1) return [];
    const sentence = `No keys were found that ${last.Parameters.InputDigitsRegex ?? 'the step'} accepts.`;
    return [finding(walk, situation, { rule: 'no-keys', sentence, remedy: 'Mend the pattern of the keys.' })];
  });
}

function budgets(walk: Walk): Finding[] {
  const [root] = walk.situations;
  if (root === undefined) return [];
  const { events, bytes } = measure(walk);
  const over = (sentence: string, remedy: string, rule: Finding['rule'] = 'budget') => [finding(walk, root, { rule, sentence, remedy })];
  return [
    ...(events > limits.invocationsPerCall
      ? over(`A call may take ${events} events; the service ends it at ${limits.invocationsPerCall}.`, 'Let loops end sooner.')
      : []),
    ...(bytes > recordBytes
      ? over(`The record may grow to ${bytes} bytes; ${recordBytes} fit.`, 'Give smaller results from `run`, or fewer steps.')
      : []),
    ...(walk.whole
      ? []
      : over(
          `The flow has more than ${walk.situations.length} situations; the rest isn't checked.`,
          'Split it into several flows.',
          'too-large',
        )),
  ];
}

/** Everything that is wrong with a walked flow; each thing once, with the shortest way to it. */
export function findFaults(walk: Walk, names: Names): Finding[] {
  const all = [
    ...lost(walk),
    ...wordless(walk),
    ...loops(walk),
    ...noKeys(walk),
    ...prompts(walk, names),
    ...sayings(walk, names),
    ...unknownNames(walk, names),
    ...budgets(walk),
  ];
  const first = new Map<string, Finding>();
  for (const one of all.toSorted((a, b) => a.way.length - b.way.length)) {
    const key = JSON.stringify([one.rule, one.site, one.step, one.sentence]);
    if (!first.has(key)) first.set(key, one);
  }
  return [...first.values()].toSorted((a, b) => (a.site?.line ?? 0) - (b.site?.line ?? 0));
}
