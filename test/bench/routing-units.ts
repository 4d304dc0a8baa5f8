/** What one handled call costs in routing: units of writing and reading, by what was done and by table. */
import { changeStatus } from '../../shared/agents/change-status.ts';
import { completeWrapUp } from '../../shared/agents/complete-wrap-up.ts';
import { type MeetingSeats, meetingOf } from '../../shared/contacts/meeting.ts';
import { endContact } from '../../shared/contacts/end-contact.ts';
import { requireContact } from '../../shared/contacts/read-contact.ts';
import { type AgentId, ContactId, CustomerId, PhoneNumber } from '../../shared/ids.ts';
import { acceptOffer } from '../../shared/routing/accept-offer.ts';
import { enqueue } from '../../shared/routing/enqueue.ts';
import { noteSeen } from '../../shared/routing/note-seen.ts';
import { reportAudio } from '../../shared/routing/report-audio.ts';
import { WrapUpRequest } from '../../shared/wire/api.ts';
import type { World } from '../../shared/world.ts';
import { queue, profile } from '../routing/center.ts';
import { type Bench, type Figure } from './figure.ts';
import { oneQueue, VirtualCenter } from './parts/virtual-center.ts';

interface Units {
  write: number;
  read: number;
}
type Bill = Map<string, Units>;
type Scene = 'idle' | 'busy' | 'waiting' | 'known';

/**
 * One call from the queue to the handed-in wrap-up, facts included, with settings remembered as in a warm function. Without what is not routing:
 * the arrival, the flow, and the streams' second look. Against the aims: 30 units of writing, 8 of reading. `idle`: an agent is free when the call
 * comes; `busy`: somebody always waits, so that the wrap-up of one call offers the next; `waiting`: the call waits until an agent comes from a
 * break; `known`: as `idle`, of a customer whose history and open tickets the agent is shown, and the wrap-up goes on with.
 */
export const bench: Bench = async () => {
  const figures: Figure[] = [];
  for (const scene of ['idle', 'busy', 'waiting', 'known'] as const) {
    const bill = await play(scene);
    const total = { write: 0, read: 0 };
    for (const [what, { write, read }] of bill) {
      total.write += write;
      total.read += read;
      figures.push({ name: `routing-units.${scene}.${what}.write-units`, value: write, unit: 'units' });
      figures.push({ name: `routing-units.${scene}.${what}.read-units`, value: read, unit: 'units' });
    }
    figures.push({ name: `routing-units.${scene}.write-units`, value: total.write, unit: 'units', against: 30, ratio: total.write / 30 });
    figures.push({ name: `routing-units.${scene}.read-units`, value: total.read, unit: 'units', against: 8, ratio: total.read / 8 });
  }
  return figures;
};

async function play(scene: Scene): Promise<Bill> {
  const settings = { queues: [queue('technical')], profiles: [profile('everyone', [['technical', 1]])] };
  const center = new VirtualCenter(settings, 1);
  const bill: Bill = new Map();
  // Offers are taken by hand here.
  const world = (): World => {
    const { meetings, ...world } = center.world();
    const prepare: World['meetings']['prepare'] = async (...asked) => asLarge(await meetings.prepare(...asked));
    const newId = () => recordId(world.newId());
    return { ...world, newId, meetings: { ...meetings, prepare }, push: () => Promise.resolve(true), setDeadline: () => Promise.resolve() };
  };
  const anna = await center.seat(userId('anna'), 'everyone');
  // The second call is billed: by then a function remembers its settings.
  const billed = async (what: string, run: () => Promise<unknown>) => {
    center.hall.memory.meter = ({ operation, table, sk, units }) => {
      const entry = `${what}.${table}-${itemOf(sk)}`;
      const sum = bill.get(entry) ?? { write: 0, read: 0 };
      sum[operation === 'get' || operation === 'query' ? 'read' : 'write'] += units;
      bill.set(entry, sum);
    };
    await run();
    center.hall.memory.meter = undefined;
  };
  const call = (name: string) => new Handled(center, world, anna, name);
  await scenes[scene]([call('c1'), call('c2'), call('c3')], billed);
  return bill;
}

/** Which item a key stands for. A query of the contact with its claim goes by what their keys begin with. */
function itemOf(sk: string): string {
  if (sk === 'C') return 'contact-with-claim';
  const words = sk.toLowerCase().split('#');
  return (words[0] === 'claim' ? words[2] : words[0]) ?? '';
}

/**
 * A meeting as large as what is kept of those that the service makes: four addresses of the lengths that Amazon Chime SDK answers with, and tokens
 * of 100 characters (the base64 of two ids).
 */
function asLarge({ caller, agent }: MeetingSeats): MeetingSeats {
  const meetingId = '0'.repeat(36);
  const MediaPlacement = {
    AudioHostUrl: `${'0'.repeat(32)}.k.m2.ue1.app.chime.aws:3478`,
    SignalingUrl: `wss://signal.m2.ue1.app.chime.aws/control/${meetingId}`,
    TurnControlUrl: 'https://0000.cell.us-east-1.meetings.chime.aws/v2/turn_sessions',
    EventIngestionUrl: 'https://data.svc.ue1.ingest.chime.aws/v1/client-events',
  };
  const meeting = { MeetingId: meetingId, MediaRegion: 'us-east-1', MediaPlacement };
  const seat = { attendeeId: '0'.repeat(36), joinToken: '0'.repeat(100) };
  return { meetingId, meeting, caller: { ...caller, ...seat }, agent: { ...agent, ...seat } };
}

/** An agent's, as long as the pool's. */
const userId = (name: string) => `00000000-0000-4000-8000-${name.padStart(12, '0')}`;
/** Any other, as long as those that sort by their time. */
const recordId = (name: string) => name.padStart(26, '0');

type Billed = (what: string, run: () => Promise<unknown>) => Promise<unknown>;

const unbilled: Billed = (_, run) => run();

/** A call, step by step. */
class Handled {
  private readonly center: VirtualCenter;
  private readonly world: () => World;
  private readonly agentId: AgentId;
  private readonly contactId: ContactId;

  constructor(center: VirtualCenter, world: () => World, agentId: AgentId, name: string) {
    this.center = center;
    this.world = world;
    this.agentId = agentId;
    this.contactId = ContactId.parse(recordId(name));
  }

  async queue(billed: Billed, customer?: Customer): Promise<void> {
    const { world, contactId } = this;
    await this.center.arrive(contactId, customer);
    // As the receiver has read it for the event.
    const known = await requireContact(world().db, contactId);
    await billed('enqueue', () => enqueue(world(), contactId, { queueId: oneQueue }, known));
  }

  async comeFromBreak(billed: Billed): Promise<void> {
    await billed('available', () => changeStatus(this.world(), this.agentId, { status: 'available' }));
  }

  async goOnBreak(): Promise<void> {
    await changeStatus(this.world(), this.agentId, { status: 'on-break', breakReason: 'break' });
  }

  async talk(billed: Billed): Promise<void> {
    const { world, agentId, contactId } = this;
    await billed('seen', () => noteSeen(world(), agentId, contactId, 1));
    await billed('accept', () => acceptOffer(world(), agentId, contactId, 1));
    await billed('audio', () => reportAudio(world(), agentId, contactId, 1));
    // The customer's call has read its contact, as for each of its events; to get in, it reads how.
    const talks = await requireContact(world().db, contactId);
    await billed('join', () => meetingOf(world().db, talks));
    await billed('hang-up', () => endContact(world(), contactId, 'caller-hung-up'));
  }

  async wrapUp(billed: Billed): Promise<void> {
    await billed('wrap-up', () => completeWrapUp(this.world(), this.agentId, this.contactId, request));
  }
}

type Played = (calls: readonly [Handled, Handled, Handled], billed: Billed) => Promise<void>;

/** Twice the same, one call after the other: the first warms up. */
const oneByOne =
  (play: (call: Handled, billed: Billed) => Promise<void>): Played =>
  async ([first, second], billed) => {
    await play(first, unbilled);
    await play(second, billed);
  };

type Customer = NonNullable<Parameters<VirtualCenter['arrive']>[1]>;
const maria: Customer = { customerId: CustomerId.parse(recordId('maria')), callerNumber: PhoneNumber.parse('+12025550112') };

/** What is billed has each step once. */
const scenes: Record<Scene, Played> = {
  idle: oneByOne(async (call, billed) => {
    await call.queue(billed);
    await call.talk(billed);
    await call.wrapUp(billed);
  }),
  async busy([first, second, third], billed) {
    await first.queue(unbilled);
    await second.queue(unbilled);
    await first.talk(unbilled);
    await first.wrapUp(unbilled);
    await third.queue(billed);
    await second.talk(billed);
    await second.wrapUp(billed);
  },
  known: oneByOne(async (call, billed) => {
    await call.queue(billed, maria);
    await call.talk(billed);
    await call.wrapUp(billed);
  }),
  waiting: oneByOne(async (call, billed) => {
    await call.goOnBreak();
    await call.queue(billed);
    await call.comeFromBreak(billed);
    await call.talk(billed);
    await call.wrapUp(billed);
  }),
};

const request = WrapUpRequest.parse({
  n: 1,
  disposition: 'solved',
  ticketStatus: 'resolved',
  notes: 'The router was off. It is on now, and the customer has tried it; a letter with the guide goes out today.',
});
