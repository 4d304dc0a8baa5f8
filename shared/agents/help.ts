/** A raised hand, and the chat beside it: between the agent and the supervisors. Lines are kept for a day. */
import type { Database, Item, Write } from '../database/database.ts';
import { type AgentId, instant } from '../ids.ts';
import type { Problem } from '../problem.ts';
import { changeAgent, type Told } from '../routing/change.ts';
import { settle } from '../routing/settle.ts';
import { Hand, HelpMessage } from '../wire/api.ts';
import type { World } from '../world.ts';
import type { Agent } from './agent.ts';
import { readAgent, requireAgent } from './read-agent.ts';
import { tellAgent } from './view-agent.ts';

const keptMs = 24 * 3600_000;

/** Keys in the Connections table. A line is known by who wrote it and the id they gave it, so that a repeat is the same line. */
const helpKeys = {
  of: (agentId: AgentId) => `HELP#${agentId}`,
  /** One partition lists the hands that are up, written with the agent. */
  hand: (agentId: AgentId) => ({ pk: 'HANDS', sk: `AGENT#${agentId}` }),
  line: (agentId: AgentId, fromId: AgentId, messageId: string) => ({ pk: helpKeys.of(agentId), sk: `LINE#${fromId}#${messageId}` }),
};

export const noSuchAgent: Problem = {
  code: 'no-such-agent',
  sentence: 'There is no such agent.',
  remedy: 'Reload the page: it shows who is there.',
  status: 404,
};

/** Pure: a hand that goes up, or says something else. Undefined when it says this already. */
export function raises(agent: Agent, text: string | undefined, nowMs: number) {
  const { help, contactId } = agent;
  if (help !== undefined && help.text === text) return undefined;
  const about = help === undefined ? contactId : help.contactId;
  const raised = {
    since: help?.since ?? instant(nowMs),
    ...(about === undefined ? {} : { contactId: about }),
    ...(text === undefined ? {} : { text }),
  };
  const told: Told[] = help === undefined ? [{ type: 'HelpAsked', data: about === undefined ? {} : { contactId: about } }] : [];
  return changeAgent(agent, nowMs, { help: raised }, told);
}

const handOf = ({ agentId, name, help }: Agent): Hand | undefined =>
  help === undefined ? undefined : { agentId, name, since: help.since, ...(help.text === undefined ? {} : { text: help.text }) };

/** The place of an agent's hand in the list of those that are up. */
function listed(agent: Agent): Write {
  const key = helpKeys.hand(agent.agentId);
  const hand = handOf(agent);
  return hand === undefined ? { table: 'connections', delete: key } : { table: 'connections', put: { ...key, schemaVersion: 1, ...hand } };
}

/** The hands that are up, the first first. */
export async function readHands(db: Database): Promise<Hand[]> {
  const items = await db.query({ table: 'connections', pk: helpKeys.hand('any' as AgentId).pk });
  return items.map((item) => Hand.parse(item)).sort((a, b) => (a.since < b.since ? -1 : 1));
}

/** Tells the agent, and every supervisor. */
async function tellHand(world: World, agent: Agent): Promise<void> {
  const { agentId } = agent;
  const hand = handOf(agent);
  await Promise.all([
    tellAgent(world, agent),
    world.pushToSupervisors({ type: 'help-hand', agentId, ...(hand === undefined ? {} : { hand }) }),
  ]);
}

/** The agent raises a hand, about the contact that they have; every supervisor sees it. Twice is once. */
export async function askHelp(world: World, agentId: AgentId, text?: string): Promise<Agent> {
  const agent = await settle<Agent>(world, async () => {
    const before = await requireAgent(world.db, agentId);
    const changed = raises(before, text, world.now());
    return changed === undefined ? { stop: before } : { write: [...changed.writes, listed(changed.after)], then: changed.after };
  });
  await tellHand(world, agent);
  return agent;
}

/** The hand goes down, by the agent or by who helped. Twice is once. */
export async function endHelp(world: World, agentId: AgentId, by: AgentId): Promise<{ agent: Agent } | { refused: Problem }> {
  const agent = await settle<Agent | undefined>(world, async () => {
    const before = await readAgent(world.db, agentId);
    if (before?.help === undefined) return { stop: before };
    const { after, writes } = changeAgent(before, world.now(), { help: undefined }, [{ type: 'HelpEnded', data: { by } }]);
    return { write: [...writes, listed(after)], then: after };
  });
  if (agent === undefined) return { refused: noSuchAgent };
  await tellHand(world, agent);
  return { agent };
}

const messageOf = (item: Item): HelpMessage => HelpMessage.parse(item);

/** Writes a line once; a repeat gives the line as it was written first. */
async function keepLine(db: Database, message: HelpMessage, nowMs: number): Promise<HelpMessage> {
  const { agentId, fromId, messageId } = message;
  const line = { schemaVersion: 1, ...message, expiresAt: Math.ceil((nowMs + keptMs) / 1000) };
  const key = helpKeys.line(agentId, fromId, messageId);
  const { outcome } = await db.write([{ table: 'connections', put: { ...key, ...line }, if: 'attribute_not_exists(pk)' }]);
  if (outcome === 'written') return message;
  const known = await db.get('connections', key);
  if (known === undefined) throw new Error('A line of a chat could not be written');
  return messageOf(known);
}

/** Somebody says something beside an agent's raised hand. It goes to the agent and to all supervisors; clients know a repeat by its id. */
export async function sayHelp(
  world: World,
  agentId: AgentId,
  fromId: AgentId,
  { messageId, text }: Pick<HelpMessage, 'messageId' | 'text'>,
): Promise<{ message: HelpMessage } | { refused: Problem }> {
  const [agent, from] = await Promise.all([readAgent(world.db, agentId), requireAgent(world.db, fromId)]);
  if (agent === undefined) return { refused: noSuchAgent };
  const now = world.now();
  const message = await keepLine(world.db, { messageId, agentId, fromId, fromName: from.name, text, at: instant(now) }, now);
  await Promise.all([world.push(agentId, { type: 'help-message', message }), world.pushToSupervisors({ type: 'help-message', message })]);
  return { message };
}

/** The lines of the last day, the oldest first. */
export async function readHelp(world: World, agentId: AgentId): Promise<HelpMessage[]> {
  const items = await world.db.query({ table: 'connections', pk: helpKeys.of(agentId), prefix: 'LINE#' });
  const since = instant(world.now() - keptMs);
  return items
    .map(messageOf)
    .filter(({ at }) => at > since)
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}
