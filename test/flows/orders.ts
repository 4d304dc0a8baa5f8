/**
 * Random flows and random callers through the real engine, with everything that the service may do: an event twice at the same time, again
 * after 5 s, an old one late, strays between, other spellings. The outcome is that of one undisturbed call, what is done outside is done
 * once, and after the hang-up nothing is.
 */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { type Customer, customerKeys } from '../../shared/customers/customer.ts';
import { hashPin } from '../../shared/customers/pin.ts';
import { CustomerId, Instant } from '../../shared/ids.ts';
import type { World } from '../../shared/world.ts';
import { drive } from '../../shared/flows/drive.ts';
import type { Reception } from '../../shared/flows/reception.ts';
import { Turns } from '../interleavings/turns.ts';
import { Memory, openMemory } from '../memory/memory.ts';
import { parseOnce } from '../memory/parsed.ts';
import { chanceOf } from '../system/chance.ts';
import { bucket, type Centre, type Ground, openCentre } from './centre.ts';
import { deriveOnce } from './derive-once.ts';
import { DisturbedCall, disturbances, noTrouble, spellings, type Together, type Trouble } from './disturbed-call.ts';
import { flowOf, randomCaller, randomParts, type Part, type RandomCaller } from './random-flow.ts';

const bots = { 'main-menu': 'arn:aws:lex:us-east-1:000000000000:bot-alias/BOT/ALIAS' };

/** The tables in memory; of operations that run together, chance says whose access comes next. */
function inMemory(seed: number): Ground & { together: Together } {
  parseOnce();
  deriveOnce();
  const chance = chanceOf(seed);
  const turns = new Turns(chance);
  const memory = openMemory(new Memory());
  const inTurn = async <T>(access: () => Promise<T>): Promise<T> => {
    await turns.turn();
    return access();
  };
  const db: World['db'] = {
    get: (...given) => inTurn(() => memory.get(...given)),
    query: (...given) => inTurn(() => memory.query(...given)),
    write: (...given) => inTurn(() => memory.write(...given)),
  };
  const together: Together = async <T>(one: () => Promise<T>, other: () => Promise<T>) => {
    const both: T[] = [];
    await turns.run([one, other].map((ask, i) => async () => void (both[i] = await ask())));
    return both as [T, T];
  };
  return { db, chance: chance.next, pause: async () => turns.turn(), together };
}

/** Somebody whose number and PIN are those that a caller of the model presses again and again. */
async function addCustomer({ world: { db } }: Centre): Promise<void> {
  const customerId = CustomerId.parse('01K9ANNA00000000000000ANNA');
  const customerNumber = '1'.repeat(12);
  const customer: Customer = {
    schemaVersion: 1,
    customerId,
    version: 1,
    seq: 0,
    name: 'Anna',
    numbers: [],
    customerNumber,
    pinHash: await hashPin('1'.repeat(8), Buffer.alloc(16)),
    createdAt: Instant.parse('2026-11-20T10:00:00.000Z'),
  };
  await db.write([
    { table: 'customers', put: { ...customerKeys.customer(customerId), ...customer } },
    { table: 'customers', put: { ...customerKeys.customerNumber(customerNumber), customerId } },
  ]);
}

/** Where calls are played: on the tables in memory, or on the local engine behind a client of the SDK, which is ten times slower. */
export type Where = 'in memory' | 'on the engine';

interface Given {
  scripts: readonly [Part[], Part[]];
  caller: RandomCaller;
  trouble: Trouble;
  /** For the order of what meets. */
  meets: number;
}

/** Makes a call through two flows, and tells what came of it. */
async function callThrough(where: Where, { scripts, caller, trouble, meets }: Given) {
  const ran: string[] = [];
  const flows = scripts.map((parts, i) => flowOf(i === 0 ? 'main' : 'other', parts, (name) => void ran.push(name)));
  const made: { centre?: Centre } = {};
  const invokeFlow: Reception['invokeFlow'] = async (name, version, request) => {
    const flow = flows.find((one) => one.name === name);
    if (flow === undefined || made.centre === undefined) return { failed: 'there is no flow of that name' };
    try {
      return { reply: await drive(flow, made.centre.world, request, bucket, bots), version: version ?? '7' };
    } catch {
      return { failed: 'the flow failed' };
    }
  };
  const ground = where === 'in memory' ? inMemory(meets) : undefined;
  const centre = await openCentre([], invokeFlow, ground);
  made.centre = centre;
  await addCustomer(centre);
  const call = new DisturbedCall(centre, caller, trouble, ground?.together);
  await call.make();
  return { outcome: await call.outcome(), ran: ran.sort(), faults: [...call.faults, ...call.service.faults] };
}

const trouble: fc.Arbitrary<Trouble> = fc.record({
  disturbances: fc.array(fc.constantFrom(...disturbances), { minLength: 1, maxLength: 6 }),
  spellings: fc.subarray([...spellings]),
  quirks: fc.record({ failsBeforeHangup: fc.boolean(), terse: fc.boolean(), bareError: fc.boolean() }),
});
const given: fc.Arbitrary<Given> = fc.record({
  scripts: fc.tuple(randomParts, randomParts),
  caller: randomCaller,
  trouble,
  meets: fc.integer(),
});

/** What must be said of each call: the same came of it as of an undisturbed one, and nothing was wrong with that. */
export const undisturbed = (where: Where) =>
  fc.asyncProperty(given, async (one) => {
    const quiet = await callThrough(where, { ...one, trouble: noTrouble });
    assert.deepEqual(quiet.faults, []);
    assert.deepEqual(await callThrough(where, one), quiet);
  });
