import type { Circumstances, Json, Look, Step } from '../ask.ts';
import { enqueue } from './enqueue.ts';
import { askKeys, type Asked, type Asking, type Pressed, playing, promptOfTry, usualTries } from './keys.ts';

/** Which digits a step takes. */
export interface DigitsAsking extends Asking {
  /** Exactly so many; or from `min` (1) to `max` (20). */
  length?: number;
  min?: number;
  max?: number;
  /** What they must look like besides, as a regular expression for all of them: `[12]\\d{5}`. */
  pattern?: string;
}

export interface PlainDigits extends DigitsAsking {
  /**
   * Reads back what was understood, then plays this prompt (`true`: `confirm-digits`), which asks for 1 when it is right. Everything else is the
   * next try.
   */
  confirm?: string | boolean;
}

export interface SecretDigits<T extends Json> extends DigitsAsking {
  /** Gets the digits, once, and says what comes of them: that is recorded, they are not. */
  check: (digits: string) => Promise<T>;
}

/** One digit at a time; no answer has more actions than this. */
const mostPerAnswer = 10;
const mostDigits = 20;

/** What a caller may press. With a single digit 0 may be an answer, so a person is at `*`. */
export function inputOf({
  length,
  min = length ?? 1,
  max = length ?? mostDigits,
  pattern,
  operator,
}: DigitsAsking): Pick<Asked, 'pattern' | 'most' | 'operator'> {
  if (!(min >= 1 && max >= min && max <= 128)) throw new RangeError(`Digits from ${min} to ${max}: give 1 ≤ min ≤ max ≤ 128.`);
  const any = min === max ? `\\d{${max}}` : `\\d{${min},${max}}`;
  return { pattern: pattern ?? any, most: max, operator: operator ?? (min === 1 ? '*' : '0') };
}

/** "You entered 1 2 3 4. If that is right, press 1." */
function* readBack(circumstances: Circumstances, prompt: string, digits: string, asking: PlainDigits): Step<Pressed> {
  const { confirm = true, operator = '0', seconds } = asking;
  const fragments = ['you-entered', ...[...digits].map((digit) => `number-${digit}`)];
  const last = Math.max(0, fragments.length - (mostPerAnswer - 1));
  for (let i = 0; i < last; i += mostPerAnswer) {
    const some = fragments.slice(i, Math.min(last, i + mostPerAnswer));
    yield { do: 'act', label: `read back ${prompt}`, actions: some.map((name) => playing(circumstances, name)) };
  }
  return yield* askKeys(circumstances, {
    label: `confirm ${prompt}`,
    before: fragments.slice(last),
    prompt: typeof confirm === 'string' ? confirm : 'confirm-digits',
    pattern: operator === '2' ? '1' : '[12]',
    most: 1,
    operator,
    ...(seconds === undefined ? {} : { seconds }),
  });
}

/** What some tries have brought: digits, what was found by secret ones, a wish for a person, or nothing. */
export type TriedDigits = { digits: string } | { found: Json } | 'operator' | undefined;

/** The tries of an ask. Undefined after the last that brought nothing. */
export function* tryDigits(
  circumstances: Circumstances,
  prompt: string,
  asking: PlainDigits,
  secret?: (digits: string) => Look,
): Step<TriedDigits> {
  const { tries = usualTries, confirm = false } = asking;
  const input = inputOf(asking);
  for (let i = 0; i < tries; i++) {
    const label = `digits ${prompt} ${i + 1}`;
    const asked = { ...asking, ...input, label, prompt: promptOfTry(prompt, asking, i) };
    const pressed = yield* askKeys(circumstances, { ...asked, ...(secret === undefined ? {} : { secret }) });
    if (pressed === 'operator') return pressed;
    if (pressed === 'unplayable') return undefined;
    if (pressed === 'nothing') continue;
    if ('found' in pressed || confirm === false) return pressed;
    const right = yield* readBack(circumstances, prompt, pressed.digits, { ...asking, ...(input.operator === undefined ? {} : { operator: input.operator }) }); // prettier-ignore
    if (right === 'operator') return right;
    if (typeof right === 'object' && 'digits' in right && right.digits === '1') return pressed;
  }
  return undefined;
}

/** Digits by keypad; undefined after the last try. The operator's key (0; `*` where one digit is enough) leads to a person and ends the flow. */
export function* digits(circumstances: Circumstances, prompt: string, asking: PlainDigits = {}): Step<string | undefined> {
  const pressed = yield* tryDigits(circumstances, prompt, asking);
  if (pressed === 'operator') return yield* enqueue('operator');
  return pressed !== undefined && 'digits' in pressed ? pressed.digits : undefined;
}

/** Like `digits`, for what nobody may read afterwards: only what `check` makes of them is told and recorded. */
export function* secretDigits<T extends Json>(circumstances: Circumstances, prompt: string, asking: SecretDigits<T>): Step<T | undefined> {
  const { check, ...rest } = asking;
  const look = (typed: string): Look => ({ kind: 'run', task: () => check(typed), timeoutMs: 3_000, retries: 0 });
  const pressed = yield* tryDigits(circumstances, prompt, rest, look);
  if (pressed === 'operator') return yield* enqueue('operator');
  return pressed !== undefined && 'found' in pressed ? (pressed.found as T) : undefined;
}

/**
 * One of some keys; undefined when none of them comes, in `tries`. The same prompt at each try, and no key of its own that leads to a person:
 * for questions within a step, whose answers say what happens otherwise.
 */
export function* press<const K extends string>(
  circumstances: Circumstances,
  prompt: string,
  keys: readonly K[],
  tries = 2,
): Step<K | undefined> {
  const asking = { length: 1, pattern: `[${keys.join('')}]`, tries, prompts: [prompt], operator: 'none' } as const;
  const pressed = yield* tryDigits(circumstances, prompt, asking);
  return typeof pressed === 'object' && 'digits' in pressed ? keys.find((key) => key === pressed.digits) : undefined;
}
