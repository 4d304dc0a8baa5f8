/**
 * Results of looks, claimed under transaction and step: a repeated event reuses what stands there and does nothing twice.
 */
import { z } from 'zod';
import { contactKeys } from '../contacts/contact.ts';
import type { Key } from '../database/database.ts';
import type { TransactionId } from '../ids.ts';
import { pauseBeforeRetry } from '../routing/settle.ts';
import type { World } from '../world.ts';
import { Json } from './ask.ts';

/** A claim without `result` is being worked on; one that is older than its lease was left by a worker that died. */
const Claim = z.object({ claimedMs: z.number(), claimant: z.string(), result: z.string().optional() });
type Claim = z.infer<typeof Claim>;

/** Where a look stands: the step's number within a run of the call. */
export interface Place {
  transactionId: TransactionId;
  run: number;
  step: number;
}

/** The service repeats an event after 5 s: by then a worker that said nothing is taken for dead. */
const leaseMs = 4_500;
/** Claims vanish by themselves (the table's TTL) after a call can have ended. */
export const keptSeconds = 24 * 60 * 60;

const written = (claim: Claim, nowMs: number) => ({ ...claim, expiresAt: Math.floor(nowMs / 1000) + keptSeconds });

/** Takes the claim, or tells who has it. */
async function take(world: World, key: Key): Promise<{ mine: string } | { theirs: Claim }> {
  const nowMs = world.now();
  const mine = world.newId();
  const taken = await world.db.write([
    {
      table: 'contacts',
      put: { ...key, ...written({ claimedMs: nowMs, claimant: mine }, nowMs) },
      if: 'attribute_not_exists(pk) OR (attribute_not_exists(#result) AND claimedMs < :dead)',
      names: { '#result': 'result' },
      values: { ':dead': nowMs - leaseMs },
    },
  ]);
  if (taken.outcome === 'written') return { mine };
  const item = (taken.outcome === 'refused' ? taken.item : undefined) ?? (await world.db.get('contacts', key));
  return item === undefined ? take(world, key) : { theirs: Claim.parse(item) };
}

/** Puts down the result, unless somebody took the claim over meanwhile: then theirs counts. */
async function putDown(world: World, key: Key, mine: string, result: Json): Promise<boolean> {
  const nowMs = world.now();
  const done = await world.db.write([
    {
      table: 'contacts',
      put: {
        ...key,
        ...written({ claimedMs: nowMs, claimant: mine, result: JSON.stringify(result) }, nowMs),
      },
      if: 'claimant = :mine',
      values: { ':mine': mine },
    },
  ]);
  return done.outcome === 'written';
}

/** Gives a claim up, so that a repeat may try at once. */
async function letGo(world: World, key: Key, mine: string): Promise<void> {
  await world.db.write([{ table: 'contacts', update: key, set: { claimedMs: 0 }, if: 'claimant = :mine', values: { ':mine': mine } }]);
}

/**
 * The result of a step of the call: what stands there, or what `work` gives. While somebody else is at it, waits for
 * theirs. Throws what `work` throws.
 */
export async function claimed(world: World, { transactionId, run, step }: Place, work: () => Promise<Json>): Promise<Json> {
  const key = contactKeys.step(transactionId, step, run);
  for (let attempt = 0; ; attempt++) {
    const claim = await take(world, key);
    if ('theirs' in claim) {
      if (claim.theirs.result !== undefined) return Json.parse(JSON.parse(claim.theirs.result));
      await pauseBeforeRetry(world, Math.max(5, attempt));
      continue;
    }
    let result: Json;
    try {
      result = await work();
    } catch (error) {
      await letGo(world, key, claim.mine);
      throw error;
    }
    if (await putDown(world, key, claim.mine, result)) return result;
  }
}
