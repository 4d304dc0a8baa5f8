import type { Agent } from '../../shared/agents/agent.ts';
import { readHands } from '../../shared/agents/help.ts';
import { viewAgent } from '../../shared/agents/view-agent.ts';
import { readContact } from '../../shared/contacts/read-contact.ts';
import { readContactView } from '../../shared/contacts/view-contact.ts';
import { instant } from '../../shared/ids.ts';
import type { ContactView, Me } from '../../shared/wire/api.ts';
import type { World } from '../../shared/world.ts';
import type { Group } from './definition.ts';

/** The agent's offer, call or open wrap-up. */
const presentContact = (world: World, agent: Agent) => view(world, agent, agent);

async function view(
  world: World,
  agent: Agent,
  share: Partial<Pick<Agent, 'contactId' | 'n'>> | undefined,
): Promise<ContactView | undefined> {
  const { contactId, n } = share ?? {};
  if (contactId === undefined || n === undefined) return undefined;
  const contact = await readContact(world.db, contactId);
  return contact === undefined ? undefined : readContactView(world.db, contact, agent, n);
}

/** Everything a client needs after sign-in or reconnect. */
export async function viewMe(world: World, agent: Agent, groups: Group[]): Promise<Me> {
  const [contact, late, hands] = await Promise.all([
    presentContact(world, agent),
    view(world, agent, agent.late?.[0]),
    groups.includes('supervisors') ? readHands(world.db) : undefined,
  ]);
  return {
    agent: viewAgent(agent),
    groups,
    serverTime: instant(world.now()),
    ...(contact === undefined ? {} : { contact }),
    ...(late === undefined ? {} : { late }),
    ...(hands === undefined ? {} : { hands }),
  };
}
