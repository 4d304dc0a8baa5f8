import { describe, expect, it } from 'vitest';
import { hashPin } from '../../shared/customers/pin.ts';
import { customerKeys } from '../../shared/customers/customer.ts';
import { defineFlow, type Flow } from '../../shared/flows/flow.ts';
import { CustomerId } from '../../shared/ids.ts';
import { openCentre, PhoneCall, type Centre } from './centre.ts';
import { dial } from './caller.ts';

const order = defineFlow('main', function* (call) {
  const number = yield* call.digits('auth-number', { length: 4, confirm: true });
  if (number === undefined) return yield* call.enqueue('operator');
  return yield* call.enqueue(number);
});

describe('asking for digits', () => {
  it('reads back what was understood and takes it once the caller says that it is right', () => {
    const { caller, call } = dial(order);
    caller.hears('auth-number');
    caller.presses('1234');
    caller.hears('confirm-digits');
    caller.presses('1');
    call.isQueuedIn('1234');
  });

  it('asks again, in other words, when it was wrong, and gives up after the last try', () => {
    const { caller, call } = dial(order);
    caller.hears('auth-number');
    caller.presses('1234');
    caller.hears('confirm-digits');
    caller.presses('2');
    caller.hears('auth-number-again');
    caller.isNotUnderstood();
    caller.hears('auth-number-last');
    caller.isNotUnderstood();
    call.isQueuedIn('operator');
  });

  it('says the prompt again when the caller presses the star, and counts no try', () => {
    const { caller, call } = dial(order);
    caller.hears('auth-number');
    for (let i = 0; i < 5; i++) caller.presses('*');
    caller.hears('auth-number');
    expect(call.record).toEqual([]);
  });

  it('leads to a person at the key for that, at any time', () => {
    const first = dial(order);
    first.caller.presses('0');
    first.call.isQueuedIn('operator');
    const later = dial(order);
    later.caller.presses('1234');
    later.caller.hears('confirm-digits');
    later.caller.presses('0');
    later.call.isQueuedIn('operator');
  });

  it('reads long numbers back in several lists of ten actions at most', async () => {
    const long = defineFlow('main', function* (call) {
      return yield* call.enqueue((yield* call.digits('auth-number', { length: 16, confirm: true })) ?? 'operator');
    });
    const centre = await openCentre([long]);
    const call = new PhoneCall(centre);
    await call.flow();
    await call.presses('1234123412341234');
    for (let i = 0; i < 20 && call.hears !== 'confirm-digits'; i++) await call.listens();
    expect(call.hears).toBe('confirm-digits');
    expect(Math.max(...call.answers.map(({ answer }) => answer.Actions.length))).toBe(10);
    const heard = call.service.started.flatMap(({ Parameters }) => ('AudioSource' in Parameters ? [Parameters.AudioSource.Key] : []));
    expect(heard.filter((key) => key.includes('/number-'))).toHaveLength(16);
  });

  it('takes menus with a key for a person, tries and prompts of their own', () => {
    const menu = defineFlow('main', function* (call) {
      const topic = yield* call.menu('main-menu', { 0: 'product' }, { operator: '9', tries: 2, prompts: ['main-menu', 'main-menu-last'] });
      return yield* call.enqueue(topic);
    });
    const { caller, call } = dial(menu);
    caller.isNotUnderstood();
    caller.hears('main-menu-last');
    caller.presses('9');
    call.isQueuedIn('operator');
    const other = dial(menu);
    other.caller.presses('0');
    other.call.isQueuedIn('product');
  });
});

const customerId = CustomerId.parse('maria');
async function centreWithMaria(flow: Flow): Promise<Centre> {
  const centre = await openCentre([flow]);
  const { db } = centre.world;
  const customer = { schemaVersion: 1, customerId, version: 1, seq: 0, name: 'Maria', numbers: [], createdAt: '2026-01-01T00:00:00.000Z' };
  await db.write([
    {
      table: 'customers',
      put: { ...customerKeys.customer(customerId), ...customer, customerNumber: '70011', pinHash: await hashPin('8642') },
    },
    { table: 'customers', put: { ...customerKeys.customerNumber('70011'), schemaVersion: 1, customerId } },
  ]);
  return centre;
}

describe('authentication by customer number and PIN', () => {
  const flow = defineFlow('main', function* (call) {
    yield* call.identify();
    const who = yield* call.authenticate();
    yield* call.note({ outcome: who.is });
    return yield* call.enqueue('operator');
  });

  async function tries(centre: Centre, ...keys: string[]): Promise<{ call: PhoneCall; outcome: string | undefined }> {
    const call = new PhoneCall(centre);
    // Each wait for a slow hash is one: twice only where it is about that.
    call.twice = keys.length <= 2;
    await call.flow();
    for (const pressed of keys) {
      while (call.service.current?.Type === 'PlayAudio') await call.listens();
      await call.presses(pressed);
    }
    return { call, outcome: (await call.contact()).attributes['outcome'] };
  }

  it('lets the right PIN in: the agent sees who it is, and that they proved it', async () => {
    const centre = await centreWithMaria(flow);
    const { call, outcome } = await tries(centre, '70011', '8642');
    expect(outcome).toBe('authenticated');
    expect(await call.contact()).toMatchObject({ customerId, attributes: { authenticated: 'yes' } });
  });

  it('keeps the digits nowhere: not in the call’s attributes, not with the contact, not in any table', async () => {
    const centre = await centreWithMaria(flow);
    const { call } = await tries(centre, '70011', '1357', '70011', '8642');
    const { contactId, transactionId } = await call.contact();
    const kept = await Promise.all(
      [`CONTACT#${contactId}`, `TRANSACTION#${transactionId}`].map((pk) => centre.world.db.query({ table: 'contacts', pk })),
    );
    const everything = JSON.stringify([kept, call.answers.map(({ answer, again }) => [answer, again]), centre.logged]);
    expect(everything).not.toMatch(/"[^"]*(8642|1357|70011)[^"]*"/);
  });

  it('locks the number after too many wrong PINs, for a while, also for the right one', async () => {
    const centre = await centreWithMaria(flow);
    expect((await tries(centre, '70011', '1111', '70011', '2222', '70011', '3333')).outcome).toBe('locked-out');
    expect((await tries(centre, '70011', '8642')).outcome).toBe('locked-out');
    centre.clock.nowMs += 15 * 60_000 + 1;
    expect((await tries(centre, '70011', '8642')).outcome).toBe('authenticated');
  });

  it('forgets wrong PINs after a right one', async () => {
    const centre = await centreWithMaria(flow);
    await tries(centre, '70011', '1111', '70011', '2222', '70011', '8642');
    expect((await tries(centre, '70011', '1111', '70011', '8642')).outcome).toBe('authenticated');
  });

  it('does not tell which customer numbers there are', async () => {
    const centre = await centreWithMaria(flow);
    const { call } = await tries(centre, '99999', '8642');
    expect(call.hears).toBe('auth-wrong');
    expect((await tries(centre, '99999', '1', '99999', '2222', '99999', '3333')).outcome).toBe('refused');
  });

  it('says when the caller wants a person', async () => {
    const centre = await centreWithMaria(flow);
    expect((await tries(centre, '70011', '0')).outcome).toBe('operator');
  });
});
