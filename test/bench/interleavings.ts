/** How many orders of real operations are played in a second on the engine in memory, and that none of ten million breaks a rule. */
import { availableParallelism } from 'node:os';
import { createEngine, inProcessClient } from '../../local/services/dynamodb/dynamodb.ts';
import { type Database, openDatabase } from '../../shared/database/database.ts';
import { playInThreads, told } from '../interleavings/play.ts';
import { Memory, openMemory } from '../memory/memory.ts';
import { defineTables, physical } from '../routing/center.ts';
import { parameters } from '../routing/seed.ts';
import { type Bench, compared, type Figure } from './figure.ts';

/** Plays RUNS interleavings (ten million) from SEED on, in a thread per core; the first that breaks a rule is told with its seed. */
export const bench: Bench = async () => {
  const engines = await compareEngines();
  const { seed, numRuns } = parameters('interleavings', 10_000_000);
  const began = performance.now();
  const { failure, ...played } = await playInThreads(seed, numRuns, availableParallelism(), progressOf(numRuns));
  if (failure !== undefined) throw new Error(told(failure));
  const seconds = (performance.now() - began) / 1000;
  return [
    engines,
    compared('interleavings.played', 'orders', [played.interleavings]),
    compared('interleavings.games', 'games', [played.games]),
    compared('interleavings.operations', 'operations', [played.deeds]),
    compared('interleavings.died-half-way', 'operations', [played.deaths]),
    compared('interleavings.rate', 'orders/s', [played.interleavings / seconds]),
  ];
};

/** Says every half minute how far it is. */
function progressOf(all: number): (played: number) => void {
  let saidAt = performance.now();
  return (played) => {
    if (performance.now() - saidAt < 30_000) return;
    saidAt = performance.now();
    console.error(`${played.toLocaleString('en')} of ${all.toLocaleString('en')} orders played`);
  };
}

const rounds = 7;
const operations = 300;

/** A read, a query and a conditional write of two items, with the engine in memory and with a client of the SDK in this process. */
async function compareEngines(): Promise<Figure> {
  const engine = createEngine();
  defineTables(engine, 0);
  const sides = { memory: openMemory(new Memory()), sdk: openDatabase(inProcessClient(engine), physical) };
  const micros: Record<keyof typeof sides, number[]> = { memory: [], sdk: [] };
  for (let round = 0; round <= rounds; round++) {
    for (const side of ['memory', 'sdk'] as const) {
      const took = await timed(sides[side], round);
      if (round > 0) micros[side].push(took);
    }
  }
  return compared('interleavings.operation-in-memory', 'µs', micros.memory, micros.sdk);
}

async function timed(db: Database, round: number): Promise<number> {
  const began = performance.now();
  for (let i = 0; i < operations; i++) {
    const pk = `CONTACT#${round}-${i % 20}`;
    const version = Math.floor(i / 20);
    await db.get('contacts', { pk, sk: 'CONTACT' });
    await db.query({ table: 'contacts', pk, prefix: 'FACT#' });
    const guard =
      version === 0 ? { if: 'attribute_not_exists(pk)' } : { if: '#v = :v', names: { '#v': 'version' }, values: { ':v': version } };
    await db.write([
      { table: 'contacts', update: { pk, sk: 'CONTACT' }, set: { version: version + 1, state: 'waiting' }, ...guard },
      { table: 'contacts', put: { pk, sk: `FACT#${version}`, type: 'ContactQueued', data: { queueId: 'technical', priority: 5 } } },
    ]);
  }
  return ((performance.now() - began) * 1000) / (operations * 3);
}
