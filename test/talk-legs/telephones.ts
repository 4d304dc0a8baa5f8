/** All telephones of a center in memory: those that call in, and those that we call. Deadlines pass when the test says so. */
import { settingKeys } from '../../shared/queues/queue.ts';
import { answerEvent } from '../../shared/flows/receive-event.ts';
import { epochMs, type PhoneNumber, TransactionId } from '../../shared/ids.ts';
import { promptOfKey } from '../../shared/prompts/prompt-key.ts';
import { handleDeadline } from '../../shared/routing/handle-deadline.ts';
import type { ToClient } from '../../shared/wire/live.ts';
import type { Deadline, World } from '../../shared/world.ts';
import type { Centre } from '../flows/centre.ts';
import { Service } from '../flows/service.ts';

export class Telephones {
  readonly services = new Map<string, Service>();
  readonly dialled: { from: string; to: string; service: Service }[] = [];
  readonly deadlines: { deadline: Deadline; atMs: number }[] = [];
  readonly pushed: { agentId: string; message: ToClient }[] = [];
  /** What the next call of ours comes to, instead of ringing; `killed`: it rings, but whoever asked never hears so. */
  nextDial: 'busy' | 'refused' | 'killed' | undefined;
  /** Rings that are lost on the way. */
  deaf = false;
  readonly centre: Centre;

  constructor(centre: Centre) {
    this.centre = centre;
    const { world } = centre;
    world.dial = async (call) => this.dial(call);
    world.ringDoorbell = ({ transactionId }, version) => Promise.resolve(this.ring(transactionId, version));
    world.setDeadline = (deadline, at) => Promise.resolve(void this.deadlines.push({ deadline, atMs: epochMs(at) }));
    world.push = (agentId, message) => Promise.resolve(this.pushed.push({ agentId, message }) > 0);
  }

  async open(): Promise<this> {
    const { db } = this.centre.world;
    await db.write([{ table: 'settings', put: { ...settingKeys.application, schemaVersion: 1, applicationId: 'application' } }]);
    await db.write([{ table: 'settings', update: settingKeys.calling, set: { callerId: '+12025550100' } }]);
    return this;
  }

  private dial({ from, to, contactId, partyId }: Parameters<World['dial']>[0]): { transactionId: TransactionId } | 'busy' | 'refused' {
    const { nextDial } = this;
    this.nextDial = undefined;
    if (nextDial === 'busy' || nextDial === 'refused') return nextDial;
    const service = new Service(`out-${this.dialled.length + 1}`, from, to);
    service.dialOut({ contactId, partyId });
    this.services.set(service.transactionId, service);
    this.dialled.push({ from, to, service });
    if (nextDial === 'killed') throw new Error('The function was killed.');
    return { transactionId: TransactionId.parse(service.transactionId) };
  }

  private ring(transactionId: string, version: number): 'rung' | 'gone' {
    const service = this.services.get(transactionId);
    if (service === undefined || service.over) return 'gone';
    if (!this.deaf) service.update(version);
    return 'rung';
  }

  /** Delivers all events of all telephones until there are none. */
  async flow(): Promise<void> {
    for (let quiet = false; !quiet;) {
      quiet = true;
      for (const service of this.services.values()) {
        for (let event = service.outbox.shift(); event !== undefined; event = service.outbox.shift()) {
          quiet = false;
          service.apply(event, await answerEvent(this.centre.reception, structuredClone(event)));
        }
      }
    }
  }

  /** What runs on a telephone ends until it stands still or music begins. */
  async goOn(service: Service): Promise<void> {
    await this.flow();
    for (let i = 0; i < 10 && service.current !== undefined && hears(service) !== 'hold-music'; i++) {
      service.finish();
      await this.flow();
    }
  }

  async settle(): Promise<void> {
    for (const service of this.services.values()) await this.goOn(service);
    await this.flow();
  }

  /** Time passes, and the deadlines that come due are handled. */
  async pass(ms: number): Promise<void> {
    const { clock, world } = this.centre;
    const untilMs = clock.nowMs + ms;
    for (;;) {
      const next = [...this.deadlines].sort((one, other) => one.atMs - other.atMs)[0];
      if (next === undefined || next.atMs > untilMs) break;
      this.deadlines.splice(this.deadlines.indexOf(next), 1);
      clock.nowMs = Math.max(clock.nowMs, next.atMs);
      await handleDeadline(world, next.deadline);
      await this.settle();
    }
    clock.nowMs = untilMs;
    await this.flow();
  }

  /** The latest telephone that we called. */
  get called(): { from: string; to: PhoneNumber; service: Service } {
    const last = this.dialled.at(-1);
    if (last === undefined) throw new Error('Nobody was called.');
    return { ...last, to: last.to as PhoneNumber };
  }
}

/** What a telephone hears: a meeting, another number, a prompt, or what else runs. */
export function hears({ current, meeting, bridge, over, rings }: Service): string | undefined {
  if (over) return 'gone';
  if (rings) return 'rings';
  if (current !== undefined && 'AudioSource' in current.Parameters) return promptOfKey(current.Parameters.AudioSource.Key);
  return current?.Type ?? meeting?.meetingId ?? bridge?.number;
}
