/** A contact center in virtual time: the real operations, a database as slow as one over there, agents who take calls and wrap up. */
import { changeStatus } from '../../../shared/agents/change-status.ts';
import { signIn } from '../../../shared/agents/sign-in.ts';
import { completeWrapUp } from '../../../shared/agents/complete-wrap-up.ts';
import { endContact } from '../../../shared/contacts/end-contact.ts';
import { noteCustomer } from '../../../shared/contacts/note-customer.ts';
import { openContact } from '../../../shared/contacts/open-contact.ts';
import type { Database, Write, Written } from '../../../shared/database/database.ts';
import {
  AgentId,
  ConnectionId,
  ContactId,
  type CustomerId,
  epochMs,
  instant,
  type PhoneNumber,
  QueueId,
  type SkillId,
  TransactionId,
} from '../../../shared/ids.ts';
import { acceptOffer } from '../../../shared/routing/accept-offer.ts';
import { enqueue, type Enqueuing } from '../../../shared/routing/enqueue.ts';
import { handleDeadline } from '../../../shared/routing/handle-deadline.ts';
import { noteSeen } from '../../../shared/routing/note-seen.ts';
import { reportAudio } from '../../../shared/routing/report-audio.ts';
import { WrapUpRequest } from '../../../shared/wire/api.ts';
import type { Deadline, World } from '../../../shared/world.ts';
import { Hall, startMs } from '../../interleavings/hall.ts';
import { Life } from '../../interleavings/life.ts';
import type { Settings } from '../../routing/rules.ts';
import { type Chance, chanceOf } from '../../system/chance.ts';
import { VirtualTime } from './virtual.ts';

const calm = { heldOpen: 0, conflict: 0, lostPush: 0, busy: 0, behind: 0 };
/** Milliseconds at which half, and 99 of 100, are done. */
export interface Latency {
  query: readonly [p50: number, p99: number];
  transaction: readonly [p50: number, p99: number];
}
export const injected: Latency = { query: [4, 12], transaction: [12, 35] };
/** Of the standard normal distribution. */
const z99 = 2.326;

export interface Counted {
  /** Writes that were refused, or met somebody else's. */
  lost: number;
  /** From the beginning of the operation that made a match possible to the offer at the client's socket, ms. */
  matchMs: number[];
  /** Instants at which those operations began. */
  beganAt: number[];
  offers: number;
}

export class VirtualCenter {
  readonly time = new VirtualTime(startMs);
  readonly hall: Hall;
  readonly chance: Chance;
  readonly counted: Counted = { lost: 0, matchMs: [], beganAt: [], offers: 0 };
  /** How long an agent talks, ms. */
  handleMs: () => number = () => 20_000;
  /** From the shown offer to its acceptance, and from the call's end to the wrap-up handed in. */
  acceptMs = 0;
  wrapUpMs = 0;
  private readonly latency: Latency | undefined;
  private readonly remembered = new Map<string, Promise<unknown>>();

  constructor(settings: Settings, seed: number, latency?: Latency) {
    this.chance = chanceOf(seed);
    this.hall = new Hall(this.chance, settings, calm);
    this.latency = latency;
  }

  /** The world as one invocation sees it. */
  world(): World {
    const beganMs = this.time.nowMs;
    const world = this.hall.world(new Life());
    return {
      ...world,
      now: () => Math.floor(this.time.nowMs),
      pause: (ms) => this.time.wait(ms),
      db: this.latency === undefined ? world.db : this.slow(world.db),
      recall: <T>(name: string, read: () => Promise<T>) => {
        const known = this.remembered.get(name) ?? read();
        this.remembered.set(name, known);
        return known as Promise<T>;
      },
      push: async (agentId, message) => {
        if (message.type !== 'offer') return true;
        const { contactId, n } = message.contact;
        this.counted.offers += 1;
        this.counted.matchMs.push(this.time.nowMs - beganMs);
        this.counted.beganAt.push(beganMs);
        this.time.at(this.time.nowMs, () => void this.serve(agentId, contactId, n));
        return true;
      },
      setDeadline: async (deadline, at) => this.deadline(deadline, epochMs(at)),
    };
  }

  private deadline(deadline: Deadline, atMs: number): void {
    this.time.at(atMs, () => void handleDeadline(this.world(), deadline));
  }

  /** Milliseconds of one request, log-normal. */
  private some([p50, p99]: readonly [number, number]): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.chance.next())) * Math.cos(2 * Math.PI * this.chance.next());
    return p50 * Math.exp((normal * Math.log(p99 / p50)) / z99);
  }

  private slow(db: Database): Database {
    const latency = this.latency as Latency;
    return {
      get: async (table, key, eventual) => {
        const ms = this.some(latency.query);
        await this.time.wait(ms / 2);
        const item = await db.get(table, key, eventual);
        await this.time.wait(ms / 2);
        return item;
      },
      query: async (query) => {
        const ms = this.some(latency.query);
        await this.time.wait(ms / 2);
        const items = await db.query(query);
        await this.time.wait(ms / 2);
        return items;
      },
      write: async (writes) => this.writeSlowly(writes, this.some(writes.length === 1 ? latency.query : latency.transaction)),
    };
  }

  /** A quarter on the way, half of the time with the items held, a quarter back. */
  private async writeSlowly(writes: Write[], ms: number): Promise<Written> {
    const { memory } = this.hall;
    await this.time.wait(ms / 4);
    const judgement = memory.judge(writes);
    if ('refusal' in judgement) {
      this.counted.lost += 1;
      await this.time.wait(ms / 4);
      return judgement.refusal;
    }
    const free = memory.hold(judgement);
    await this.time.wait(ms / 2);
    free();
    memory.commit(judgement);
    await this.time.wait(ms / 4);
    return { outcome: 'written' };
  }

  /** An agent with a living client who has just become available. */
  async seat(name: string, profileId: string, skills?: Record<SkillId, number>): Promise<AgentId> {
    const agentId = AgentId.parse(name);
    const { memory, clients } = this.hall;
    const world = { ...this.world(), db: this.hall.world(new Life()).db };
    await signIn(world, agentId, () => Promise.resolve(name));
    const leaseUntil = instant(this.time.nowMs + 48 * 3600_000);
    const set = { profileId, skills, leaseUntil, connectionId: ConnectionId.parse(`${name}-1`) };
    memory.write([{ table: 'routing', update: { pk: `AGENT#${agentId}`, sk: 'AGENT' }, set }]);
    clients.add(agentId);
    await changeStatus(world, agentId, { status: 'available' });
    return agentId;
  }

  /** A call that waits in a queue from now on. */
  async call(name: string, where: Enqueuing): Promise<void> {
    await enqueue(this.world(), await this.arrive(name), where);
  }

  /** A call in its flow; of a customer, when one is named. */
  async arrive(name: string, customer?: { customerId: CustomerId; callerNumber: PhoneNumber }): Promise<ContactId> {
    const contactId = ContactId.parse(name);
    this.hall.calls.add(`call-${name}`);
    const quick = { ...this.world(), db: this.hall.world(new Life()).db };
    await openContact(quick, {
      contactId,
      transactionId: TransactionId.parse(`call-${name}`),
      applicationId: 'application',
      dialledNumber: '+15550100',
      flow: 'main',
      callerNumber: customer?.callerNumber,
    });
    if (customer !== undefined) await noteCustomer(quick, contactId, { customerId: customer.customerId, created: false });
    return contactId;
  }

  /** What an agent and their client do about an offer. */
  private async serve(agentId: AgentId, contactId: ContactId, n: number): Promise<void> {
    await noteSeen(this.world(), agentId, contactId, n);
    if (this.acceptMs > 0) await this.time.wait(this.acceptMs);
    const accepted = await acceptOffer(this.world(), agentId, contactId, n);
    if ('refused' in accepted) return;
    await reportAudio(this.world(), agentId, contactId, n);
    await this.time.wait(this.handleMs());
    await endContact(this.world(), contactId, 'caller-hung-up');
    if (this.wrapUpMs > 0) await this.time.wait(this.wrapUpMs);
    const request = WrapUpRequest.parse({ n, disposition: 'solved', ticketStatus: 'resolved' });
    await completeWrapUp(this.world(), agentId, contactId, request);
  }
}

export const oneQueue = QueueId.parse('technical');
