import type { Agent } from '../agents/agent.ts';
import { becomesIdle } from '../agents/availability.ts';
import type { Write } from '../database/database.ts';
import { instant } from '../ids.ts';
import type { World } from '../world.ts';
import type { Closes } from './announce-offer.ts';
import { changeAgent, type Changes } from './change.ts';
import { type Claimed, offering, type Readied } from './claim.ts';
import { findContact, nobodySeems } from './find-contact.ts';
import { announceOrPassOn, matchAgent } from './match-agent.ts';
import type { Ahead } from './settle.ts';
import { vacancyAhead } from './vacancy-ahead.ts';

export interface Freed {
  agent: Agent;
  writes: Write[];
  /** Their vacancy, when nobody seems to wait: comes before `writes`. */
  ahead?: Ahead;
  /** The offer that the same writes make. */
  claimed?: Claimed;
}

/**
 * The writes that make an agent ready for a contact. When one waits for them already, the same writes offer it; a contact that comes after our
 * read finds the agent bound, or finds their vacancy. Somebody else may be faster with that contact: from the second attempt on the agent
 * is only made idle, and the match comes after the write. `ready`: what makes them so; `glance`: whether to look for a contact properly only
 * when somebody seems to wait, and to let the vacancy go ahead when nobody does.
 */
export async function readyAgent(
  world: World,
  agent: Agent,
  attempt: number,
  ready: (nowMs: number) => Readied<Agent>,
  glance = false,
): Promise<Freed> {
  const willBeVacant = ready(world.now()).changes.idleSince !== undefined;
  const isFirst = willBeVacant && attempt === 0;
  const isAlone = isFirst && glance && (await nobodySeems(world, agent));
  const found = isFirst && !isAlone ? await findContact(world, agent) : undefined;
  const now = world.now();
  const idle = ready(now);
  // A contact that they have handed over and that waits still is written by the end of their wrap-up too: its offer is a write of its own.
  const isTheirs = found?.contact.contactId === agent.contactId;
  if (found === undefined || isTheirs || idle.changes.idleSince === undefined) {
    const changed = changeAgent(agent, now, idle.changes, idle.told);
    const { after, ...writes } = isAlone ? vacancyAhead(world, changed) : changed;
    return { agent: after, ...writes };
  }
  const candidates = [{ agentId: agent.agentId, level: found.level, order: found.order, queueId: found.queueId, idleSince: instant(now) }];
  const { writes, claimed } = offering({ ...found, agent, candidates }, now, { agent: idle });
  return { agent: claimed.agent, writes, claimed };
}

/** The same for a busy agent: in most wrap-ups nobody waits, and whoever ends one looks again. `also` changes with the same write. */
export const freeAgent = (world: World, agent: Agent, attempt: number, also: Changes<Agent> = {}): Promise<Freed> =>
  readyAgent(
    world,
    agent,
    attempt,
    (nowMs) => {
      const { changes, told } = becomesIdle(agent, nowMs);
      return { changes: { ...changes, ...also }, told };
    },
    true,
  );

/**
 * What follows when the writes are made: the agent's client closes the contact `closes` and sees the next. An offer made by the same writes
 * says both in one word, since somebody waits for it. Answers the agent as they are then, where that is known.
 */
export async function afterFreed(world: World, { agent, claimed }: Freed, closes: NonNullable<Closes>): Promise<Agent | undefined> {
  if (claimed !== undefined) return (await announceOrPassOn(world, claimed, closes)) ? agent : undefined;
  await world.push(agent.agentId, { type: 'contact-closed', ...closes });
  return matchAgent(world, agent.agentId, agent);
}
