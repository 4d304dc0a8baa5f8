/**
 * Random flows and random callers through the real engine, with everything that the service may do: an event twice at the same time, again
 * after 5 s, an old one late, strays between, other spellings. The outcome is that of one undisturbed call, what is done outside is done
 * once, and after the hang-up nothing is.
 *
 * ENGINE_RUNS says how many flows are tried (20 unless told); ENGINE_SEED begins with this seed.
 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { drive } from '../../shared/flows/drive.ts';
import type { Reception } from '../../shared/flows/reception.ts';
import { bucket, openCentre, type Centre } from './centre.ts';
import { DisturbedCall, disturbances, noTrouble, spellings, type Trouble } from './disturbed-call.ts';
import { flowOf, randomCaller, randomParts, type Part, type RandomCaller } from './random-flow.ts';

const numRuns = Number(process.env['ENGINE_RUNS'] ?? 20);
const seed = process.env['ENGINE_SEED'];

const bots = { 'main-menu': 'arn:aws:lex:us-east-1:000000000000:bot-alias/BOT/ALIAS' };

/** Makes a call through two flows, and tells what came of it. */
async function callThrough(scripts: readonly [Part[], Part[]], caller: RandomCaller, trouble: Trouble) {
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
  const centre = await openCentre([], invokeFlow);
  made.centre = centre;
  const call = new DisturbedCall(centre, caller, trouble);
  await call.make();
  return { outcome: await call.outcome(), ran: ran.sort(), faults: [...call.faults, ...call.service.faults] };
}

const trouble: fc.Arbitrary<Trouble> = fc.record({
  disturbances: fc.array(fc.constantFrom(...disturbances), { minLength: 1, maxLength: 6 }),
  spellings: fc.subarray([...spellings]),
  quirks: fc.record({ failsBeforeHangup: fc.boolean(), terse: fc.boolean(), bareError: fc.boolean() }),
});

test('whatever the service does, a call comes to where it would come undisturbed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.tuple(randomParts, randomParts), randomCaller, trouble, async (scripts, caller, given) => {
      const undisturbed = await callThrough(scripts, caller, noTrouble);
      expect(undisturbed.faults).toEqual([]);
      const disturbed = await callThrough(scripts, caller, given);
      expect(disturbed).toEqual(undisturbed);
    }),
    { numRuns, ...(seed === undefined ? {} : { seed: Number(seed) }) },
  );
}, 600_000);
