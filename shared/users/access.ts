/** Whether a user may come in: deactivated at once and everywhere, reactivated, with another password or another invitation. */
import type { Agent } from '../agents/agent.ts';
import { changeStatus } from '../agents/change-status.ts';
import { leaseDeadline } from '../agents/lease.ts';
import { readAgent } from '../agents/read-agent.ts';
import type { Changes } from '../routing/change.ts';
import { changeAgent } from '../routing/change.ts';
import { settle } from '../routing/settle.ts';
import type { AgentId } from '../ids.ts';
import { instant } from '../ids.ts';
import type { AccessAction } from '../wire/settings.ts';
import type { World } from '../world.ts';
import type { UserOutcome } from './change-user.ts';
import type { People, Person } from './person.ts';
import { noSuchUser, notInvited, notYetActive, ownAccess } from './problems.ts';
import { viewUser } from './view-user.ts';

/** Notes it with the agent; the lease of one who is deactivated is over, and no client of theirs can renew it. */
async function noteAgent(world: World, userId: AgentId, change: 'deactivated' | 'reactivated', by: AgentId): Promise<void> {
  await settle<void>(world, async () => {
    const agent = await readAgent(world.db, userId);
    const gone = change === 'deactivated';
    if (agent === undefined || (agent.deactivated === true) === gone) return { stop: undefined };
    const over: Changes<Agent> = agent.leaseUntil === undefined ? {} : { leaseUntil: instant(world.now()) };
    const changes: Changes<Agent> = gone ? { deactivated: true, connectionId: undefined, ...over } : { deactivated: undefined };
    const { writes } = changeAgent(agent, world.now(), changes, [{ type: 'UserChanged', data: { change, by } }]);
    return { write: writes, then: undefined };
  });
}

/** The pool first: nobody comes in while the rest is done, which may be done again. Who talks with them goes back to the queue. */
async function deactivate(world: World, people: People, userId: AgentId, by: AgentId): Promise<void> {
  await people.enable(userId, false);
  await people.signOut(userId);
  await noteAgent(world, userId, 'deactivated', by);
  if ((await readAgent(world.db, userId)) === undefined) return;
  await world.push(userId, { type: 'deactivated' });
  await leaseDeadline(world, userId);
  await changeStatus(world, userId, { status: 'offline' }, { by: 'supervisor', supervisorId: by });
}

async function reactivate(world: World, people: People, userId: AgentId, by: AgentId): Promise<void> {
  await people.enable(userId, true);
  await noteAgent(world, userId, 'reactivated', by);
}

/** Does it, as long as it makes sense for the person. */
export async function setAccess(world: World, people: People, by: AgentId, userId: AgentId, action: AccessAction): Promise<UserOutcome> {
  const person = await people.find(userId);
  if (person === undefined) return { refused: noSuchUser };
  if (action === 'deactivate' && userId === by) return { refused: ownAccess };
  if (action === 'invite-again' && person.status !== 'invited') return { refused: notInvited };
  if (action === 'reset-password' && (person.status === 'invited' || !person.enabled)) return { refused: notYetActive };
  const doIt: Record<AccessAction, () => Promise<void>> = {
    deactivate: () => deactivate(world, people, userId, by),
    reactivate: () => reactivate(world, people, userId, by),
    'invite-again': () => people.inviteAgain(person.email),
    'reset-password': () => people.resetPassword(userId),
  };
  await doIt[action]();
  const now: Person = (await people.find(userId)) ?? person;
  return { user: viewUser(now, await readAgent(world.db, userId)) };
}
