import type { AgentId, ContactId, QueueId } from '../../shared/ids.ts';
import type { Hall } from './hall.ts';

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
  /** An offer that a client was shown. */
  offer(): { agentId: AgentId; contactId: ContactId; n: number } | undefined {
    const { pushed, chance } = this.hall;
    const shown: { agentId: AgentId; contactId: ContactId; n: number }[] = [];
    for (let i = pushed.length - 1; i >= 0 && shown.length < 6; i--) {
      const { agentId, message } = pushed[i]!;
      if (message.type === 'offer') shown.push({ agentId, contactId: message.contact.contactId, n: message.contact.n });
    }
    return shown.length === 0 ? undefined : chance.one(shown);
  }
}
