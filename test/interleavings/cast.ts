import type { Agent } from '../../shared/agents/agent.ts';
import type { AgentId, ContactId, QueueId } from '../../shared/ids.ts';
import type { Hall } from './hall.ts';

/** An agent and an offer or interaction of theirs. */
export interface Share {
  agentId: AgentId;
  contactId: ContactId;
  n: number;
}

/** Who is in the game, and whom chance points at: rather at those of late than at those long gone. */
export class Cast {
  readonly agents: AgentId[] = [];
  readonly contacts: ContactId[] = [];
  readonly hall: Hall;
  /** Do callers ask to be called back in this game? */
  callsBack = false;
  private readonly queues: readonly QueueId[];

  constructor(hall: Hall, queues: readonly QueueId[]) {
    this.hall = hall;
    this.queues = queues;
  }

  agent(): AgentId {
    return this.hall.chance.one(this.agents);
  }
  queue(): QueueId {
    return this.hall.chance.one(this.queues);
  }
  contact(): ContactId | undefined {
    // One whose call comes at this very moment is nobody's business yet.
    const arrived = this.contacts.slice(-6).filter((one) => this.hall.memory.partition('contacts', `CONTACT#${one}`).length > 0);
    return arrived.length === 0 ? undefined : this.hall.chance.one(arrived);
  }
  /** An agent who is in this state at the moment, with what they have. */
  bound(state: Agent['state']): Share | undefined {
    const { memory, chance } = this.hall;
    const items = this.agents.flatMap((agentId) => memory.partition('routing', `AGENT#${agentId}`)) as unknown as Agent[];
    const bound = items.filter((one) => one.state === state && one.n !== undefined) as unknown as Share[];
    return bound.length === 0 ? undefined : chance.one(bound);
  }
  /** An offer that a client was shown. */
  offer(): Share | undefined {
    const { pushed, chance } = this.hall;
    const shown: Share[] = [];
    for (let i = pushed.length - 1; i >= 0 && shown.length < 6; i--) {
      const { agentId, message } = pushed[i]!;
      if (message.type === 'offer') shown.push({ agentId, contactId: message.contact.contactId, n: message.contact.n });
    }
    return shown.length === 0 ? undefined : chance.one(shown);
  }
}
