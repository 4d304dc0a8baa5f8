/** Customer numbers and PINs that callers type: whatever becomes of the call, they are nowhere afterwards. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readContactRecordings } from '../../bin/flows/replay.ts';
import type { PlacedCall } from '../../local/caller.ts';
import { helpDeskNumber } from '../../local/demo/settings.ts';
import { hashPin } from '../../shared/customers/pin.ts';
import { customerKeys } from '../../shared/customers/customer.ts';
import { CustomerId } from '../../shared/ids.ts';
import type { Agent } from './agent.ts';
import { startCenter, type Center } from './center.ts';

/** Digits that nothing else has. The customer number is nobody's: a customer's own stands with them. */
const typed = { nobodys: '839205716428', wrong: '59371648', right: '48159263', begun: '60742915' };
const customerNumber = '70011';

const dir = mkdtempSync(path.join(os.tmpdir(), 'linehall-pin-'));
let center: Center;
let anna: Agent;
const lines: string[] = [];
let closed = false;

beforeAll(async () => {
  center = await startCenter({ dir });
  center.system.cloud.logs.onLine(({ functionName, text }) => void lines.push(`${functionName}: ${text}`));
  const maria = customerKeys.customer(CustomerId.parse('demo-customer-maria'));
  await center.db.write([{ table: 'customers', update: maria, set: { pinHash: await hashPin(typed.right) } }]);
  anna = await center.agent('anna');
}, 240_000);
afterAll(async () => {
  if (!closed) await center?.close();
  rmSync(dir, { recursive: true, force: true });
});

/** A caller at the keypad: each press waits until the next question has begun. */
async function caller(): Promise<{ call: PlacedCall; answers: (keys: string, meanwhile?: () => void) => Promise<void> }> {
  const asked = (): number => lines.filter((line) => /^gateway: .*PlayAudioAndGetDigits on LEG-A/.test(line)).length;
  let known = asked();
  const call = await center.call({ from: '+12025550111', to: helpDeskNumber });
  expect(await call.answered).toBe(true);
  return {
    call,
    async answers(keys, meanwhile) {
      await call.until(`a question for ${keys}`, () => asked() > known, 40_000);
      known = asked();
      meanwhile?.();
      call.press(keys);
    },
  };
}

/** Every file of a folder, whatever is in it. */
const filesOf = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));

/** Where any of the digits stand: in the order in which they were typed, also with something between them. */
function found(where: string, text: string): string[] {
  return Object.entries(typed).flatMap(([name, digits]) => {
    const spaced = new RegExp([...digits].join('[ ",]{0,4}'));
    return spaced.test(text) ? [`the ${name} one in ${where}: ${spaced.exec(text)?.[0] ?? ''}`] : [];
  });
}

it(
  'digits of a PIN are in no log, table, fact, message, record or file, after calls that go well, badly, and not to their end',
  { timeout: 180_000 },
  async () => {
    await anna.goAvailable();
    const well = await caller();
    for (const keys of ['1', '1', `${typed.nobodys}#`, `${typed.wrong}#`, `${customerNumber}#`, `${typed.right}#`, '0'])
      await well.answers(keys);
    const { contact } = await anna.next('offer', undefined, 40_000);
    expect(contact).toMatchObject({ contactId: expect.any(String) as string });
    await well.call.hangUp();
    const atOnce = await caller();
    for (const keys of ['1', '1', `${customerNumber}#`, typed.begun]) await atOnce.answers(keys);
    await atOnce.call.until('all keys are pressed', () => atOnce.call.pressed.endsWith(typed.begun), 10_000);
    await atOnce.call.hangUp();
    const badly = await caller();
    for (const keys of ['1', '1', `${customerNumber}#`]) await badly.answers(keys);
    // The flow's function ends in the middle of its look.
    const { faults } = center.system.cloud;
    const kill = { at: 'invocation', matches: 'flows-help-desk', effect: { kind: 'kill', afterMs: 1 } } as const;
    await badly.answers(`${typed.right}#`, () => faults.arm(kill));
    await center.facts.first('CallLost', () => true, 40_000);
    center.system.cloud.faults.clear();
    await badly.call.hangUp();
    await center.facts.until('not all ended', (facts) => facts.of('ContactEnded').length >= 3, 60_000);

    const contacts = center.facts.of('ContactArrived').map(({ subjectId }) => subjectId);
    const replays = await Promise.all(contacts.map((contactId) => readContactRecordings(center.db, contactId)));
    expect(JSON.stringify(replays)).toContain('auth-pin');
    await center.close();
    closed = true;
    const told = { logs: lines, lines: center.lines, facts: center.facts.all, live: anna.heard, replays };
    const files = filesOf(dir).map((file) => [path.relative(dir, file), readFileSync(file, 'utf8')] as const);
    expect(files.length).toBeGreaterThan(10);
    const all = [...Object.entries(told).map(([name, what]) => [name, JSON.stringify(what)] as const), ...files];
    expect(all.flatMap(([where, text]) => found(where, text))).toEqual([]);
    // The search finds what is there: the number of a customer stands with them.
    expect(files.some(([, text]) => text.includes(`CUSTOMERNUMBER#${customerNumber}`))).toBe(true);
  },
);
