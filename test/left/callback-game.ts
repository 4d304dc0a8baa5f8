/**
 * A game of callbacks: customers ask to be called back, again and again by the same numbers, agents take, call, give back, supervisors cancel
 * and put off, telephones answer or not; together in any order, some dying half way, messages late or twice.
 */
import { requireAgent } from '../../shared/agents/read-agent.ts';
import { signIn } from '../../shared/agents/sign-in.ts';
import { renewLease } from '../../shared/agents/lease.ts';
import { changeStatus } from '../../shared/agents/change-status.ts';
import { completeWrapUp } from '../../shared/agents/complete-wrap-up.ts';
import type { Contact } from '../../shared/contacts/contact.ts';
import { endContact } from '../../shared/contacts/end-contact.ts';
import { openContact } from '../../shared/contacts/open-contact.ts';
import type { Fact } from '../../shared/facts/facts.ts';
import { factsIn } from '../../shared/facts/together.ts';
import { AgentId, ContactId, instant, PhoneNumber, QueueId, TransactionId } from '../../shared/ids.ts';
import { callBack, tellResult } from '../../shared/left/callback/call-back.ts';
import { cancelCallback, rescheduleCallback } from '../../shared/left/callback/change-callback.ts';
import { requestCallback } from '../../shared/left/callback/request-callback.ts';
import { followFact } from '../../shared/left/follow-fact.ts';
import { settingKeys } from '../../shared/queues/queue.ts';
import { acceptOffer } from '../../shared/routing/accept-offer.ts';
import { catchUp } from '../../shared/routing/catch-up.ts';
import { endOffer } from '../../shared/routing/end-offer.ts';
import { handleDeadline } from '../../shared/routing/handle-deadline.ts';
import { reportAudio } from '../../shared/routing/report-audio.ts';
import { customerParty } from '../../shared/talk/party.ts';
import { partyAnswered, partyLeft, partyRefused } from '../../shared/talk/party-events.ts';
import { WrapUpRequest } from '../../shared/wire/api.ts';
import type { World } from '../../shared/world.ts';
import { Cast } from '../interleavings/cast.ts';
import { connect, type Deed } from '../interleavings/deeds.ts';
import { Hall } from '../interleavings/hall.ts';
import { Died, Life } from '../interleavings/life.ts';
import { newsOf, presentOf } from '../interleavings/present.ts';
import { profile, queue } from '../routing/center.ts';
import { bindsOneToOne, Broken, keepsPlaces, tellsEverything } from '../routing/rules.ts';
import { type Chance, chanceOf } from '../system/chance.ts';

const technical = QueueId.parse('technical');
const most = 2;
const names = { queues: [technical], profiles: [profile('everyone', [['technical', 1]])] };
const numbers = ['+12025550141', '+12025550142'].map((number) => PhoneNumber.parse(number));
const supervisor = { agentId: AgentId.parse('clara'), supervises: true };
const outbox = ['contacts', 'routing'] as const;
const minute = 60_000;
const results = [
  { result: 'busy' },
  { result: 'no-answer' },
  { result: 'voicemail-reached' },
  { result: 'wrong-number', over: true },
  { result: 'not-interested', over: true },
];

export class CallbackGame {
  readonly story: string[] = [];
  private readonly chance: Chance;
  private readonly hall: Hall;
  private readonly cast: Cast;
  /** Telephone calls that were placed. */
  private dials = 0;
  /** The numbers of the facts that the bus has brought: a wrap-up's may come after higher ones. */
  private readonly told = new Map<string, Set<number>>();
  private crashed = false;

  constructor(seed: number) {
    this.chance = chanceOf(seed);
    const settings = queue('technical', { wrapUpSeconds: 5, callback: { attempts: most, spacingMinutes: 1, callAfterSeconds: 10 } });
    this.hall = new Hall(this.chance, { queues: [settings], profiles: names.profiles });
    this.hall.memory.write([{ table: 'settings', put: { ...settingKeys.application, schemaVersion: 1, applicationId: 'application' } }]);
    this.hall.memory.write([
      { table: 'settings', put: { ...settingKeys.calling, schemaVersion: 1, country: 'US', callerId: '+12025550100', callsPerHour: 1000 } },
    ]);
    this.cast = new Cast(this.hall, [technical]);
  }

  async play(): Promise<void> {
    for (const name of ['anna', 'bela']) await this.seat(AgentId.parse(name));
    const groups = 15 + this.chance.below(25);
    for (let i = 0; i < groups; i++) await this.group();
    await this.everybodyIsServed();
  }

  private async seat(agentId: AgentId): Promise<void> {
    const world = this.world(new Life());
    await signIn(world, agentId, () => Promise.resolve(agentId));
    this.cast.agents.push(agentId);
    await connect(world, agentId, this.cast);
    await changeStatus(world, agentId, { status: 'available' });
  }

  /** Each call that is placed has a transaction of its own. */
  private world(life: Life): World {
    const world = this.hall.world(life);
    return {
      ...world,
      meetings: {
        ...world.meetings,
        prepare: async (...of) => {
          const prepared = await world.meetings.prepare(...of);
          return { ...prepared, meeting: { MeetingId: prepared.meetingId } };
        },
      },
      dial: async (call) => {
        const dialled = await world.dial(call);
        return typeof dialled === 'object' ? { transactionId: TransactionId.parse(`out-${++this.dials}`) } : dialled;
      },
    };
  }

  private async group(): Promise<void> {
    const { chance, hall } = this;
    if (chance.percent(50)) hall.nowMs += chance.one([500, 4000, 11_000, 45_000, 70_000]);
    const together: Deed[] = [];
    for (let left = 1 + chance.below(4); left > 0; left--) {
      const deed = this.choose();
      if (deed === undefined) continue;
      together.push(deed);
      if (chance.percent(12)) together.push({ ...deed, what: `${deed.what}, again` });
    }
    this.story.push(together.map(({ what }) => what).join(' | '));
    await hall.turns.run(together.map((deed) => () => this.live(deed)));
    this.check();
  }

  private async live(deed: Deed): Promise<void> {
    const mortal = this.chance.percent(20);
    const life = new Life(mortal ? { access: 1 + this.chance.below(25), before: this.chance.percent(50) } : undefined);
    try {
      await deed.run(this.world(life));
    } catch (error) {
      if (!(error instanceof Died)) throw error;
    }
    this.crashed ||= life.over;
  }

  private choose(): Deed | undefined {
    const which = this.chance.below(20);
    if (which < 4) return this.dueDeadline();
    if (which < 7) return { what: 'stream', run: (world) => this.deliver(world, this.chance.below(10)) };
    if (which < 9) return this.fact();
    if (which < 11) return this.customer();
    if (which < 12) return this.supervises();
    if (which < 14) return this.telephone();
    if (which < 15) return this.agent();
    return this.ofOffer();
  }

  /** Somebody rings and asks; or whoever is on the line hangs up. */
  private customer(): Deed | undefined {
    const onTheLine = this.contacts().filter(({ state }) => state === 'in-flow');
    if (onTheLine.length > 0 && this.chance.percent(60)) {
      const { contactId } = this.chance.one(onTheLine);
      return { what: `hangs up ${contactId}`, run: (world) => endContact(world, contactId, 'caller-hung-up') };
    }
    if (this.cast.contacts.length >= 8) return undefined;
    const contactId = ContactId.parse(`c${this.cast.contacts.length + 1}`);
    const number = this.chance.one(numbers);
    this.cast.contacts.push(contactId);
    const transactionId = TransactionId.parse(`in-${contactId}`);
    const dueAt = this.chance.percent(20) ? instant(this.hall.nowMs + minute) : undefined;
    const call = {
      contactId,
      transactionId,
      applicationId: 'application',
      dialledNumber: '+12025550100',
      callerNumber: number,
      flow: 'main',
    };
    return {
      what: `asks ${contactId} ${number}`,
      run: async (world) => {
        await openContact(world, call);
        await requestCallback(world, contactId, { number, queueId: technical, dueAt });
      },
    };
  }

  private supervises(): Deed | undefined {
    const contactId = this.cast.contact();
    if (contactId === undefined) return undefined;
    if (this.chance.percent(40)) return { what: `cancels ${contactId}`, run: (world) => cancelCallback(world, supervisor, contactId) };
    const dueAt = instant(this.hall.nowMs + this.chance.one([1000, 30_000, 2 * minute]));
    const window = this.chance.percent(30) ? { untilAt: instant(this.hall.nowMs + 3 * minute) } : {};
    return { what: `puts off ${contactId}`, run: (world) => rescheduleCallback(world, supervisor, contactId, { dueAt, ...window }) };
  }

  /** What telephony tells of the customer who is called. */
  private telephone(): Deed | undefined {
    const called = this.contacts().filter(({ callback, state }) => callback?.dials === true || state === 'connected');
    if (called.length === 0) return undefined;
    const { contactId } = this.chance.one(called);
    return this.chance.one<Deed>([
      { what: `answers ${contactId}`, run: (world) => partyAnswered(world, contactId, customerParty) },
      { what: `is busy ${contactId}`, run: (world) => partyRefused(world, contactId, customerParty, 'busy') },
      { what: `leaves ${contactId}`, run: (world) => partyLeft(world, contactId, customerParty, 'hung-up') },
    ]);
  }

  private agent(): Deed {
    const agentId = this.cast.agent();
    return this.chance.one<Deed>([
      { what: `beat ${agentId}`, run: (world) => this.beat(world, agentId) },
      { what: `available ${agentId}`, run: (world) => changeStatus(world, agentId, { status: 'available' }) },
      { what: `break ${agentId}`, run: (world) => changeStatus(world, agentId, { status: 'on-break', breakReason: 'lunch' }) },
    ]);
  }

  private async beat(world: World, agentId: AgentId): Promise<void> {
    const { connectionId } = await requireAgent(world.db, agentId);
    if (connectionId !== undefined) await renewLease(world, agentId, connectionId);
  }

  private ofOffer(): Deed | undefined {
    const offer = this.cast.offer();
    if (offer === undefined) return undefined;
    const { agentId, contactId, n } = offer;
    const wrapUp = WrapUpRequest.parse({ n, disposition: 'solved', ticketStatus: 'open' });
    const deeds: Record<string, Deed['run']> = {
      accept: (world) => acceptOffer(world, agentId, contactId, n),
      audio: (world) => reportAudio(world, agentId, contactId, n),
      calls: (world) => callBack(world, contactId, n, agentId),
      'calls now': (world) => callBack(world, contactId, n, agentId),
      decline: (world) => endOffer(world, contactId, n, { kind: 'declined' }),
      result: (world) => tellResult(world, agentId, contactId, n, this.chance.one(results)),
      'hangs up': (world) => endContact(world, contactId, 'agent-hung-up', { agentId, n }),
      'wraps up': (world) => completeWrapUp(world, agentId, contactId, wrapUp),
    };
    const what = this.chance.one(Object.keys(deeds));
    return { what: `${what} ${agentId} ${contactId} ${n}`, run: (world) => deeds[what]!(world) };
  }

  private dueDeadline(): Deed | undefined {
    const due = this.hall.deadlines.filter(({ atMs }) => atMs <= this.hall.nowMs);
    if (due.length === 0) return undefined;
    const one = this.chance.one(due);
    const twice = this.chance.percent(20);
    return {
      what: `deadline ${JSON.stringify(one.deadline)}`,
      run: async (world) => {
        await handleDeadline(world, one.deadline);
        if (!twice) this.hall.deadlines = this.hall.deadlines.filter((other) => other !== one);
      },
    };
  }

  private async deliver(world: World, limit: number): Promise<void> {
    const { memory, cursors } = this.hall;
    for (const table of outbox) {
      const from = cursors.get(table) ?? 0;
      for (const change of memory.stream(table).slice(from, from + limit)) {
        await catchUp(world, change);
        cursors.set(table, Math.max(change.sequence, cursors.get(table) ?? 0));
      }
    }
  }

  private facts(contactId: ContactId) {
    const items = this.hall.memory.partition('contacts', `CONTACT#${contactId}`);
    return items
      .flatMap((item) => factsIn(item))
      .filter((fact) => fact.subjectId === contactId)
      .sort((a, b) => a.seq - b.seq);
  }

  /** The bus: the next fact of some contact; now and then one of those before once more. */
  private fact(): Deed | undefined {
    const contactId = this.cast.contact();
    if (contactId === undefined) return undefined;
    const [brought, rest] = this.byWhether(contactId);
    const fact = this.chance.percent(20) && brought.length > 0 ? brought[this.chance.below(brought.length)] : rest[0];
    if (fact === undefined) return undefined;
    return {
      what: `bus ${contactId} ${fact.type}`,
      run: async (world) => {
        await followFact(world, fact);
        this.brings(fact);
      },
    };
  }

  private byWhether(contactId: ContactId): [brought: Fact[], rest: Fact[]] {
    const isBrought = ({ seq }: Fact) => this.told.get(contactId)?.has(seq) === true;
    const facts = this.facts(contactId);
    return [facts.filter(isBrought), facts.filter((fact) => !isBrought(fact))];
  }

  private brings({ subjectId, seq }: Fact): void {
    this.told.set(subjectId, new Set(this.told.get(subjectId)).add(seq));
  }

  private contacts(): Contact[] {
    return presentOf(this.hall.memory, this.allNames()).contacts;
  }
  private allNames() {
    return {
      contacts: this.cast.contacts,
      agents: this.cast.agents,
      queues: names.queues,
      profiles: names.profiles.map((one) => one.profileId),
    };
  }

  private check(): void {
    const present = presentOf(this.hall.memory, this.allNames());
    bindsOneToOne(present);
    keepsPlaces(present, this.crashed);
    tellsEverything(present);
    for (const number of numbers) {
      const ringing = present.contacts.filter(
        ({ callback, state }) => state === 'dialling' && callback?.dials === true && callback.number === number,
      );
      if (ringing.length > 1) throw new Broken(`${number} rings for ${ringing.map(({ contactId }) => contactId).join(' and ')}`);
    }
    for (const { contactId, state, callback, transactionId } of present.contacts) {
      if (callback === undefined) continue;
      if (callback.attempts > most) throw new Broken(`${contactId} was called ${callback.attempts} times`);
      if ((callback.state === 'closed') !== (state === 'ended') && callback.state !== 'reached')
        throw new Broken(`${contactId} is ${state}, its callback ${callback.state}`);
      const waits = state === 'waiting' || state === 'scheduled';
      if (waits && transactionId !== undefined) throw new Broken(`${contactId} waits for a call and has one`);
    }
  }

  /** Nothing dies any more, agents take what comes, and nobody ever answers: within its attempts every callback is over. */
  private async everybodyIsServed(): Promise<void> {
    const world = this.world(new Life());
    for (const { contactId, state } of this.contacts()) if (state === 'in-flow') await endContact(world, contactId, 'caller-hung-up');
    for (let round = 0; round < 60 && this.contacts().some(({ state }) => state !== 'ended'); round++) {
      await this.settles(world);
      for (const agentId of this.cast.agents) await this.serves(world, agentId);
      await this.settles(world);
      this.check();
      this.hall.nowMs += 20_000;
    }
    await this.settles(world);
    this.over();
  }

  private async serves(world: World, agentId: AgentId): Promise<void> {
    await this.beat(world, agentId);
    const { state, status, contactId, n } = await requireAgent(world.db, agentId);
    if (status !== 'available') await changeStatus(world, agentId, { status: 'available' });
    if (contactId === undefined || n === undefined) return;
    if (state === 'wrapping-up')
      return void (await completeWrapUp(
        world,
        agentId,
        contactId,
        WrapUpRequest.parse({ n, disposition: 'solved', ticketStatus: 'open' }),
      ));
    await acceptOffer(world, agentId, contactId, n);
    await reportAudio(world, agentId, contactId, n);
    await callBack(world, contactId, n, agentId);
    await partyRefused(world, contactId, customerParty, 'busy');
    await endContact(world, contactId, 'agent-hung-up', { agentId, n });
  }

  /** Streams, facts and deadlines until nothing is due. */
  private async settles(world: World): Promise<void> {
    const { memory, cursors } = this.hall;
    for (let i = 0; i < 500; i++) {
      const behind = outbox.some((table) => memory.stream(table).length > (cursors.get(table) ?? 0));
      if (behind) await this.deliver(world, 1000);
      let untold = 0;
      for (const contactId of this.cast.contacts) {
        for (const fact of this.byWhether(contactId)[1]) {
          untold += 1;
          await followFact(world, fact);
          this.brings(fact);
        }
      }
      const due = this.hall.deadlines.filter(({ atMs }) => atMs <= this.hall.nowMs);
      this.hall.deadlines = this.hall.deadlines.filter((one) => !due.includes(one));
      for (const { deadline } of due) await handleDeadline(world, deadline);
      if (!behind && untold === 0 && due.length === 0) return;
    }
    throw new Broken('It never comes to rest');
  }

  private over(): void {
    tellsEverything({ ...presentOf(this.hall.memory, this.allNames()), facts: newsOf(this.hall.memory) });
    for (const { contactId, state, callback } of this.contacts()) {
      if (state !== 'ended') throw new Broken(`${contactId} is still ${state}`);
      const types = this.facts(contactId).map(({ type }) => type);
      const count = (type: string): number => types.filter((one) => one === type).length;
      if (callback === undefined) continue;
      if (callback.state !== 'closed' || count('CallbackClosed') !== 1)
        throw new Broken(`${contactId} was closed ${count('CallbackClosed')} times: ${types.join()}`);
      if (count('ContactQueued') !== count('EntryLeft'))
        throw new Broken(`${contactId} was queued ${count('ContactQueued')} times: ${types.join()}`);
    }
    const places = this.hall.memory.partition('routing', `CALLBACKS#${technical}`);
    if (places.length > 0) throw new Broken(`Callbacks that are over are in the list: ${places.length}`);
    const missed = this.hall.memory.partition('contacts', `MISSED#${technical}`);
    if (missed.length > 0) throw new Broken('Who asked to be called back is in the list of missed callers');
  }
}
