/** The measurements of the decision record on vacancies: prints them as a table. Run by hand: `node test/bench/parts/record.ts`. */
import { median, percentile } from '../figure.ts';
import { load } from './load.ts';
import { injected } from './virtual-center.ts';

const rows: string[] = [];
for (const agents of [20, 200]) {
  for (const callsPerSecond of [1, 8, 32]) {
    for (const kind of ['equal', 'skills', 'profiles'] as const) {
      const seconds = callsPerSecond === 1 ? 60 : 10;
      const run = await load({ seed: 1, callsPerSecond, agents, seconds, latency: injected, kind });
      const cells = [
        agents,
        callsPerSecond,
        kind,
        run.lostPerCall.toFixed(2),
        run.readsPerCall.toFixed(0),
        run.writesPerCall.toFixed(0),
        median(run.matchMs).toFixed(0),
        percentile(run.matchMs, 0.99).toFixed(0),
      ];
      rows.push(`| ${cells.join(' | ')} |`);
      console.log(rows.at(-1));
    }
  }
}
