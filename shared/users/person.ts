/** The people of the user pool: who may sign in, and as what. The agents among them have an item of their own in the Routing table. */
import type { AgentId } from '../ids.ts';

export interface Person {
  /** The `sub`: an agent's id is the same. */
  userId: AgentId;
  email: string;
  name: string;
  enabled: boolean;
  /** `invited`: has not yet chosen a password. `reset`: must choose another. */
  status: 'active' | 'invited' | 'reset';
  groups: string[];
}

/** The user pool, as the operations on users need it. */
export interface People {
  list(): Promise<Person[]>;
  find(userId: AgentId): Promise<Person | undefined>;
  /** Makes somebody and mails them a temporary password. `exists`: the address has been invited before. */
  invite(who: { email: string; name: string }): Promise<{ userId: AgentId } | 'exists'>;
  /** Mails a new temporary password to somebody who has not come yet. */
  inviteAgain(email: string): Promise<void>;
  rename(userId: AgentId, name: string): Promise<void>;
  join(userId: AgentId, group: string): Promise<void>;
  leave(userId: AgentId, group: string): Promise<void>;
  /** Whether they may sign in. */
  enable(userId: AgentId, enabled: boolean): Promise<void>;
  /** Ends every session: tokens are not renewed any more. */
  signOut(userId: AgentId): Promise<void>;
  /** Mails a code with which they choose another password. */
  resetPassword(userId: AgentId): Promise<void>;
}
