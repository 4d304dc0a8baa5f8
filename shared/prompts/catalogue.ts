/**
 * The prompts: a name → its text, per language. Flows and the queue name prompts, never sentences. The recordings under
 * `promptKey(name, language)` are rendered from these texts when the app is built.
 */
export const languages = ['en-US'] as const;
export type Language = (typeof languages)[number];
export const defaultLanguage: Language = 'en-US';

/** Music while waiting: composed by code, so it has no text. */
export const holdMusic = 'hold-music';
export const holdMusicMs = 30_000;

const ones = [
  '',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
];
const tens = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

const choices =
  'For products, press 1. For technical support, press 2. For billing, press 3. For returns, press 4. For an operator, press 0.';

const welcome = 'Welcome, and thank you for calling.';

const sentences: Record<string, string> = {
  welcome,
  // Nothing hears keys while a prompt is only played, so the menu says the welcome itself, the first time.
  'main-menu': `${welcome} ${choices}`,
  'main-menu-again': `Please choose again. ${choices}`,
  'main-menu-last': `Once more. ${choices} Or stay on the line, and somebody will help you.`,
  'not-understood': 'I am sorry, I did not get that.',
  closed: 'Thank you for calling. We are closed at the moment. Please call again during our opening hours.',
  goodbye: 'Thank you for calling. Goodbye.',
  'connecting-soon': 'Please hold the line. We will be with you shortly.',
  'position-intro': 'You are caller number',
  'position-many': 'There are many callers before you. Thank you for your patience.',
  'sorry-lost': 'I am sorry, something went wrong on our side. Please hold the line, and somebody will help you.',
  'still-there': 'Thank you for holding. We are still with you.',
  'sorry-agent-lost': 'I am sorry, we lost the connection to your agent. Please hold the line, and somebody will be with you at once.',
  'sorry-transfer-failed': 'I am sorry, we could not put you through. Please hold the line, and somebody will help you.',
  'call-for-you': 'This is a call from your contact center.',
  'press-1': 'To take the call, press 1.',
  'no-key-pressed': 'No key was pressed. Goodbye.',
  'sorry-goodbye': 'I am sorry, we cannot take your call at the moment. Please try again in a few minutes.',
};

/** The prompts that say a whole number from 1 to 99 after each other, or undefined beyond. */
export function numberPrompts(n: number): string[] | undefined {
  if (!Number.isInteger(n) || n < 1 || n > 99) return undefined;
  if (n <= 20 || n % 10 === 0) return [`number-${n}`];
  return [`number-${n - (n % 10)}`, `number-${n % 10}`];
}

/** All fragments that `numberPrompts` may name. */
function numbers(): Record<string, string> {
  const named = [...ones.entries()].slice(1).map(([n, word]) => [`number-${n}`, word] as const);
  const round = [...tens.entries()].slice(2).map(([n, word]) => [`number-${n * 10}`, word] as const);
  return Object.fromEntries([...named, ...round]);
}

/** Name → text, for each language. */
export const catalogue: Record<Language, Record<string, string>> = { 'en-US': { ...sentences, ...numbers() } };

/** The text of a prompt. Throws when the catalogue has none of that name: a fault of the flow, found by its first test. */
export function promptText(name: string, language: string = defaultLanguage): string {
  const text = (catalogue as Record<string, Record<string, string>>)[language]?.[name];
  if (text === undefined) throw new Error(`There is no prompt "${name}" in ${language}.`);
  return text;
}
