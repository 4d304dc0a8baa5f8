/** What agents do with a live call, as long as it takes until it can be heard; what the audio's way costs; and what calls cost. */
import { AgentId } from '../../shared/ids.ts';
import { type Center, startCenter } from '../system/center.ts';
import { compared, percentile } from './figure.ts';
import type { Bench, Figure } from './figure.ts';
import { inBrowser } from './parts/browser.ts';
import { clickThrough, type Delays } from './parts/clicks.ts';
import { connectedCalls } from './parts/connected-calls.ts';
import { round, steps, type People, type Round } from './parts/talk-rounds.ts';

const rounds = 12;
const clickCalls = 1;

const sizes = [20, 50, 100];
const seconds = 4;

export const bench: Bench = async () => [...(await commands()), ...(await load())];

const spread = (name: string, values: readonly number[]): Figure[] => [
  compared(`control.${name}.p50`, 'ms', [percentile(values, 0.5)]),
  compared(`control.${name}.p99`, 'ms', [percentile(values, 0.99)]),
];

/**
 * The whole system with a caller by SIP and two agents without a browser: WebRTC audio and all requests are real. Then a browser, where there
 * is one: `reload` is what the caller does without the agent, and `phone-to-browser-and-back` goes both ways through its buffers.
 */
async function commands(): Promise<Figure[]> {
  const center = await startCenter({ ringSeconds: 60 });
  try {
    const [anna, bela] = [await center.agent('anna'), await center.agent('bela')];
    const idOf = async (agent: typeof anna) => AgentId.parse((await agent.call('GET /api/me', {}, {})).agent.agentId);
    const people: People = { anna, bela, annaId: await idOf(anna), belaId: await idOf(bela) };
    await anna.goAvailable();
    // Bela is there to be asked, and gets no calls.
    await bela.call('POST /api/me/status', {}, { status: 'on-break', breakReason: 'back-office' });
    await oneRound(center, people, '+12025552999');
    const measured: Round[] = [];
    for (let n = 0; n < rounds; n++) measured.push(await oneRound(center, people, `+1202555${2000 + n}`));
    const delays: Delays[] = [];
    for (let n = 0; n < clickCalls; n++) delays.push(await clickThrough(center, anna, `+1202555${2500 + n}`));
    // The next caller is for who sits at the browser.
    await anna.call('POST /api/me/status', {}, { status: 'offline' });
    const browser = await inBrowser(center, '+12025552700');
    return [
      ...steps.flatMap((step) =>
        spread(
          step,
          measured.map((one) => one[step]),
        ),
      ),
      ...spread(
        'mouth-to-ear.phone-to-seat',
        delays.flatMap(({ toAgentMs }) => toAgentMs),
      ),
      ...spread(
        'mouth-to-ear.seat-to-phone',
        delays.flatMap(({ toCallerMs }) => toCallerMs),
      ),
      ...(browser === undefined
        ? []
        : [
            ...spread('mouth-to-ear.phone-to-browser', browser.toBrowserMs),
            ...spread('mouth-to-ear.browser-to-phone', browser.toPhoneMs),
            ...spread('mouth-to-ear.phone-to-browser-and-back', browser.thereAndBackMs),
            ...spread('reload.audio-again', browser.reloadMs),
          ]),
    ];
  } finally {
    await center.close();
  }
}

/** A round that does not come to its end says how the conversation stood, and what went wrong in the system. */
async function oneRound(center: Center, people: People, from: string): Promise<Round> {
  try {
    return await round(center, people, from);
  } catch (fault) {
    const { contact } = await people.anna.call('GET /api/me', {}, {});
    const stood = JSON.stringify(contact?.talk);
    throw new Error(`${fault instanceof Error ? fault.message : String(fault)}; ${stood}; ${center.errors.slice(-3).join('\n')}`, {
      cause: fault,
    });
  }
}

/** The gateway alone, with a telephone and an agent's seat in each meeting. */
async function load(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const calls of sizes) {
    const { answered, heard, spacingErrorP99Ms, missing, cpuMsPerCallSecond } = await connectedCalls(calls, seconds);
    const figure = (name: string, unit: string, value: number) =>
      figures.push(compared(`control.connected.${calls}.${name}`, unit, [value]));
    figure('answered', 'calls', answered);
    figure('agents-hear', 'calls', heard);
    figure('spacing-error-p99', 'ms', spacingErrorP99Ms);
    figure('missing', '%', 100 * missing);
    figure('cpu-per-call-second', 'ms', cpuMsPerCallSecond);
    // Of one core, for all of them together.
    figure('cpu', '%', (cpuMsPerCallSecond * calls) / 10);
  }
  return figures;
}
