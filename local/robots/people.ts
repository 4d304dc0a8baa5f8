/** The robots as users of the contact center: made when they are ordered, taken out of the lists when they go. Their work stays in the records. */
import { randomBytes } from 'node:crypto';
import { routingKeys } from '../../shared/agents/agent.ts';
import { openDatabase } from '../../shared/database/database.ts';
import { AgentId } from '../../shared/ids.ts';
import type { Cloud } from '../cloud.ts';
import { physicalTables } from '../demo-cloud.ts';
import { inProcessClient } from '../services/dynamodb/dynamodb.ts';
import { mostAgents } from './contract.ts';
import type { RobotPeople } from './robots.ts';

const nameOf = (n: number): string => `robot-${n}`;
const emailOf = (n: number): string => `${nameOf(n)}@robots.linehall.test`;

export function robotPeople(cloud: Cloud): RobotPeople {
  const { cognito, dynamoDb } = cloud.engines;
  const pool = (): string => cloud.standing().find(({ resource }) => resource.type === 'AWS::Cognito::UserPool')?.made.ref ?? '';
  return {
    async invite(count) {
      const all = Array.from({ length: count }, (_, n) => n + 1);
      // Nobody needs the password: they sign in by the shortcut of this machine.
      const password = (): string => `Aa1!${randomBytes(18).toString('base64url')}`;
      for (const n of all)
        await cognito.makePerson(pool(), { name: `Robot ${n}`, email: emailOf(n), password: password(), groups: ['agents'] });
      return all.map(nameOf);
    },
    async remove() {
      const db = openDatabase(inProcessClient(dynamoDb.engine), physicalTables(cloud));
      for (let n = 1; n <= mostAgents; n++) {
        const userId = await cognito.removePerson(pool(), emailOf(n));
        if (userId !== undefined) await db.write([{ table: 'routing', delete: routingKeys.listing(AgentId.parse(userId)) }]);
      }
    },
  };
}
