/** Reads whom a command names: a colleague who can be called, a queue, or a number that may be called. */
import { whyUnreachable } from '../agents/directory.ts';
import { readAgent } from '../agents/read-agent.ts';
import type { Contact } from '../contacts/contact.ts';
import type { AgentId, QueueId } from '../ids.ts';
import type { Problem } from '../problem.ts';
import { readQueue } from '../queues/settings.ts';
import { findAgent } from '../routing/find-agent.ts';
import type { Target, TalkCommand } from '../wire/api.ts';
import type { World } from '../world.ts';
import type { Resolved } from './apply-command.ts';
import { clearToDial } from './clear-to-dial.ts';
import type { Invitee } from './invite.ts';
import { nobodyFree, noSuchTarget, notReachable } from './problems.ts';

type Refused = { refused: Problem };
type Called = Extract<TalkCommand, { target: Target }>;

async function colleague(world: World, agentId: AgentId): Promise<Extract<Invitee, { kind: 'agent' }> | Refused> {
  const agent = await readAgent(world.db, agentId);
  if (agent === undefined) return { refused: noSuchTarget };
  const why = whyUnreachable(agent, world.now());
  return why === undefined ? { kind: 'agent', agent } : { refused: notReachable(agent.name, why) };
}

/** Of a queue, whoever of its idle agents comes first by its strategy. */
async function someoneOf(world: World, queueId: QueueId): Promise<Invitee | Refused> {
  const queue = await readQueue(world.db, queueId);
  if (queue === undefined) return { refused: noSuchTarget };
  const { chosen } = await findAgent(world, { queueId, requirements: [] }, { pushed: true });
  return chosen === undefined ? { refused: nobodyFree(queue.name) } : { kind: 'agent', agent: chosen };
}

async function invitee(world: World, contact: Contact, target: Target): Promise<Invitee | Refused> {
  if ('agentId' in target) return colleague(world, target.agentId);
  if ('queueId' in target) return someoneOf(world, target.queueId);
  const permitted = await clearToDial(world, target.number, contact);
  return 'refused' in permitted ? permitted : { kind: 'number', ...permitted, name: target.name };
}

async function handOver(world: World, target: Target): Promise<Resolved | Refused> {
  if ('queueId' in target) {
    const queue = await readQueue(world.db, target.queueId);
    return queue === undefined ? { refused: noSuchTarget } : { do: 'hand-over', to: { queue } };
  }
  if (!('agentId' in target)) return { refused: noSuchTarget };
  const found = await colleague(world, target.agentId);
  return 'refused' in found ? found : { do: 'hand-over', to: { agent: found.agent } };
}

async function passOn(world: World, contact: Contact, target: Target): Promise<Resolved | Refused> {
  if (!('number' in target)) return { refused: noSuchTarget };
  const permitted = await clearToDial(world, target.number, contact);
  return 'refused' in permitted ? permitted : { do: 'pass-on', number: permitted.number, callerId: permitted.callerId };
}

async function resolveCalled(world: World, contact: Contact, command: Called): Promise<Resolved | Refused> {
  if (command.do === 'hand-over') return handOver(world, command.target);
  if (command.do === 'pass-on') return passOn(world, contact, command.target);
  const found = await invitee(world, contact, command.target);
  return 'refused' in found ? found : { do: command.do, invitee: found };
}

/** The command with its target known, or why that can't be called. */
export async function resolveCommand(world: World, contact: Contact, command: TalkCommand): Promise<Resolved | Refused> {
  return 'target' in command ? resolveCalled(world, contact, command) : command;
}
