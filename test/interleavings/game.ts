/**
 * One game: a contact center in which groups of operations run together in an order that chance chooses, some of them dying half way, some
 * coming twice, and messages coming late, twice or never. After each group the rules must hold; at the end of the day nothing may be left.
 */
import type { Agent } from '../../shared/agents/agent.ts';
import { signIn } from '../../shared/agents/sign-in.ts';
import { talkingBreathMs } from '../../shared/contacts/breath.ts';
import type { Contact } from '../../shared/contacts/contact.ts';
import type { Fact } from '../../shared/facts/facts.ts';
import type { TableName } from '../../shared/database/database.ts';
import { AgentId, epochMs, instant } from '../../shared/ids.ts';
import { newsIn } from '../../shared/facts/together.ts';
import { followFact } from '../../shared/left/follow-fact.ts';
import { catchUp, type ItemChange } from '../../shared/routing/catch-up.ts';
import { handleDeadline } from '../../shared/routing/handle-deadline.ts';
import { sweep } from '../../shared/routing/sweep.ts';
import type { World } from '../../shared/world.ts';
import {
  bindsOneToOne,
  Broken,
  choosesByPresent,
  decidesAlike,
  keepsPlaces,
  leavesNobodyWaiting,
  mayHave,
  momentOf,
  servesByArrival,
  type Present,
  type Settings,
  tellsEverything,
} from '../routing/rules.ts';
import { type Chance, chanceOf } from '../system/chance.ts';
import { cancels } from './callbacks.ts';
import { Cast } from './cast.ts';
import { chooseDeed, connect, type Deed } from './deeds.ts';
import { Hall } from './hall.ts';
import { Died, Life } from './life.ts';
import { newsOf, presentOf, toldOfAgents } from './present.ts';
import { billing, hungarian, profileIds, someSettings, technical } from './settings.ts';

const names = { queues: [technical, billing], profiles: profileIds };
/** The deadlines of all states, one after the other: a flow, a wait, an offer, an acceptance, a wrap-up extended some times. */
const longestMs = 40 * 60_000;
const outbox = ['contacts', 'routing'] as const satisfies readonly TableName[];

/** What a game has been through. */
export interface Played {
  /** Groups of operations that ran together, each in an order of its own. */
  interleavings: number;
  deeds: number;
  deaths: number;
}

export class Game {
  readonly played: Played = { interleavings: 0, deeds: 0, deaths: 0 };
  /** What happened, for whoever looks at a failure. */
  readonly story: string[] = [];
  private readonly chance: Chance;
  private readonly settings: Settings;
  private readonly hall: Hall;
  private readonly cast: Cast;
  /** Contacts that have ended and were looked at since. */
  private readonly closed = new Map<string, readonly Fact[]>();
  /** Has an operation died since all records of the streams came? Then somebody may wait for them. */
  private bereaved = false;

  /** Messages are lost for good, which no service does: the sweeper has to make up for it. */
  private readonly lossy: boolean;
  /** Operations die half way; where none does, nothing is left by a crash. */
  private readonly mortal: boolean;

  constructor(seed: number) {
    this.chance = chanceOf(seed);
    this.lossy = this.chance.percent(10);
    this.mortal = this.chance.percent(85);
    this.settings = someSettings(this.chance);
    this.hall = new Hall(this.chance, this.settings);
    this.cast = new Cast(this.hall, names.queues);
    this.cast.callsBack = this.chance.percent(40);
  }

  async play(): Promise<Played> {
    for (const [name, of] of [
      ['anna', 'everyone'],
      ['bela', 'everyone'],
      ['cili', 'billing'],
    ] as const)
      await this.seat(AgentId.parse(name), of);
    const groups = 8 + this.chance.below(18);
    for (let i = 0; i < groups; i++) await this.group();
    await this.drain();
    this.check();
    if (this.lossy) await this.sweepUp();
    else await this.findsNothing();
    await this.endOfDay();
    return this.played;
  }

  private async seat(agentId: AgentId, profileId: string): Promise<void> {
    const world = this.hall.world(new Life());
    const skills = this.chance.percent(30) ? undefined : { [hungarian]: 1 + this.chance.below(5) };
    await signIn(world, agentId, () => Promise.resolve(agentId));
    await world.db.write([{ table: 'routing', update: { pk: `AGENT#${agentId}`, sk: 'AGENT' }, set: { profileId, skills } }]);
    this.cast.agents.push(agentId);
    await connect(world, agentId, this.cast);
  }

  /** Some operations together, then the rules. */
  private async group(): Promise<void> {
    if (this.chance.percent(35)) this.hall.nowMs += this.chance.one([300, 3000, 8000, 20_000, 45_000]);
    const size = 1 + this.chance.below(4);
    const together: Deed[] = [];
    while (together.length < size) {
      const deed = this.choose();
      if (deed === undefined) continue;
      together.push(deed);
      // The same request once more, or the same invocation started again.
      if (this.chance.percent(8)) together.push({ ...deed, what: `${deed.what}, again` });
    }
    this.story.push(together.map(({ what }) => what).join(' | '));
    if (together.length > 1) this.played.interleavings += 1;
    this.played.deeds += together.length;
    const before = momentOf(this.present(), this.hall.nowMs);
    await this.hall.turns.run(together.map((deed) => () => this.live(deed)));
    const { nowMs } = this.hall;
    const might = (contact: Contact, agent: Agent) => mayHave(contact, agent, this.settings, nowMs) && !this.isToBeLookedAt(contact, agent);
    // After a death, or when a message was lost, somebody may not stand yet in a list to which they overflow.
    if (!this.bereaved) servesByArrival(before, this.present(), { always: together.length === 1, mayHave: might }, nowMs);
    this.check();
  }

  private choose(): Deed | undefined {
    const which = this.chance.below(10);
    if (which < 2) return this.dueDeadline();
    if (which < 4) return { what: 'stream', run: (world) => this.deliver(world, this.chance.below(12), this.chance.percent(20)) };
    return chooseDeed(this.cast);
  }

  /** Runs one, perhaps not to its end. */
  private async live(deed: Deed): Promise<void> {
    const { riskOfDeath = 20 } = deed;
    const soon = deed.riskOfDeath === undefined ? 25 : 10;
    const mortal = this.mortal && this.chance.percent(riskOfDeath);
    const life = new Life(mortal ? { access: 1 + this.chance.below(soon), before: this.chance.percent(50) } : undefined);
    try {
      await deed.run(this.hall.world(life));
    } catch (error) {
      if (!(error instanceof Died)) throw error;
    }
    if (!life.over) return;
    this.played.deaths += 1;
    this.bereaved = true;
  }

  /** A deadline whose time has come; it stays in its queue when its function dies, and may come twice. */
  private dueDeadline(): Deed | undefined {
    const due = this.hall.deadlines.filter(({ atMs }) => atMs <= this.hall.nowMs);
    if (due.length === 0) return undefined;
    const one = this.chance.one(due);
    const twice = this.chance.percent(20);
    return {
      what: `deadline ${JSON.stringify(one.deadline)}`,
      run: async (world) => {
        if (!this.lost()) await handleDeadline(world, one.deadline, instant(one.atMs));
        if (!twice) this.hall.deadlines = this.hall.deadlines.filter((other) => other !== one);
      },
    };
  }

  private lost(): boolean {
    const isLost = this.lossy && this.chance.percent(30);
    if (isLost) this.bereaved = true;
    return isLost;
  }

  /** Some records of each stream, in order; one whose function died comes again, and sometimes the others do too. */
  private async deliver(world: World, limit: number, again: boolean): Promise<void> {
    const { memory, cursors } = this.hall;
    for (const table of outbox) {
      const from = cursors.get(table) ?? 0;
      for (const change of memory.stream(table).slice(from, from + limit)) {
        if (!this.lost()) {
          await catchUp(world, change);
          await this.follow(world, change);
        }
        if (!again) cursors.set(table, Math.max(change.sequence, cursors.get(table) ?? 0));
      }
    }
  }

  /** What the bus tells of a second request for the same number. */
  private async follow(world: World, { before, after }: ItemChange): Promise<void> {
    if (after === undefined) return;
    for (const fact of newsIn(after, before)) if (fact.type === 'CallbackRequested') await followFact(world, fact);
  }

  /** Every record arrives, those that this causes too. */
  private async drain(): Promise<void> {
    const world = this.hall.world(new Life());
    const { memory, cursors } = this.hall;
    while (outbox.some((table) => memory.stream(table).length > (cursors.get(table) ?? 0))) await this.deliver(world, 1000, false);
    if (!this.lossy) this.bereaved = false;
  }

  /** What stands in the tables, without what has long ended. */
  private present(): Present {
    const contacts = this.cast.contacts.filter((contactId) => !this.closed.has(contactId));
    return presentOf(this.hall.memory, { ...names, contacts, agents: this.cast.agents }, [...this.closed.values()].flat());
  }

  private check(): void {
    const { memory, nowMs } = this.hall;
    const present = this.present();
    bindsOneToOne(present);
    keepsPlaces(present, this.played.deaths > 0);
    tellsEverything(present);
    decidesAlike(present);
    choosesByPresent(present, this.settings);
    if (!this.bereaved) leavesNobodyWaiting(present, this.settings, nowMs, (contact, agent) => this.isToBeLookedAt(contact, agent));
    const wrapping = new Set(present.agents.map((agent) => agent.contactId));
    const over = present.contacts.filter(({ contactId, state }) => state === 'ended' && !wrapping.has(contactId));
    for (const { contactId } of over) this.closed.set(contactId, toldOfAgents(memory, contactId));
  }

  /** Time alone has changed whom the contact may have, and the deadline that looks after it is late, or not yet set by the stream. */
  private isToBeLookedAt(contact: Contact, agent: Agent): boolean {
    const { contactId, queuedAt = '' } = contact;
    const { deadlines, nowMs, memory, cursors } = this.hall;
    const isDue = deadlines.some(
      ({ deadline: one, atMs }) =>
        (one.kind === 'decline-over' || one.kind === 'step-over') && one.contactId === contactId && atMs <= nowMs,
    );
    if (isDue) return true;
    const untold = outbox.flatMap((table) => memory.stream(table).slice(cursors.get(table)));
    const isUntold = untold.some(({ pk, sk }) => pk === `CONTACT#${contactId}` || sk.endsWith(`#${contactId}`));
    return isUntold && !mayHave(contact, agent, this.settings, epochMs(queuedAt));
  }

  /** Time passes as nobody acts, each deadline in its time: however long one looks, the sweeper sees nothing that others had not in hand. */
  private async findsNothing(): Promise<void> {
    const world = this.hall.world(new Life());
    for (const seconds of [5, 60, 120]) {
      await this.passes(seconds * 1000);
      const found = await sweep(world);
      if (found.length > 0) throw new Broken(`The sweeper found ${JSON.stringify(found)}`);
    }
  }

  /** Messages were lost: what they would have done, the sweeper does. */
  private async sweepUp(): Promise<void> {
    const world = this.hall.world(new Life());
    for (let round = 0; round < 3; round++) {
      await this.passes(61_000);
      await sweep(world);
    }
    this.bereaved = false;
    this.check();
  }

  /** Each deadline up to then, in its time. */
  private async passes(ms: number): Promise<void> {
    const until = this.hall.nowMs + ms;
    for (let hops = 0; await this.nextDeadline(until); hops++) {
      await this.drain();
      if (hops > 5000) throw new Broken(`Deadlines without end: ${JSON.stringify(this.hall.deadlines.slice(0, 5))}`);
    }
    this.hall.nowMs = until;
  }

  /** The next deadline, if there is one until then. */
  private async nextDeadline(untilMs: number): Promise<boolean> {
    const { hall } = this;
    const first = hall.deadlines.reduce((least, { atMs }) => Math.min(least, atMs), Infinity);
    if (first === Infinity || first > untilMs) return false;
    const next = hall.deadlines.find(({ atMs }) => atMs === first);
    hall.deadlines = hall.deadlines.filter((one) => one !== next);
    hall.nowMs = Math.max(hall.nowMs, first);
    if (next !== undefined && !this.lost()) await handleDeadline(hall.world(new Life()), next.deadline, instant(next.atMs));
    return true;
  }

  /** All calls are over and all clients gone: within the sum of the deadlines nothing may be left in a state that waits. */
  private async endOfDay(): Promise<void> {
    const { hall } = this;
    hall.calls.clear();
    hall.clients.clear();
    const until = hall.nowMs + longestMs;
    await this.drain();
    await this.cancelCallbacks();
    for (let hops = 0; await this.nextDeadline(until); hops++) {
      await this.drain();
      await this.cancelCallbacks();
      if (this.lossy && hops % 10 === 9) await sweep(hall.world(new Life()));
      if (hops > 5000) throw new Broken(`Deadlines without end: ${JSON.stringify(hall.deadlines.slice(0, 5))}`);
    }
    // Who was sent back to the queue out of a conversation may seem to live for as long as one is not asked for.
    if (this.lossy) await this.passes(talkingBreathMs);
    if (this.lossy) await this.sweepUp();
    // A callback is looked at once a day: that deadline finds it ended.
    const beyond = hall.deadlines.filter(({ deadline: { kind } }) => !(this.cast.callsBack && kind === 'contact-expired'));
    if (!this.lossy && beyond.length > 0) throw new Broken(`Deadlines beyond the last: ${JSON.stringify(beyond)}`);
    this.closed.clear();
    this.check();
    // Each fact has come out of the streams, once.
    tellsEverything({ ...this.present(), facts: newsOf(this.hall.memory) });
    await this.sweepClean();
    this.nothingWaits();
  }

  /**
   * Places that a crash has left without their agents or contacts, and that no match has met, are taken away without a word. A contact that lost
   * its deadline in a flow may still come to an entry.
   */
  private async sweepClean(): Promise<void> {
    const found = await sweep(this.hall.world(new Life()));
    if (found.length > 0) throw new Broken(`The sweeper found ${JSON.stringify(found)} after the day`);
    keepsPlaces(this.present(), this.lossy);
  }

  /** Callbacks wait for as long as it takes: a supervisor ends them with the day. One that rings is over when it has rung. */
  private async cancelCallbacks(): Promise<void> {
    if (!this.cast.callsBack) return;
    const world = this.hall.world(new Life());
    for (const { contactId, callback } of this.present().contacts) if (callback?.state === 'open') await cancels(world, contactId);
    await this.drain();
  }

  private nothingWaits(): void {
    const { contacts, agents } = presentOf(this.hall.memory, { ...names, contacts: this.cast.contacts, agents: this.cast.agents });
    // A contact in a flow is in no list: a lost deadline leaves it as it is.
    const isOver = ({ state }: (typeof contacts)[number]) => state === 'ended' || (this.lossy && state === 'in-flow');
    const stuck = [
      ...contacts.filter((one) => !isOver(one)).map((one) => `${one.contactId} is ${one.state}`),
      ...agents.filter((one) => one.state !== 'idle').map((one) => `${one.agentId} is ${one.state}`),
    ];
    if (stuck.length > 0) throw new Broken(`Still in a state that waits: ${stuck.join(', ')}`);
  }
}
