/** The whole system in this process, from the bundles that a deploy ships: in memory, on free ports, with the demo's people and customers. */
import path from 'node:path';
import { dist } from '../../infra/build.ts';
import { placeCall, wavOf, type PlacedCall } from '../../local/caller.ts';
import { openNumber } from '../../local/demo/settings.ts';
import { physicalTables } from '../../local/demo-cloud.ts';
import { inProcessClient } from '../../local/services/dynamodb/dynamodb.ts';
import { prepare } from '../../local/start/prepare.ts';
import { startSystem, type System } from '../../local/system.ts';
import { openDatabase, type Database } from '../../shared/database/database.ts';
import { instant } from '../../shared/ids.ts';
import type { Calling as CallingSettings } from '../../shared/queues/calling.ts';
import { settingKeys } from '../../shared/queues/queue.ts';
import { Agent } from './agent.ts';
import { Facts } from './facts.ts';

export interface CenterOptions {
  /** How long an offer rings; shorter than in life, so that a missed one costs little. */
  ringSeconds?: number;
  /** Where calls to numbers of the outside go. */
  trunk?: { host: string; port: number };
  /** The folder that keeps its state and logs; absent: all is in memory. */
  dir?: string;
  /** What differs from the demo's settings of calls that go out. */
  calling?: Partial<CallingSettings>;
}
/** Whom a test calls as; numbers of the demo's customers, or of nobody. */
export interface Calling {
  from: string;
  to?: string;
  /** The tone that the caller says all the time. */
  hz?: number;
}
export interface Center {
  readonly system: System;
  readonly db: Database;
  readonly facts: Facts;
  /** What the system said, and every line that a function wrote as an error. */
  readonly lines: string[];
  readonly errors: string[];
  /** Signs a demo person in, without a browser. */
  agent(as: string): Promise<Agent>;
  call(calling: Calling): Promise<PlacedCall>;
  /** Items of a partition of the routing table: entries of a queue, vacancies of a profile. */
  places(kind: 'QUEUE' | 'PROFILE', id: string): Promise<unknown[]>;
  /** Messages in queues whose name tells that nobody could handle them. */
  deadLetters(): { name: string; messages: number }[];
  close(): Promise<void>;
}

export const queueIds = ['product', 'technical', 'billing', 'returns', 'operator'] as const;

/** A tone at 8 kHz as WAV, a second long, loud enough to stand out and far from clipping. */
export const toneWav = (hz: number): Uint8Array =>
  wavOf(Int16Array.from({ length: 8000 }, (_, i) => 8000 * Math.sin((2 * Math.PI * hz * i) / 8000)));

async function ringFor(db: Database, seconds: number): Promise<void> {
  for (const queueId of queueIds) {
    const { outcome } = await db.write([{ table: 'settings', update: settingKeys.queue(queueId), set: { ringSeconds: seconds } }]);
    if (outcome !== 'written') throw new Error(`the queue ${queueId} could not be set up`);
  }
}

/** Synthesizes when something has changed since the last time, and starts. */
export async function startCenter({ ringSeconds, trunk, dir, calling }: CenterOptions = {}): Promise<Center> {
  const assembly = await prepare(path.join(dist, 'test-center'), () => undefined);
  const lines: string[] = [];
  const system = await startSystem({
    assembly,
    port: 0,
    sipPort: 0,
    rtpPorts: { from: 0, to: 0 },
    quotas: { activeCalls: 1000, createCallsPerSecond: 100, updateCallsPerSecond: 100 },
    log: (line) => void lines.push(line),
    ...(trunk === undefined ? {} : { trunk }),
    ...(dir === undefined ? {} : { dir }),
  });
  const { cloud, endpoints } = system;
  const db = openDatabase(inProcessClient(cloud.engines.dynamoDb.engine), physicalTables(cloud));
  if (ringSeconds !== undefined) await ringFor(db, ringSeconds);
  if (calling !== undefined) await db.write([{ table: 'settings', update: settingKeys.calling, set: calling }]);
  // The demo's past is told on the bus too; what tests look at begins now.
  const facts = new Facts(instant(Date.now()));
  const errors: string[] = [];
  const stopErrors = cloud.logs.onLine(({ functionName, text }) => {
    if (/"level":"(ERROR|CRITICAL)"|Task timed out|Unhandled/i.test(text)) errors.push(`${functionName}: ${text}`);
  });
  const stopFacts = cloud.engines.eventBridge.onEvent((_bus, { source, detail }) => void (source === 'linehall' && facts.take(detail)));
  const agents: Agent[] = [];
  return {
    system,
    db,
    facts,
    lines,
    errors,
    async agent(as) {
      const agent = await Agent.signIn({ client: endpoints.client.replace(/\/$/, ''), as });
      agents.push(agent);
      return agent;
    },
    call: ({ from, to = openNumber, hz }) => placeCall({ to, from, sip: endpoints.sip, ...(hz === undefined ? {} : { say: toneWav(hz) }) }),
    places: (kind, id) => db.query({ table: 'routing', pk: `${kind}#${id}`, prefix: kind === 'QUEUE' ? 'WAIT#' : 'IDLE#' }),
    deadLetters: () =>
      cloud.engines.sqs
        .queues()
        .map(({ name, visible, hidden, delayed }) => ({ name, messages: visible + hidden + delayed }))
        .filter(({ name, messages }) => /Dead(?!lines)|Undelivered/.test(name) && messages > 0),
    async close() {
      for (const agent of agents) agent.close();
      stopFacts();
      stopErrors();
      await system.close();
    },
  };
}
