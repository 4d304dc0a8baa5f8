/** A contact center in memory: real operations on an in-process DynamoDB, a call service, flows run as their functions would. */
import { createEngine, inProcessClient } from '../../local/services/dynamodb/dynamodb.ts';
import { demoSettings } from '../../local/demo/settings.ts';
import { beginLease } from '../../shared/agents/lease.ts';
import { changeStatus } from '../../shared/agents/change-status.ts';
import { signIn } from '../../shared/agents/sign-in.ts';
import type { Contact } from '../../shared/contacts/contact.ts';
import { contactOfTransaction } from '../../shared/contacts/read-contact.ts';
import { openDatabase, tableNames, type TableName } from '../../shared/database/database.ts';
import { drive } from '../../shared/flows/drive.ts';
import type { Flow } from '../../shared/flows/flow.ts';
import { answerEvent, type Reception } from '../../shared/flows/receive-event.ts';
import { AgentId, ConnectionId, newId, TransactionId } from '../../shared/ids.ts';
import { promptOfKey } from '../../shared/prompts/prompt-key.ts';
import { settingWrites } from '../../shared/queues/write-settings.ts';
import type { TelephonyAnswer, TelephonyEvent } from '../../shared/telephony/sma.ts';
import type { World } from '../../shared/world.ts';
import { plain, type Quirks, Service } from './service.ts';

export const bucket = 'prompts-bucket';

export interface Centre {
  world: World;
  reception: Reception;
  clock: { nowMs: number };
  meetingsEnded: string[];
  /** Invocations of flows: name, asked version. */
  invoked: { flow: string; version: string | undefined }[];
  logged: string[];
  /** What callers said, by key. */
  recordings: Map<string, Uint8Array>;
}

/** Where a center keeps its items, and how it waits and chooses. */
export type Ground = Pick<World, 'db' | 'pause' | 'chance'>;

/** The local engine, behind a client of the SDK. */
function localEngine(clock: Centre['clock']): Ground {
  const engine = createEngine(() => clock.nowMs);
  for (const name of tableNames)
    engine.define({ name, key: { hash: 'pk', range: 'sk' }, kinds: { pk: 'S', sk: 'S' }, indexes: [], createdAt: 0 });
  const physical = Object.fromEntries(tableNames.map((name) => [name, name])) as Record<TableName, string>;
  const db = openDatabase(inProcessClient(engine), physical);
  return { db, chance: Math.random, pause: () => new Promise((resolve) => setImmediate(resolve)) };
}

/** A center with the demo's settings, and these flows behind it. */
export async function openCentre(flows: readonly Flow[], invokeFlow?: Reception['invokeFlow'], ground?: Ground): Promise<Centre> {
  const clock = { nowMs: Date.parse('2026-11-21T10:00:00.000Z') };
  const centre: Pick<Centre, 'meetingsEnded' | 'invoked' | 'logged' | 'recordings'> = {
    meetingsEnded: [],
    invoked: [],
    logged: [],
    recordings: new Map(),
  };
  const world: World = {
    ...(ground ?? localEngine(clock)),
    now: () => clock.nowMs,
    newId: () => newId(clock.nowMs),
    ringDoorbell: async () => 'rung',
    dial: async () => 'refused',
    meetings: {
      addSeat: async (meetingId, externalUserId) => ({ attendeeId: `${meetingId} ${externalUserId}`, joinToken: 'token', externalUserId }),
      removeSeat: async () => {},
      allow: async () => {},
      prepare: async (contactId, n, agentId) => ({
        meetingId: `meeting ${contactId} ${n}`,
        meeting: { MeetingId: `meeting ${contactId} ${n}` },
        caller: { attendeeId: 'caller', joinToken: `token ${n}` },
        agent: { attendeeId: 'agent', joinToken: 'token', externalUserId: agentId },
      }),
      end: async (meetingId) => void centre.meetingsEnded.push(meetingId),
    },
    push: async () => true,
    pushToFloor: async () => {},
    recordings: {
      bucket: () => 'recordings-bucket',
      read: async (key) => centre.recordings.get(key),
      address: async (key) => `https://recordings.test/${key}`,
    },
    pushToSupervisors: async () => {},
    setDeadline: async () => {},
    log: (event) => void centre.logged.push(event),
  };
  for (const write of settingWrites(demoSettings)) await world.db.write([write]);
  const direct: Reception['invokeFlow'] = async (name, version, request) => {
    centre.invoked.push({ flow: name, version });
    const flow = flows.find((one) => one.name === name);
    if (flow === undefined) return { failed: 'there is no flow of that name' };
    try {
      return { reply: await drive(flow, world, request, bucket), version: version ?? '7' };
    } catch {
      return { failed: 'the flow failed' };
    }
  };
  return {
    ...centre,
    world,
    clock,
    reception: { world, promptsBucket: bucket, invokeFlow: invokeFlow ?? direct, reportFault: () => void centre.logged.push('fault') },
  };
}

/** An agent who is signed in, live and available. */
export async function seatAgent({ world }: Centre, name: string): Promise<AgentId> {
  const agentId = AgentId.parse(name);
  await signIn(world, agentId, async () => name);
  await beginLease(world, agentId, ConnectionId.parse(`socket-of-${name}`));
  await changeStatus(world, agentId, { status: 'available' });
  return agentId;
}

/** A call into the center, seen from the telephone. */
export class PhoneCall {
  readonly service: Service;
  readonly answers: { event: TelephonyEvent; answer: TelephonyAnswer; again: TelephonyAnswer }[] = [];
  /** Each event is delivered twice at the same time, as after five seconds without an answer. */
  twice = false;
  private readonly centre: Centre;

  constructor(centre: Centre, from?: string, to?: string, transactionId = newId(centre.clock.nowMs), quirks: Partial<Quirks> = {}) {
    this.centre = centre;
    this.service = new Service(transactionId, from, to, { ...plain, ...quirks });
    this.service.dial();
  }

  /** Delivers what has happened until nothing is left to deliver. */
  async flow(): Promise<void> {
    for (let event = this.service.outbox.shift(); event !== undefined; event = this.service.outbox.shift()) {
      const times = this.twice ? [0, 1] : [0];
      const [answer, again = answer] = await Promise.all(times.map(() => answerEvent(this.centre.reception, structuredClone(event))));
      if (answer === undefined) throw new Error('There is no answer.');
      this.answers.push({ event, answer, again: again ?? answer });
      this.service.apply(event, answer);
    }
  }

  /** What the caller hears now: the prompt's name, or the kind of action. */
  get hears(): string | undefined {
    const { current, meeting } = this.service;
    if (current === undefined) return meeting?.meetingId;
    return 'AudioSource' in current.Parameters ? promptOfKey(current.Parameters.AudioSource.Key) : current.Type;
  }

  /** The caller listens to the end of what plays. */
  async listens(): Promise<string | undefined> {
    this.service.finish();
    await this.flow();
    return this.hears;
  }

  async presses(digits: string): Promise<string | undefined> {
    this.service.finish(true, digits);
    await this.flow();
    return this.hears;
  }

  /** A key while something plays that does not ask for one. */
  async hearsKey(digits: string): Promise<string | undefined> {
    this.service.presses(digits);
    await this.flow();
    return this.hears;
  }

  async saysNothing(): Promise<string | undefined> {
    this.service.finish(false);
    await this.flow();
    return this.hears;
  }

  async rings(version: number): Promise<string | undefined> {
    this.service.update(version);
    await this.flow();
    return this.hears;
  }

  async hangsUp(): Promise<void> {
    this.service.callerHangsUp();
    await this.flow();
  }

  async contact(): Promise<Contact> {
    const contact = await contactOfTransaction(this.centre.world.db, TransactionId.parse(this.service.transactionId));
    if (contact === undefined) throw new Error('The call has no contact.');
    return contact;
  }
}
