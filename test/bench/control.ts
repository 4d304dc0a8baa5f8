/** What agents do with a live call, as long as it takes until it can be heard; what the audio's way costs; and what calls cost. */
import { AgentId } from '../../shared/ids.ts';
import { startCenter } from '../system/center.ts';
import { compared, percentile } from './figure.ts';
import type { Bench, Figure } from './figure.ts';
import { clickThrough, type Delays } from './parts/clicks.ts';
import { round, steps, type People, type Round } from './parts/talk-rounds.ts';

const rounds = 8;
const clickCalls = 2;

export const bench: Bench = async () => [...(await commands())];

const spread = (name: string, values: readonly number[]): Figure[] => [
  compared(`control.${name}.p50`, 'ms', [percentile(values, 0.5)]),
  compared(`control.${name}.p99`, 'ms', [percentile(values, 0.99)]),
];

/** The whole system with a caller by SIP and two agents without a browser: WebRTC audio and all requests are real. */
async function commands(): Promise<Figure[]> {
  const center = await startCenter({ ringSeconds: 60 });
  try {
    const [anna, bela] = [await center.agent('anna'), await center.agent('bela')];
    const idOf = async (agent: typeof anna) => AgentId.parse((await agent.call('GET /api/me', {}, {})).agent.agentId);
    const people: People = { anna, bela, annaId: await idOf(anna), belaId: await idOf(bela) };
    await anna.goAvailable();
    // Bela is there to be asked, and gets no calls.
    await bela.call('POST /api/me/status', {}, { status: 'on-break', breakReason: 'back-office' });
    await round(center, people, '+12025552999');
    const measured: Round[] = [];
    for (let n = 0; n < rounds; n++) measured.push(await round(center, people, `+1202555${2000 + n}`));
    const delays: Delays[] = [];
    for (let n = 0; n < clickCalls; n++) delays.push(await clickThrough(center, anna, `+1202555${2500 + n}`));
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
    ];
  } finally {
    await center.close();
  }
}
