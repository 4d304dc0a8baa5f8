/** People as the user pool would keep them, for tests of what administrators do. */
import { AgentId } from '../../shared/ids.ts';
import type { People, Person } from '../../shared/users/person.ts';

export interface Pool extends People {
  people: Map<string, Person>;
  mails: string[];
  signedOut: string[];
}

export function openPool(): Pool {
  const people = new Map<string, Person>();
  const change = (userId: string, with_: Partial<Person>) => people.set(userId, { ...people.get(userId)!, ...with_ });
  const pool: Pool = {
    people,
    mails: [],
    signedOut: [],
    list: async () => [...people.values()],
    find: async (userId) => people.get(userId),
    async invite({ email, name }) {
      if ([...people.values()].some((one) => one.email === email)) return 'exists';
      const userId = AgentId.parse(email.split('@')[0]);
      people.set(userId, { userId, email, name, enabled: true, status: 'invited', groups: [] });
      pool.mails.push(`invitation ${email}`);
      return { userId };
    },
    inviteAgain: async (email) => void pool.mails.push(`again ${email}`),
    rename: async (userId, name) => void change(userId, { name }),
    join: async (userId, group) => void change(userId, { groups: [...people.get(userId)!.groups, group] }),
    leave: async (userId, group) => void change(userId, { groups: people.get(userId)!.groups.filter((one) => one !== group) }),
    enable: async (userId, enabled) => void change(userId, { enabled }),
    signOut: async (userId) => void pool.signedOut.push(userId),
    resetPassword: async (userId) => void change(userId, { status: 'reset' }),
  };
  return pool;
}
