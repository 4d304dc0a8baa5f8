/** How soon a call is answered: INVITE → 200, of the gateway alone and through the function, and up to which rate. */
import type { Bench, BenchOptions, Figure } from './figure.ts';
import { compared, percentile } from './figure.ts';
import { openNumber } from '../../local/demo/settings.ts';
import { startCenter } from '../system/center.ts';
import { number, peerOf, playingGateway } from './parts/gateway.ts';
import { inProcess } from './parts/process.ts';
import type { CallerOrder, CallerResult } from './parts/sip-caller.ts';
import { toneWav } from './parts/sounds.ts';

const holdMs = 100;
const runs = 3;

interface Plan {
  /** Rate at which latencies are taken, and rates that are tried after it. */
  steady: { callsPerSecond: number; seconds: number };
  rates: readonly number[];
}
const alone: Plan = { steady: { callsPerSecond: 100, seconds: 3 }, rates: [200, 300, 400, 500, 600, 800, 1000] };
/** The function decides, writes its facts and is run by one machine together with all that it needs. */
const whole: Plan = { steady: { callsPerSecond: 2, seconds: 10 }, rates: [5, 10, 15, 20, 30, 40, 50, 75, 100] };

interface Measured {
  p50: number[];
  p99: number[];
  /** Share of the calls at the steady rate that were not answered, in percent. */
  failed: number[];
  highest: number[];
}
const nothingMeasured = (): Measured => ({ p50: [], p99: [], failed: [], highest: [] });

/**
 * Measures the gateway alone, whose function is a promise in this process, and the whole system, whose function is the deployed bundle.
 * Callers are a process of their own. With `peer` (`host:port` of another SIP server that answers at once) the same calls go there too,
 * in turn with those of the gateway. It takes about four minutes.
 */
export async function answer(options: BenchOptions = {}): Promise<Figure[]> {
  return [...(await gatewayAlone(options)), ...(await throughTheFunction())];
}

export const bench: Bench = answer;

async function gatewayAlone(options: BenchOptions): Promise<Figure[]> {
  const gateway = await playingGateway(toneWav(0, 1), 1);
  const [ours, theirs] = [nothingMeasured(), nothingMeasured()];
  try {
    await warmUp({ ...gateway.sip, user: number }, alone);
    if (options.peer !== undefined) await warmUp({ ...peerOf(options.peer), user: 'bench' }, alone);
    for (let run = 0; run < runs; run++) {
      await latencies({ ...gateway.sip, user: number }, alone, ours);
      if (options.peer !== undefined) await latencies({ ...peerOf(options.peer), user: 'bench' }, alone, theirs);
    }
    await highestRate({ ...gateway.sip, user: number }, alone, ours);
    if (options.peer !== undefined) await highestRate({ ...peerOf(options.peer), user: 'bench' }, alone, theirs);
  } finally {
    await gateway.close();
  }
  return figures('answer.gateway', ours, theirs);
}

async function throughTheFunction(): Promise<Figure[]> {
  const center = await startCenter();
  const measured = nothingMeasured();
  try {
    const { sip } = center.system.gateway;
    await warmUp({ ...sip, user: openNumber }, whole);
    for (let run = 0; run < runs; run++) await latencies({ ...sip, user: openNumber }, whole, measured);
    await highestRate({ ...sip, user: openNumber }, whole, measured);
  } finally {
    await center.close();
  }
  return figures('answer.through-function', measured);
}

const figures = (name: string, ours: Measured, theirs?: Measured): Figure[] => [
  compared(`${name}.p50`, 'ms', ours.p50, theirs?.p50),
  compared(`${name}.p99`, 'ms', ours.p99, theirs?.p99),
  compared(`${name}.failed`, '%', ours.failed, theirs?.failed),
  compared(`${name}.highest-rate`, 'calls/s', ours.highest, theirs?.highest),
];

type Target = Pick<CallerOrder, 'host' | 'port' | 'user'>;

/** Code is compiled and functions have started when it counts. */
const warmUp = (to: Target, plan: Plan): Promise<CallerResult> =>
  call({ ...to, callsPerSecond: plan.steady.callsPerSecond, seconds: 3, holdMs });

async function latencies(to: Target, plan: Plan, measured: Measured): Promise<void> {
  const { latenciesMs, failures } = await call({ ...to, ...plan.steady, holdMs });
  measured.p50.push(percentile(latenciesMs, 0.5));
  measured.p99.push(percentile(latenciesMs, 0.99));
  measured.failed.push((100 * failures) / (failures + latenciesMs.length));
}

/** The highest rate at which every call of three seconds is answered within four seconds. */
async function highestRate(to: Target, plan: Plan, measured: Measured): Promise<void> {
  let highest = 0;
  for (const callsPerSecond of [plan.steady.callsPerSecond, ...plan.rates]) {
    const { failures } = await call({ ...to, callsPerSecond, seconds: 3, holdMs });
    if (failures > 0) break;
    highest = callsPerSecond;
  }
  measured.highest.push(highest);
}

const call = (order: CallerOrder): Promise<CallerResult> =>
  inProcess<CallerResult>('./sip-caller.ts', order, { withinMs: 30_000 + order.seconds * 1000 });
