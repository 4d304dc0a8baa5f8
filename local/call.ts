/** `npm run call`: places a call from the terminal, presses keys after the prompts, and tells what it hears. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { placeCall, wavOf, type PlacedCall } from './caller.ts';
import { customerCalled } from './demo/customers.ts';
import { openNumber } from './demo/settings.ts';
import type { Heard } from './hearing.ts';
import { levelled, toTelephone, trimmed } from '../shared/prompts/sound/shape.ts';
import { speak } from '../infra/prompts/voice.ts';

const usage = `npm run call -- [--as maria|new|withheld|+12025550111] [--press 2] [--to ${openNumber}] [--say "technical support"] [--listen seconds] [--record out.wav]

  --press   keys, each group after a prompt has ended: 2 or 2,1
  --listen  how long to listen after the last key, 20 seconds unless told
  --say     what the caller says: words, once, after a prompt has ended; or a WAV file, again and again
  --record  writes what was heard`;

function give(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}

function readOptions() {
  const text = { type: 'string' } as const;
  const options = { as: text, press: text, to: text, say: text, listen: text, record: text, sip: text, help: { type: 'boolean' } } as const;
  try {
    return parseArgs({ options }).values;
  } catch (fault) {
    return give(`${fault instanceof Error ? fault.message : String(fault)}\n\n${usage}`);
  }
}

/** Where the running system listens; `--sip host:port` calls any other. */
function sipAddress(given: string | undefined): string {
  if (given !== undefined) return given;
  try {
    return z.object({ sip: z.string() }).parse(JSON.parse(readFileSync('.linehall/endpoints.json', 'utf8'))).sip;
  } catch {
    return give('Nothing runs here that could be called. Start it with `npm start` in another terminal, then call again.');
  }
}

function callerNumber(as: string): string {
  if (as === 'withheld') return 'anonymous';
  // Numbers 0100 to 0199 of each area are kept free for fiction; no customer of the demo is in this area.
  if (as === 'new') return `+1303555${String(100 + randomInt(100)).padStart(4, '0')}`;
  if (/^\+[1-9]\d{1,14}$/.test(as)) return as;
  return (
    customerCalled(as)?.number ??
    give(`Nobody here is called ${as}. Use the first name of a demo customer (maria), new, withheld, or a number.`)
  );
}

const began = performance.now();
const seconds = (ms: number): string => (ms / 1000).toFixed(1);
const tell = (line: string): void => console.log(`${seconds(performance.now() - began).padStart(6)} s  ${line}`);
const described = ({ kind, dbov, hz }: Heard): string =>
  `${kind === 'tone' ? `a tone of ${hz ?? 0} Hz` : kind}${kind === 'silence' ? '' : `, ${dbov} dB`}`;

/** Tells each change of what is heard that lasts, and adds up how long each kind lasted. */
class Listener {
  readonly lastedMs: Record<Heard['kind'], number> = { silence: 0, tone: 0, speech: 0, music: 0 };
  /** Since when it has been silent after speech; undefined while it isn't. */
  quietSinceMs: number | undefined;
  #told: Heard['kind'] | undefined;
  #kind: Heard['kind'] = 'silence';
  #sinceMs = performance.now();
  #lastMs = performance.now();
  #spoke = false;

  listen(heard: Heard): void {
    const now = performance.now();
    this.lastedMs[heard.kind] += now - this.#lastMs;
    this.#lastMs = now;
    if (heard.kind !== this.#kind) [this.#kind, this.#sinceMs] = [heard.kind, now];
    if (heard.kind === 'speech') this.#spoke = true;
    this.quietSinceMs = heard.kind === 'silence' && this.#spoke ? (this.quietSinceMs ?? now) : undefined;
    if (this.#told !== this.#kind && now - this.#sinceMs >= (this.#kind === 'silence' ? 800 : 400)) {
      this.#told = this.#kind;
      tell(`hears ${described(heard)}`);
    }
  }
  /** The next prompt counts anew. */
  forget(): void {
    this.#spoke = false;
    this.quietSinceMs = undefined;
  }
}

/** Does something once a prompt has been followed by silence: prompts that follow each other leave shorter gaps. */
async function afterPrompt(call: PlacedCall, listener: Listener, act: () => void): Promise<void> {
  const ended = (): boolean => listener.quietSinceMs !== undefined && performance.now() - listener.quietSinceMs > 1200;
  const over = call.ended.then(() => true);
  await call.until('a prompt ends', ended, 30_000).catch(() => undefined);
  listener.forget();
  if (await Promise.race([over, Promise.resolve(false)])) return;
  act();
}

function press(call: PlacedCall, keys: string): void {
  call.press(keys);
  tell(`presses ${keys}`);
}

/** Says words once, with the shipped voice. */
async function wordsToSay(words: string): Promise<(call: PlacedCall) => void> {
  const { samples, rate } = await speak(words);
  const spoken = Int16Array.from(trimmed(levelled(toTelephone(samples, rate), -20), 100), (value) => Math.round(value * 32767));
  return (call) => {
    call.say(wavOf(spoken));
    setTimeout(() => call.say(undefined), spoken.length / 8);
    tell(`says "${words}"`);
  };
}

const options = readOptions();
if (options.help) {
  console.log(usage);
  process.exit(0);
}
if (options.press !== undefined && !/^[0-9*#]+(,[0-9*#]+)*$/.test(options.press))
  give(`--press takes keys, as in --press 2 or --press 2,1.\n\n${usage}`);
const listenMs = 1000 * Number(options.listen ?? 20);
if (!(listenMs >= 0)) give(`--listen takes seconds.\n\n${usage}`);

const as = options.as ?? 'maria';
const say = options.say !== undefined && existsSync(options.say) ? readFileSync(options.say) : undefined;
const words = options.say !== undefined && say === undefined ? await wordsToSay(options.say) : undefined;
const call = await placeCall({
  to: options.to ?? openNumber,
  from: callerNumber(as),
  sip: sipAddress(options.sip),
  ...(say ? { say } : {}),
});
tell(`calls as ${/^\+/.test(as) ? 'this number' : as}`);
// A terminal tells everybody it started, and whoever started this command tells it again: the second word must not end it before the goodbye.
let leaving: Promise<void> | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void (leaving ??= call.hangUp()));
const answered = await call.answered;
const answeredMs = performance.now() - began;
const listener = new Listener();
if (answered) {
  tell('answered');
  const listening = setInterval(() => listener.listen(call.hears()), 100);
  for (const keys of options.press?.split(',') ?? []) await afterPrompt(call, listener, () => press(call, keys));
  if (words !== undefined) await afterPrompt(call, listener, () => words(call));
  const over = new AbortController();
  const patience = setTimeout(() => over.abort(), listenMs);
  await Promise.race([call.ended, new Promise((resolve) => over.signal.addEventListener('abort', resolve))]);
  clearTimeout(patience);
  clearInterval(listening);
}
// Until the other side has confirmed: a process that ends sooner leaves the call up.
const gone = call.hangUp();
const end = await call.ended;
if (options.record !== undefined) writeFileSync(options.record, wavOf(call.recording()));

const reason = { us: 'hung up here', far: 'ended by the other side', failure: 'failed' }[end.by];
const status = end.by === 'far' && end.status !== undefined ? ` (${end.status})` : end.by === 'failure' ? `: ${end.why}` : '';
const heard = Object.entries(listener.lastedMs).filter(([, ms]) => ms >= 100).map(([kind, ms]) => `${kind} ${seconds(ms)} s`); // prettier-ignore
const parts = answered
  ? [`answered after ${seconds(answeredMs)} s`, `heard ${heard.join(', ')}`, ...(call.pressed === '' ? [] : [`pressed ${call.pressed}`])]
  : ['not answered'];
tell(`${reason}${status}`);
console.log(`${parts.join(' · ')} · ${reason}${status}`);
await gone;
process.exit(answered ? 0 : 1);
