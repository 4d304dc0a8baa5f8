/** Conversations of several agents at once, over the real table operations, with crashes between writes, repeats, and lost messages. */
import { AsyncLocalStorage } from 'node:async_hooks';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changeStatus } from '../../shared/agents/change-status.ts';
import { readAgent, requireAgent } from '../../shared/agents/read-agent.ts';
import { completeWrapUp } from '../../shared/agents/complete-wrap-up.ts';
import type { Contact } from '../../shared/contacts/contact.ts';
import { endContact } from '../../shared/contacts/end-contact.ts';
import { readContact } from '../../shared/contacts/read-contact.ts';
import type { TableName } from '../../shared/database/database.ts';
import { type AgentId, ContactId } from '../../shared/ids.ts';
import { forgetConnection } from '../../shared/live/connection.ts';
import { acceptOffer } from '../../shared/routing/accept-offer.ts';
import { catchUp } from '../../shared/routing/catch-up.ts';
import { endOffer } from '../../shared/routing/end-offer.ts';
import { enqueue } from '../../shared/routing/enqueue.ts';
import { handleDeadline } from '../../shared/routing/handle-deadline.ts';
import { reportAudio } from '../../shared/routing/report-audio.ts';
import { returnToQueue } from '../../shared/routing/return-to-queue.ts';
import { callOut } from '../../shared/talk/call-out.ts';
import { commandTalk } from '../../shared/talk/command-talk.ts';
import { othersOf, partiesOf, talkState } from '../../shared/talk/conversation.ts';
import { agentLost, clientAway } from '../../shared/talk/desertion.ts';
import { leaveTalk } from '../../shared/talk/leave-talk.ts';
import { legOver } from '../../shared/talk/leg-events.ts';
import { becomes } from '../../shared/talk/machine.ts';
import { customerParty, mostParties } from '../../shared/talk/party.ts';
import { partyAnswered, partyRefused } from '../../shared/talk/party-events.ts';
import { takeBackContact } from '../../shared/talk/take-back-contact.ts';
import { type TalkCommand, WrapUpRequest } from '../../shared/wire/api.ts';
import { arriveAgent, arriveCall, type Center, connect, openCenter, queue } from '../routing/center.ts';
import { bindsOneToOne, bySubject, keepsPlaces, type Present, readPresent, tellsEverything } from '../routing/rules.ts';
import { newsOf } from '../routing/stories.ts';
import { chanceOf } from '../system/chance.ts';
import { allowCalls, billing, number, otherNumber, profiles, queueId } from './talk.ts';

const queues = [queue('technical', { wrapUpSeconds: 10 }), queue('billing', { wrapUpSeconds: 0 })];

interface Invocation {
  left: number;
  before: boolean;
}
class Crash extends Error {}
const invocations = new AsyncLocalStorage<Invocation>();

/** A function's life ends at its `left`th access to the outside, before or after the access has had its effect. */
function touch(isBefore: boolean): void {
  const invocation = invocations.getStore();
  if (invocation === undefined || invocation.before !== isBefore) return;
  invocation.left -= 1;
  if (invocation.left <= 0) throw new Crash('the function died');
}

const weights = {
  call: 2,
  available: 4,
  answer: 14,
  decline: 1,
  command: 26,
  again: 2,
  stale: 1,
  leave: 2,
  'hang-up': 1,
  'caller-hangs-up': 1,
  telephone: 8,
  'take-back': 2,
  'call-out': 2,
  'wrap-up': 4,
  vanish: 1,
  lost: 2,
  return: 3,
  'not-joined': 1,
  deadline: 3,
  stream: 2,
  pass: 2,
} as const;
type Kind = keyof typeof weights;
const kinds = (Object.entries(weights) as [Kind, number][]).map(([value, weight]) => ({ arbitrary: fc.constant(value), weight }));
const step = fc.record({
  kind: fc.oneof(...kinds),
  a: fc.nat(1000),
  b: fc.nat(1000),
  crash: fc.option(fc.record({ left: fc.integer({ min: 1, max: 30 }), before: fc.boolean() }), { freq: 5, nil: undefined }),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const pick = <T>(from: readonly T[], i: number): T | undefined => from[i % Math.max(1, from.length)];

/** A command that the conversation's state allows, or, now and then, one that it does not. */
function someCommand(contact: Contact, agents: readonly AgentId[], a: number, b: number): TalkCommand {
  const other = pick(othersOf(contact), b)?.partyId ?? customerParty;
  const target = [
    { agentId: pick(agents, b) ?? agents[0]! },
    { queueId: b % 2 === 0 ? queueId : billing },
    { number: b % 3 === 0 ? number : otherNumber },
  ][b % 3]!;
  const all: TalkCommand[] = [
    { do: 'hold' },
    { do: 'resume' },
    { do: 'consult', target },
    { do: 'add', target },
    { do: 'cancel' },
    { do: 'swap' },
    { do: 'merge' },
    { do: 'drop', partyId: other },
    { do: 'hold-party', partyId: b % 2 === 0 ? other : customerParty },
    { do: 'resume-party', partyId: b % 2 === 0 ? other : customerParty },
    { do: 'mute', partyId: other, muted: b % 2 === 0 },
    { do: 'keys', partyId: customerParty, digits: '12' },
    { do: 'complete' },
    { do: 'hand-over', target },
    { do: 'pass-on', target: { number } },
  ].filter((one) => one.do !== 'cancel' || b % 3 === 0) as TalkCommand[];
  const state = talkState(contact);
  const sensible = all.filter((one) => (one.do === 'mute' || one.do === 'keys' ? b % 9 === 0 : becomes(state, one.do).length > 0));
  return pick(a % 10 === 0 || sensible.length === 0 ? all : sensible, a)!;
}

class Run {
  readonly agents: AgentId[] = [];
  readonly contacts: ContactId[] = [];
  readonly cursors = new Map<TableName, number>();
  readonly center: Center;
  private arrived = 0;
  private commands = 0;
  private last: { agentId: AgentId; contactId: ContactId; request: Parameters<typeof commandTalk>[3] } | undefined;
  constructor(center: Center) {
    this.center = center;
  }

  /** Somebody who is bound to a contact, and the contact. */
  private async share(i: number, state: string) {
    const { db } = this.center.world;
    const agents = await Promise.all(this.agents.map((agentId) => requireAgent(db, agentId)));
    const agent = pick(
      agents.filter((one) => one.state === state),
      i,
    );
    if (agent?.contactId === undefined || agent.n === undefined) return undefined;
    const contact = await readContact(db, agent.contactId);
    return contact === undefined ? undefined : { agent, agentId: agent.agentId, contact, contactId: contact.contactId, n: agent.n };
  }

  async act({ kind, a, b }: Step): Promise<void> {
    const { center } = this;
    const { world } = center;
    const agentId = pick(this.agents, a)!;
    const contactId = pick(this.contacts, a);
    switch (kind) {
      case 'call':
        return this.call(b);
      case 'available':
        await changeStatus(world, agentId, b % 5 === 0 ? { status: 'on-break', breakReason: 'lunch' } : { status: 'available' });
        return;
      case 'answer':
        return this.answer(a, b);
      case 'decline': {
        const offered = await this.share(a, 'offered');
        if (offered !== undefined) await endOffer(world, offered.contactId, offered.n, { kind: 'declined' });
        return;
      }
      case 'command':
        return this.command(a, b);
      case 'again':
        if (this.last !== undefined) await commandTalk(world, this.last.agentId, this.last.contactId, this.last.request);
        return;
      case 'stale': {
        const mine = await this.share(a, 'engaged');
        if (mine === undefined) return;
        const request = {
          n: mine.n,
          version: (mine.contact.turns ?? 0) + 1,
          commandId: `stale-${++this.commands}`,
          command: { do: 'hold' } as const,
        };
        expect(await commandTalk(world, mine.agentId, mine.contactId, request)).toHaveProperty('refused');
        return;
      }
      case 'leave': {
        const guest = await this.share(a, 'engaged');
        if (guest !== undefined && guest.contact.agentId !== guest.agentId) await leaveTalk(world, guest.agentId, guest.contactId, guest.n);
        return;
      }
      case 'hang-up': {
        const mine = await this.share(a, 'engaged');
        if (mine !== undefined) await endContact(world, mine.contactId, 'agent-hung-up', { agentId: mine.agentId, n: mine.n });
        return;
      }
      case 'caller-hangs-up':
        if (contactId === undefined || (await readContact(world.db, contactId))?.direction === 'internal') return;
        center.calls.delete(`call-${contactId}`);
        return endContact(world, contactId, 'caller-hung-up');
      case 'telephone':
        return contactId === undefined ? undefined : this.telephone(contactId, b);
      case 'take-back': {
        const wrapping = await this.share(a, 'wrapping-up');
        if (wrapping !== undefined) await takeBackContact(world, wrapping.agentId, wrapping.contactId, wrapping.n);
        return;
      }
      case 'call-out': {
        const done = await callOut(world, agentId, b % 2 === 0 ? { number } : { agentId: pick(this.agents, b)! });
        if (!('refused' in done)) this.learn(done.contact.contactId);
        return;
      }
      case 'wrap-up': {
        const wrapping = await this.share(a, 'wrapping-up');
        const request = { disposition: 'solved', ticketStatus: 'open', n: wrapping?.n } as const;
        if (wrapping !== undefined) await completeWrapUp(world, wrapping.agentId, wrapping.contactId, WrapUpRequest.parse(request));
        return;
      }
      case 'vanish':
        return this.vanish(agentId);
      case 'lost': {
        const talks = await this.share(a, 'engaged');
        if (talks !== undefined) await agentLost(world, talks.agentId, talks.contactId, talks.n);
        return;
      }
      case 'return':
        await connect(center, agentId, `${agentId}-${world.newId()}`);
        return this.heardAgain(agentId);
      case 'not-joined': {
        const joining = contactId === undefined ? undefined : await readContact(world.db, contactId);
        if (joining !== undefined && joining.direction !== 'internal') await returnToQueue(world, joining.contactId, 'meeting-not-joined');
        return;
      }
      case 'deadline':
        return this.deadline(a, b % 4 === 0);
      case 'stream':
        return this.stream(b % 15);
      case 'pass':
        center.clock.now += [500, 4000, 8000, 20_000, 35_000][b % 5] ?? 0;
    }
  }

  private learn(contactId: ContactId): void {
    if (!this.contacts.includes(contactId)) this.contacts.push(contactId);
  }

  private async call(b: number): Promise<void> {
    const contactId = ContactId.parse(`c${++this.arrived}`);
    this.contacts.push(contactId);
    await arriveCall(this.center, contactId);
    await enqueue(this.center.world, contactId, { queueId: b % 2 === 0 ? queueId : billing });
  }

  private async answer(a: number, b: number): Promise<void> {
    const { world } = this.center;
    const asked = (await this.share(a, 'offered')) ?? (await this.share(a, 'engaged'));
    if (asked === undefined) return;
    await acceptOffer(world, asked.agentId, asked.contactId, asked.n);
    if (b % 4 === 0) return;
    const { call } = await reportAudio(world, asked.agentId, asked.contactId, asked.n);
    if (call === 'gone') await endContact(world, asked.contactId, 'caller-hung-up');
  }

  private async heardAgain(agentId: AgentId): Promise<void> {
    const { contactId, n, state } = await requireAgent(this.center.world.db, agentId);
    if (state === 'engaged' && contactId !== undefined && n !== undefined) await reportAudio(this.center.world, agentId, contactId, n);
  }

  private async command(a: number, b: number): Promise<void> {
    const mine = await this.share(a, 'engaged');
    if (mine === undefined) return;
    const request = {
      n: mine.n,
      version: mine.contact.turns ?? 0,
      commandId: `command-${++this.commands}`,
      command: someCommand(mine.contact, this.agents, a >> 2, b),
    };
    this.last = { agentId: mine.agentId, contactId: mine.contactId, request };
    await commandTalk(this.center.world, mine.agentId, mine.contactId, request);
  }

  /** Something that a telephone of ours tells. */
  private async telephone(contactId: ContactId, b: number): Promise<void> {
    const { world, calls } = this.center;
    const contact = await readContact(world.db, contactId);
    if (contact === undefined) return;
    if (contact.bridge !== undefined) {
      return b % 3 === 0 ? partyRefused(world, contactId, customerParty, 'busy') : partyAnswered(world, contactId, customerParty);
    }
    const party = pick(
      partiesOf(contact).filter((one) => one.leg?.transactionId !== undefined),
      b,
    );
    if (party === undefined) return;
    if (b % 3 > 0 && party.state === 'calling') {
      if (party.agentId === undefined) return partyAnswered(world, contactId, party.partyId);
      await acceptOffer(world, party.agentId, contactId, party.n ?? 0);
      await reportAudio(world, party.agentId, contactId, party.n ?? 0);
      return;
    }
    calls.delete(party.leg?.transactionId ?? '');
    await legOver(world, contact, party.partyId, 486);
  }

  private async vanish(agentId: AgentId): Promise<void> {
    const { world, clients } = this.center;
    const connectionId = (await readAgent(world.db, agentId))?.connectionId;
    clients.delete(agentId);
    if (connectionId !== undefined) await forgetConnection(world.db, { agentId, connectionId });
    await clientAway(world, agentId);
  }

  private async deadline(i: number, twice: boolean): Promise<void> {
    const { deadlines, clock, world } = this.center;
    const one = pick(
      deadlines.filter(({ atMs }) => atMs <= clock.now),
      i,
    );
    if (one === undefined) return;
    await handleDeadline(world, one.deadline);
    if (!twice) deadlines.splice(deadlines.indexOf(one), 1);
  }

  private async stream(limit: number): Promise<void> {
    for (const table of ['contacts', 'routing'] as const) {
      for (const { sequence, change } of this.center.stream(table, this.cursors.get(table) ?? 0).slice(0, limit)) {
        await catchUp(this.center.world, change);
        this.cursors.set(table, Math.max(sequence, this.cursors.get(table) ?? 0));
      }
    }
  }

  async drain(): Promise<void> {
    for (let left = 1; left > 0;) {
      await this.stream(Infinity);
      left = (['contacts', 'routing'] as const).reduce(
        (sum, name) => sum + this.center.stream(name, this.cursors.get(name) ?? 0).length,
        0,
      );
    }
  }

  async present(): Promise<Present> {
    // A call out whose function died has a contact that nobody was told of.
    for (const { change } of this.center.stream('contacts', 0)) {
      if (change.sk === 'CONTACT') this.learn(ContactId.parse(change.pk.slice('CONTACT#'.length)));
    }
    return readPresent(this.center, { contacts: this.contacts, agents: this.agents }, profiles);
  }
}

async function together(run: Run, steps: readonly Step[]): Promise<void> {
  const results = await Promise.allSettled(
    steps.map((one) => (one.crash === undefined ? run.act(one) : invocations.run({ ...one.crash }, () => run.act(one)))),
  );
  for (const result of results) if (result.status === 'rejected' && !(result.reason instanceof Crash)) throw result.reason as Error;
}

/** Whoever was called and is in the conversation has been told of as such, and everybody who was told of as leaving is out of it. */
function accountsForParties({ contacts, facts }: Present): void {
  for (const contact of contacts) {
    const inside = new Map<string, string>();
    for (const { type, data } of (facts.get(contact.contactId) ?? []) as { type: string; data: { partyId: string } }[]) {
      if (type === 'PartyCalled') inside.set(data.partyId, 'calling');
      if (type === 'PartyJoined') inside.set(data.partyId, 'here');
      if (type === 'PartyRefused' || type === 'PartyLeft') inside.delete(data.partyId);
    }
    const asked = partiesOf(contact).filter((party) => party.purpose === 'consult' || party.purpose === 'join');
    for (const { partyId, state } of asked) expect(inside.get(partyId), `${partyId} of ${contact.contactId}`).toBe(state);
    expect(partiesOf(contact).length, 'parties').toBeLessThanOrEqual(mostParties);
    const ids = partiesOf(contact).map(({ partyId }) => partyId);
    expect(new Set(ids).size, 'ids of parties').toBe(ids.length);
  }
}

/** A conversation of one is none: whoever is connected has somebody, or somebody who is expected back. */
function leavesNobodyAlone({ contacts }: Present): void {
  for (const contact of contacts.filter((one) => one.state === 'connected')) {
    expect(contact.agentId, `owner of ${contact.contactId}`).toBeDefined();
    const here = partiesOf(contact).filter((party) => party.state === 'here');
    expect(here.length, `people in ${contact.contactId}`).toBeGreaterThanOrEqual(2);
  }
}

function check(present: Present, crashed: boolean): void {
  bindsOneToOne(present);
  keepsPlaces(present, crashed);
  tellsEverything(present);
  accountsForParties(present);
  leavesNobodyAlone(present);
}

/** All calls are over and all clients gone: after every deadline nobody is left in a state that waits. */
async function endOfDay(run: Run): Promise<void> {
  const { center } = run;
  center.calls.clear();
  center.clients.clear();
  for (let hops = 0; hops < 1000; hops++) {
    await run.drain();
    const next = center.deadlines.toSorted((a, b) => a.atMs - b.atMs)[0];
    if (next === undefined) return;
    center.clock.now = Math.max(center.clock.now, next.atMs);
    center.deadlines.splice(center.deadlines.indexOf(next), 1);
    await handleDeadline(center.world, next.deadline);
    center.calls.clear();
  }
  throw new Error(`Deadlines without end: ${JSON.stringify(center.deadlines.slice(0, 5))}`);
}

async function play(scheduler: fc.Scheduler, groups: readonly (readonly Step[])[]): Promise<void> {
  let scheduled = false;
  const turn = async () => (scheduled ? scheduler.schedule(Promise.resolve()) : undefined);
  const hooks = {
    before: async () => {
      await turn();
      touch(true);
    },
    during: async () => {
      await turn();
    },
    after: async () => touch(false),
  };
  // Reads that need not be strong miss some of the latest writes.
  const chance = chanceOf(groups.flat().reduce((sum, { a, b }) => sum + a * 1009 + b, 1));
  const unseen = () => (chance.percent(30) ? 1 + chance.below(16) : 0);
  const center = await openCenter({ queues, profiles }, { hooks, effect: async () => touch(true), unseen });
  await allowCalls(center);
  const run = new Run(center);
  for (const name of ['anna', 'bela', 'cili', 'dora'])
    run.agents.push(await arriveAgent(center, name, name === 'anna' ? 'everyone' : 'experts'));
  // Dora talks by a telephone of her own.
  const device = { kind: 'phone', number: '+12025550199' };
  await center.world.db.write([{ table: 'routing', update: { pk: 'AGENT#dora', sk: 'AGENT' }, set: { device } }]);
  const opening = ['anna', 'bela'].map((_, a): Step => ({ kind: 'available', a, b: 1, crash: undefined }));
  const first: Step[] = [
    { kind: 'call', a: 0, b: 0, crash: undefined },
    { kind: 'answer', a: 0, b: 1, crash: undefined },
  ];
  for (const one of [...opening, ...first]) await together(run, [one]);
  const crashed = groups.flat().some(({ crash }) => crash !== undefined);
  for (const group of groups) {
    scheduled = group.length > 1;
    await scheduler.waitFor(together(run, group));
    scheduled = false;
    check(await run.present(), crashed);
  }
  await run.drain();
  check(await run.present(), crashed);
  await endOfDay(run);
  // Each fact has come out of the streams, once.
  tellsEverything({ ...(await run.present()), facts: bySubject(newsOf(center)) });
  const atLast = await run.present();
  check(atLast, crashed);
  const stuck = [...atLast.contacts.filter((one) => one.state !== 'ended'), ...atLast.agents.filter((one) => one.state !== 'idle')];
  expect(stuck, 'still in a state that waits').toEqual([]);
}

test('whatever agents press at once, twice or too late: no agent in two conversations, no party lost, nobody stuck', async () => {
  const seed = process.env['SEED'] === undefined ? Date.now() % 2 ** 31 : Number(process.env['SEED']);
  const numRuns = Number(process.env['RUNS'] ?? 8);
  console.log(`conversations: SEED=${seed} RUNS=${numRuns}`);
  const groups = fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { minLength: 25, maxLength: 60 });
  // Its seed says all: to look for a smaller one takes longer than a test may.
  await fc.assert(fc.asyncProperty(fc.scheduler(), groups, play), { seed, numRuns, endOnFailure: true });
}, 300_000);
