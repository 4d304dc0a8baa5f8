/** How soon a supervisor's change of an agent is effective: for the agent, on *Floor*, and for the callers. */
import { robotPeople } from '../../local/robots/people.ts';
import { type ContactId, ProfileId, QueueId } from '../../shared/ids.ts';
import { settingKeys } from '../../shared/queues/queue.ts';
import type { Request } from '../../shared/wire/api.ts';
import type { ToClient } from '../../shared/wire/live.ts';
import type { Agent } from '../system/agent.ts';
import { startCenter, type Center } from '../system/center.ts';
import { choose } from '../system/menu.ts';
import { type Bench, type Figure, percentile } from './figure.ts';

const agents = 24;
const rounds = 40;
const aimMs = 1000;

type Setting = Request<'POST /api/agents/{agentId}/setting'>;
const available: Setting = { status: 'available' };
const onBreak: Setting = { status: 'on-break', breakReason: 'back-office' };
/** Two profiles: that of the callers' queue, and another one. */
const desk: Setting = { profileId: ProfileId.parse('desk') };
const elsewhere: Setting = { profileId: ProfileId.parse('elsewhere') };

/** Somebody at work, as a supervisor knows them. */
interface Seat {
  agentId: string;
  agent: Agent;
}

/**
 * Agents at their sockets, and a caller who waits. A supervisor who watches *Floor* by a socket of their own makes one agent after another
 * available, sends them on a break, and changes their routing profile. Measured from the supervisor's request, HTTP and function included,
 * to the agent's socket, to the supervisor's, and to the offer that follows: the waiting caller's at who was made available or was given
 * the profile, and at the next agent when it rang at who was sent on a break. `offers-to-others` counts offers to those who were not there.
 */
export const bench: Bench = async () => {
  const center = await startCenter({ ringSeconds: 60 });
  const people = robotPeople(center.system.cloud);
  try {
    const floor = await Floor.open(center, await people.invite(agents));
    const call = await center.call({ from: '+12025552000' });
    await choose(call, '2');
    const { subjectId } = await center.facts.first('ContactQueued', undefined, 30_000);
    floor.contactId = subjectId as ContactId;
    // Functions start at their first call.
    for (let round = -2; round < rounds; round++) await floor.round(round + 2, round >= 0);
    await call.hangUp();
    return floor.figures();
  } finally {
    await center.close();
  }
};

class Floor {
  contactId!: ContactId;
  readonly #supervisor: Agent;
  readonly #seats: Seat[];
  readonly #measured = new Map<string, number[]>();
  #counts = false;
  #offers = 0;

  private constructor(supervisor: Agent, seats: Seat[]) {
    [this.#supervisor, this.#seats] = [supervisor, seats];
  }

  /** All of them at work, on a break, with the profile of the callers' queue; the supervisor watches. */
  static async open(center: Center, names: readonly string[]): Promise<Floor> {
    await writeProfiles(center);
    const seats: Seat[] = [];
    for (const name of names) {
      const agent = await center.agent(name);
      seats.push({ agent, agentId: (await agent.call('GET /api/me', {}, {})).agent.agentId });
    }
    const supervisor = await center.agent('clara');
    supervisor.send({ type: 'watch-floor', on: true });
    const floor = new Floor(supervisor, seats);
    for (const seat of seats) await floor.#set(seat, { ...onBreak, ...desk });
    return floor;
  }

  /** Nobody is available and the caller waits: so it begins, and so it ends. */
  async round(round: number, counts: boolean): Promise<void> {
    this.#counts = counts;
    const [first, second] = [this.#seat(2 * round), this.#seat(2 * round + 1)];
    await this.#change('available', first, available, ['offered', first]);
    await this.#set(second, available);
    await this.#change('break-while-ringing', first, onBreak, ['offered-to-next', second]);
    await this.#set(second, onBreak);
    await this.#set(first, { ...elsewhere, ...available });
    await this.#change('profile', first, desk, ['offered', first]);
    await this.#set(first, onBreak);
    await this.#arrival(first, second);
  }

  /** A caller comes to the queue when an agent has just been sent on a break: the next one is offered it. */
  async #arrival(away: Seat, there: Seat): Promise<void> {
    await this.#steer('billing');
    await this.#set(away, available);
    await this.#change('break', away, onBreak);
    await this.#steer('technical');
    await this.#set(there, available, there);
    await this.#set(there, onBreak);
  }

  #seat(n: number): Seat {
    return this.#seats[n % this.#seats.length] as Seat;
  }

  #steer(queueId: string) {
    const request = { do: 'move', queueId: QueueId.parse(queueId) } as const;
    return this.#supervisor.call('POST /api/contacts/{contactId}/steer', { contactId: this.contactId }, request);
  }

  /** A change that is measured, and the offer that follows. */
  async #change(name: string, seat: Seat, setting: Setting, [what, offered]: [string, Seat] | [] = []): Promise<void> {
    const began = performance.now();
    const { told, floor, answered, offer } = await this.#set(seat, setting, offered);
    const add = (part: string, at: number) => {
      if (this.#counts) this.#measured.set(`${name}.${part}`, [...(this.#measured.get(`${name}.${part}`) ?? []), at - began]);
    };
    add('agent-told', told);
    add('on-floor', floor);
    if (what !== undefined && offer !== undefined) add(what, offer);
    add('answered', answered);
  }

  /** Sets, and says when both sockets told of it, and when somebody was offered the caller. */
  async #set({ agent, agentId }: Seat, setting: Setting, offered?: Seat) {
    const fits = (one: { status: string; agentId: string }) =>
      one.agentId === agentId && (setting.status === undefined || one.status === setting.status);
    for (const { agent: one } of [{ agent }, { agent: this.#supervisor }, ...(offered === undefined ? [] : [offered])]) one.forget();
    const told = agent.next('agent', (message) => fits(message.agent));
    const floor = this.#supervisor.next('floor-agent', (message) => fits(message.agent));
    const offer = offered?.agent.next('offer');
    await this.#supervisor.call('POST /api/agents/{agentId}/setting', { agentId }, setting);
    const answered = performance.now();
    if (offered !== undefined) this.#offers++;
    return { answered, told: (await told).at, floor: (await floor).at, offer: (await offer)?.at };
  }

  /** Every offer that came to anybody, once, but for those that were meant. */
  #offersToOthers(): number {
    const heard = this.#seats.flatMap(({ agent }) => agent.heard.map((text) => JSON.parse(text) as ToClient));
    return new Set(heard.flatMap((message) => (message.type === 'offer' ? [message.contact.n] : []))).size - this.#offers;
  }

  figures(): Figure[] {
    const spread = [...this.#measured].flatMap(([name, values]) =>
      ([0.5, 0.99] as const).map((share) => {
        const value = percentile(values, share);
        return { name: `supervise.${name}.p${100 * share}`, value, unit: 'ms', against: aimMs, ratio: value / aimMs };
      }),
    );
    return [...spread, { name: 'supervise.offers-to-others', value: this.#offersToOthers(), unit: 'offers' }];
  }
}

/** One of the callers' queue, and one of another. */
async function writeProfiles(center: Center): Promise<void> {
  for (const [profileId, queueId] of [
    ['desk', 'technical'],
    ['elsewhere', 'returns'],
  ] as const) {
    const profile = { schemaVersion: 1, profileId, name: profileId, serves: [{ queueId, level: 1, order: 0 }] };
    const { outcome } = await center.db.write([{ table: 'settings', put: { ...settingKeys.profile(profileId), ...profile } }]);
    if (outcome !== 'written') throw new Error(`the profile ${profileId} could not be made`);
  }
}
