/** A contact center in memory whose every access to the outside waits for its turn, and whose messages come late, twice, or never. */
import { type Database, tableNames, type TableName, type Write, type Written } from '../../shared/database/database.ts';
import { type AgentId, epochMs, TransactionId } from '../../shared/ids.ts';
import type { Queue, RoutingProfile } from '../../shared/queues/queue.ts';
import { settingKeys } from '../../shared/queues/queue.ts';
import type { ToClient } from '../../shared/wire/live.ts';
import type { Deadline, World } from '../../shared/world.ts';
import { Memory } from '../memory/memory.ts';
import { parseOnce } from '../memory/parsed.ts';
import type { Chance } from '../system/chance.ts';
import type { Life } from './life.ts';
import { Turns } from './turns.ts';

export const startMs = Date.UTC(2026, 10, 21, 10);

/** How often, of a hundred, something goes wrong that may go wrong at any time. */
export interface Weather {
  /** A transaction is open while others go on: they meet a conflict. */
  heldOpen: number;
  /** The database says that somebody was writing, though nobody was. */
  conflict: number;
  /** A push is taken and never shown. */
  lostPush: number;
  /** The call is not to be reached at the moment. */
  busy: number;
  /** An eventual read does not see the latest writes of its table: of operations together, and of those before. */
  behind: number;
}
/** So many writes at most. */
const mostBehind = 24;
export const usual: Weather = { heldOpen: 25, conflict: 2, lostPush: 5, busy: 3, behind: 40 };

export class Hall {
  readonly memory = new Memory();
  readonly turns: Turns;
  readonly chance: Chance;
  readonly weather: Weather;
  nowMs = startMs;
  deadlines: { deadline: Deadline; atMs: number }[] = [];
  /** What clients were shown. */
  readonly pushed: { agentId: AgentId; message: ToClient }[] = [];
  readonly clients = new Set<AgentId>();
  readonly calls = new Set<string>();
  readonly cursors = new Map<TableName, number>(tableNames.map((name) => [name, 0]));
  ids = 0;

  constructor(chance: Chance, settings: { queues: readonly Queue[]; profiles: readonly RoutingProfile[] }, weather: Weather = usual) {
    parseOnce();
    this.chance = chance;
    this.weather = weather;
    this.turns = new Turns(chance);
    if (weather.behind > 0) this.memory.unseen = () => (chance.percent(weather.behind) ? 1 + chance.below(mostBehind) : 0);
    if (weather.behind > 0) this.memory.torn = () => chance.below(3) / 2;
    const puts = [
      { ...settingKeys.application, schemaVersion: 1, applicationId: 'application' },
      { ...settingKeys.calling, schemaVersion: 1, callerId: '+12025550100' },
      ...settings.queues.map((one) => ({ ...settingKeys.queue(one.queueId), ...one })),
      ...settings.profiles.map((one) => ({ ...settingKeys.profile(one.profileId), ...one })),
    ];
    for (const put of puts) this.memory.write([{ table: 'settings', put }]);
  }

  /** The world as an invocation sees it that lives as long as `life`. */
  world(life: Life): World {
    const effect = async <T>(what: () => T): Promise<T> => {
      await this.turns.turn();
      life.begins();
      const result = what();
      life.ends();
      return result;
    };
    const nothing = () => effect(() => undefined);
    return {
      db: this.database(life, effect),
      now: () => this.nowMs,
      newId: () => `id-${++this.ids}`,
      chance: this.chance.next,
      pause: nothing,
      ringDoorbell: ({ transactionId }) =>
        effect(() => (!this.calls.has(transactionId) ? 'gone' : this.chance.percent(this.weather.busy) ? 'busy' : 'rung')),
      dial: ({ contactId, partyId }) =>
        effect(() => {
          const transactionId = TransactionId.parse(`call-${contactId}-${partyId}-${++this.ids}`);
          this.calls.add(transactionId);
          return { transactionId };
        }),
      meetings: {
        addSeat: (meetingId, externalUserId) =>
          effect(() => ({ attendeeId: `${meetingId}:${externalUserId}`, joinToken: 'token', externalUserId })),
        removeSeat: nothing,
        allow: nothing,
        prepare: (contactId, n, agentId) =>
          effect(() => ({
            meetingId: `meeting-${contactId}-${n}`,
            meeting: { MeetingId: `meeting-${contactId}-${n}` },
            caller: { attendeeId: 'caller', joinToken: 'token' },
            agent: { attendeeId: 'agent', joinToken: 'token', externalUserId: agentId },
          })),
        end: nothing,
      },
      push: (agentId, message) =>
        effect(() => {
          if (!this.clients.has(agentId)) return false;
          if (!this.chance.percent(this.weather.lostPush)) this.pushed.push({ agentId, message });
          return true;
        }),
      pushToFloor: nothing,
      pushToSupervisors: nothing,
      setDeadline: (deadline, at) => effect(() => void this.deadlines.push({ deadline, atMs: epochMs(at) })),
      recordings: { bucket: () => 'recordings', read: () => effect(() => undefined), address: () => effect(() => 'https://recordings') },
      log: () => {},
    };
  }

  private database(life: Life, effect: <T>(what: () => T) => Promise<T>): Database {
    const { memory, turns } = this;
    return {
      get: (table, key, eventual) => effect(() => memory.get(table, key, eventual)),
      query: (query) => effect(() => memory.query(query)),
      write: async (writes, token) => {
        await turns.turn();
        life.begins();
        const written = await this.attempt(writes, token);
        life.ends();
        return written;
      },
    };
  }

  private async attempt(writes: Write[], token?: string): Promise<Written> {
    const { memory, turns, chance, weather } = this;
    if (turns.together && chance.percent(weather.conflict)) return { outcome: 'conflict' };
    const judgement = memory.judge(writes, token);
    if ('refusal' in judgement) return judgement.refusal;
    if (turns.together && chance.percent(weather.heldOpen)) {
      const free = memory.hold(judgement);
      await turns.turn();
      free();
    }
    memory.commit(judgement);
    return { outcome: 'written' };
  }
}
