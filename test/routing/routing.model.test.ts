import { AsyncLocalStorage } from 'node:async_hooks';
import fc from 'fast-check';
import { test } from 'vitest';
import { changeStatus } from '../../shared/agents/change-status.ts';
import { renewLease } from '../../shared/agents/lease.ts';
import { requireAgent } from '../../shared/agents/read-agent.ts';
import { completeWrapUp } from '../../shared/agents/wrap-up.ts';
import { endContact } from '../../shared/contacts/end-contact.ts';
import type { TableName } from '../../shared/database/database.ts';
import type { AgentId, ContactId } from '../../shared/ids.ts';
import { acceptOffer } from '../../shared/routing/accept-offer.ts';
import { catchUp } from '../../shared/routing/catch-up.ts';
import { endOffer } from '../../shared/routing/end-offer.ts';
import { enqueue } from '../../shared/routing/enqueue.ts';
import { handleDeadline } from '../../shared/routing/handle-deadline.ts';
import { noteSeen } from '../../shared/routing/note-seen.ts';
import { reportAudio } from '../../shared/routing/report-audio.ts';
import { returnToQueue } from '../../shared/routing/return-to-queue.ts';
import { WrapUpRequest } from '../../shared/wire/api.ts';
import { arriveAgent, arriveCall, type Center, connect, openCenter, profile, queue } from './center.ts';
import { parameters } from './seed.ts';
import { bindsOneToOne, keepsPlaces, leavesNobodyWaiting, type Present, readPresent, tellsEverything } from './rules.ts';

const queues = [queue('technical', { wrapUpSeconds: 10 }), queue('billing', { priority: 7, wrapUpSeconds: 0 })];
const profiles = [
  profile('everyone', [
    ['technical', 1],
    ['billing', 2],
  ]),
  profile('billing', [['billing', 1]]),
];

/** A function's life ends at its `left`th access to the outside, before or after the access has had its effect. */
interface Invocation {
  left: number;
  before: boolean;
}
class Crash extends Error {}
const invocations = new AsyncLocalStorage<Invocation>();

function touch(isBefore: boolean): void {
  const invocation = invocations.getStore();
  if (invocation === undefined || invocation.before !== isBefore) return;
  invocation.left -= 1;
  if (invocation.left <= 0) throw new Crash('the function died');
}

const kinds = [
  'call',
  'call',
  'call',
  'available',
  'available',
  'break',
  'heartbeat',
  'reconnect',
  'vanish',
  'seen',
  'accept',
  'accept',
  'audio',
  'audio',
  'decline',
  'agent-hangs-up',
  'caller-hangs-up',
  'wrap-up',
  'wrap-up',
  'deadline',
  'deadline',
  'stream',
  'stream',
  'pass',
  'not-joined',
] as const;
const command = fc.record({
  kind: fc.constantFrom(...kinds),
  a: fc.nat(1000),
  b: fc.nat(1000),
  crash: fc.option(fc.record({ left: fc.integer({ min: 1, max: 25 }), before: fc.boolean() }), { freq: 4, nil: undefined }),
  repeat: fc.boolean(),
});
type Command = typeof command extends fc.Arbitrary<infer C> ? C : never;

/** One run: the center, and who did what so far. */
class Run {
  readonly agents: AgentId[] = [];
  readonly contacts: ContactId[] = [];
  readonly cursors = new Map<TableName, number>();
  readonly center: Center;
  private arrived = 0;
  constructor(center: Center) {
    this.center = center;
  }

  private pick<T>(from: readonly T[], i: number): T | undefined {
    return from[i % Math.max(1, from.length)];
  }

  /** An offer that some client was shown, present or long over. */
  private offer(i: number): { agentId: AgentId; contactId: ContactId; n: number } | undefined {
    const shown = this.center.pushed.flatMap(({ agentId, message }) =>
      message.type === 'offer' ? [{ agentId, contactId: message.contact.contactId, n: message.contact.n }] : [],
    );
    return this.pick(shown.slice(-6), i);
  }

  async act({ kind, a, b, repeat }: Command): Promise<void> {
    const { world, clients, calls } = this.center;
    const agentId = this.pick(this.agents, a);
    const contactId = this.pick(this.contacts.slice(-6), a);
    const offer = this.offer(a);
    switch (kind) {
      case 'call':
        return this.call(b);
      case 'available':
        if (agentId !== undefined) await changeStatus(world, agentId, { status: 'available' });
        return;
      case 'break':
        if (agentId !== undefined) await changeStatus(world, agentId, { status: 'on-break', breakReason: 'lunch' });
        return;
      case 'heartbeat':
        if (agentId !== undefined && clients.has(agentId)) await this.beat(agentId);
        return;
      case 'reconnect':
        if (agentId !== undefined) await connect(this.center, agentId, `${agentId}-${world.newId()}`);
        return;
      case 'vanish':
        if (agentId !== undefined) clients.delete(agentId);
        return;
      case 'seen':
        if (offer !== undefined) await noteSeen(world, offer.agentId, offer.contactId, offer.n);
        return;
      case 'accept':
        if (offer !== undefined) await acceptOffer(world, offer.agentId, offer.contactId, offer.n);
        return;
      case 'audio':
        if (offer !== undefined && (await reportAudio(world, offer.agentId, offer.contactId, offer.n)).call === 'gone') {
          await endContact(world, offer.contactId, 'caller-hung-up');
        }
        return;
      case 'decline':
        if (offer !== undefined) await endOffer(world, offer.contactId, offer.n, { kind: 'declined' });
        return;
      case 'agent-hangs-up':
        if (offer !== undefined) await endContact(world, offer.contactId, 'agent-hung-up', offer);
        return;
      case 'caller-hangs-up':
        if (contactId === undefined) return;
        calls.delete(`call-${contactId}`);
        return endContact(world, contactId, 'caller-hung-up');
      case 'wrap-up':
        if (offer !== undefined) await completeWrapUp(world, offer.agentId, offer.contactId, wrapUp(offer.n));
        return;
      case 'deadline':
        return this.deadline(a, repeat);
      case 'stream':
        return this.stream(b % 12, repeat);
      case 'pass':
        this.center.clock.now += [500, 3000, 8000, 20_000, 45_000][b % 5] ?? 0;
        return;
      case 'not-joined':
        if (contactId !== undefined) await returnToQueue(world, contactId, 'meeting-not-joined');
    }
  }

  private async call(b: number): Promise<void> {
    const contactId = await arriveCall(this.center, `c${++this.arrived}`);
    this.contacts.push(contactId);
    await enqueue(this.center.world, contactId, { queueId: (b % 2 === 0 ? queues[0] : queues[1])!.queueId });
  }

  private async beat(agentId: AgentId): Promise<void> {
    const { connectionId } = await requireAgent(this.center.world.db, agentId);
    if (connectionId !== undefined) await renewLease(this.center.world, agentId, connectionId);
  }

  /** A deadline that is due; it stays in its queue when its function dies, and sometimes comes twice. */
  private async deadline(i: number, twice: boolean): Promise<void> {
    const { deadlines, clock, world } = this.center;
    const due = deadlines.filter(({ atMs }) => atMs <= clock.now);
    const one = this.pick(due, i);
    if (one === undefined) return;
    await handleDeadline(world, one.deadline);
    if (!twice) deadlines.splice(deadlines.indexOf(one), 1);
  }

  /** Some records, in order; the first that fails is delivered again, and sometimes the others are too. */
  private async stream(limit: number, again: boolean): Promise<void> {
    for (const table of ['contacts', 'routing'] as const) {
      const cursor = this.cursors.get(table) ?? 0;
      for (const { sequence, change } of this.center.stream(table, cursor).slice(0, limit)) {
        await catchUp(this.center.world, change);
        if (!again) this.cursors.set(table, Math.max(sequence, this.cursors.get(table) ?? 0));
      }
    }
  }

  /** Everything that is on its way arrives. */
  async drain(): Promise<void> {
    for (let left = 1; left > 0;) {
      await this.stream(Infinity, false);
      left = (['contacts', 'routing'] as const).reduce(
        (sum, table) => sum + this.center.stream(table, this.cursors.get(table) ?? 0).length,
        0,
      );
    }
  }

  present(): Promise<Present> {
    return readPresent(this.center, { contacts: this.contacts, agents: this.agents }, profiles);
  }
}

const wrapUp = (n: number) => WrapUpRequest.parse({ n, disposition: 'solved', ticketStatus: 'open' });

/** Runs what comes together, their accesses in the order that the scheduler chooses; a death is the invocation's own affair. */
async function together(run: Run, commands: readonly Command[]): Promise<void> {
  const results = await Promise.allSettled(
    commands.map((one) => {
      const act = () => run.act(one);
      return one.crash === undefined ? act() : invocations.run({ ...one.crash }, act);
    }),
  );
  for (const result of results) if (result.status === 'rejected' && !(result.reason instanceof Crash)) throw result.reason as Error;
}

/** All calls are over and all clients gone: after every deadline nothing may be left in a state that waits. */
async function endOfDay(run: Run): Promise<void> {
  const { center } = run;
  center.calls.clear();
  center.clients.clear();
  for (let hops = 0; hops < 400; hops++) {
    await run.drain();
    const next = center.deadlines.toSorted((a, b) => a.atMs - b.atMs)[0];
    if (next === undefined) return;
    center.clock.now = Math.max(center.clock.now, next.atMs);
    center.deadlines.splice(center.deadlines.indexOf(next), 1);
    await handleDeadline(center.world, next.deadline);
  }
  throw new Error(`Deadlines without end: ${JSON.stringify(center.deadlines.slice(0, 5))}`);
}

function check(present: Present): void {
  bindsOneToOne(present);
  keepsPlaces(present);
  tellsEverything(present);
}

async function play(scheduler: fc.Scheduler, groups: readonly (readonly Command[])[]): Promise<void> {
  let scheduled = false;
  const turn = async () => (scheduled ? scheduler.schedule(Promise.resolve()) : undefined);
  const center = await openCenter(
    { queues, profiles },
    {
      hooks: {
        before: async () => {
          await turn();
          touch(true);
        },
        during: async () => {
          await turn();
        },
        after: async () => touch(false),
      },
      effect: async () => touch(true),
    },
  );
  const run = new Run(center);
  for (const [name, of] of [
    ['anna', 'everyone'],
    ['bela', 'everyone'],
    ['cili', 'billing'],
  ] as const)
    run.agents.push(await arriveAgent(center, name, of));
  for (const group of groups) {
    scheduled = group.length > 1;
    await scheduler.waitFor(together(run, group));
    scheduled = false;
    check(await run.present());
  }
  await run.drain();
  const settled = await run.present();
  check(settled);
  leavesNobodyWaiting(settled, profiles, center.clock.now);
  await endOfDay(run);
  const atLast = await run.present();
  check(atLast);
  const stuck = [...atLast.contacts.filter((one) => one.state !== 'ended'), ...atLast.agents.filter((one) => one.state !== 'idle')];
  if (stuck.length > 0) throw new Error(`Still in a state that waits: ${JSON.stringify(stuck)}`);
}

test('whatever comes together, late, twice or dies half way: one contact, one agent; nobody lost; every fact told', async () => {
  const groups = fc.array(fc.array(command, { minLength: 1, maxLength: 3 }), { minLength: 5, maxLength: 25 });
  await fc.assert(fc.asyncProperty(fc.scheduler(), groups, play), parameters('long games', 15));
}, 180_000);

test('a rush on few agents, everybody at once, gives no contact to two and no agent two', async () => {
  const rush = fc.record({
    kind: fc.constantFrom('call' as const, 'available' as const, 'decline' as const, 'accept' as const, 'caller-hangs-up' as const),
    a: fc.nat(5),
    b: fc.nat(1),
    crash: fc.constant(undefined),
    repeat: fc.constant(false),
  });
  const calls = fc.array(rush, { minLength: 3, maxLength: 4 });
  const first: Command[] = ['available', 'available'].map((_, a) => ({ kind: 'available', a, b: 0, crash: undefined, repeat: false }));
  const both: Command[] = [0, 1].map((b) => ({ kind: 'call', a: 0, b: b * 2, crash: undefined, repeat: false }));
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), calls, calls, (scheduler, second, third) => play(scheduler, [[...first, ...both], second, third])),
    parameters('rushes', 25),
  );
}, 180_000);
