/** The robots as users of the contact center: made when they are ordered, taken out of the lists when they go. Their work stays in the records. */
import { randomBytes } from 'node:crypto';
import { routingKeys } from '../../shared/agents/agent.ts';
import { openDatabase } from '../../shared/database/database.ts';
import { AgentId, instant, PhoneNumber } from '../../shared/ids.ts';
import { missedKeys } from '../../shared/left/missed/missed.ts';
import type { Cloud } from '../cloud.ts';
import { physicalTables } from '../demo-cloud.ts';
import { inProcessClient } from '../services/dynamodb/dynamodb.ts';
import { mostAgents, robotNumbers } from './contract.ts';
import type { RobotPeople } from './robots.ts';

/** Robots that are left running are forgotten on the next day. */
const longestRunMs = 24 * 3600_000;

const nameOf = (n: number): string => `robot-${n}`;
const emailOf = (n: number): string => `${nameOf(n)}@robots.linehall.test`;

export function robotPeople(cloud: Cloud): RobotPeople {
  const { cognito, dynamoDb } = cloud.engines;
  const pool = (): string => cloud.standing().find(({ resource }) => resource.type === 'AWS::Cognito::UserPool')?.made.ref ?? '';
  const db = () => openDatabase(inProcessClient(dynamoDb.engine), physicalTables(cloud));
  /** Nobody shall call a robot back who gave up waiting: somebody is taken to have reached them, for as long as they may call. */
  const keepOutOfMissed = async (): Promise<void> => {
    const servedAt = instant(Date.now() + longestRunMs);
    const expiresAt = Math.floor((Date.now() + longestRunMs) / 1000);
    for (const number of robotNumbers)
      await db().write([
        { table: 'contacts', put: { ...missedKeys.number(PhoneNumber.parse(number)), schemaVersion: 1, version: 1, servedAt, expiresAt } },
      ]);
  };
  return {
    async invite(count) {
      await keepOutOfMissed();
      const all = Array.from({ length: count }, (_, n) => n + 1);
      // Nobody needs the password: they sign in by the shortcut of this machine.
      const password = (): string => `Aa1!${randomBytes(18).toString('base64url')}`;
      for (const n of all)
        await cognito.makePerson(pool(), { name: `Robot ${n}`, email: emailOf(n), password: password(), groups: ['agents'] });
      return all.map(nameOf);
    },
    async remove() {
      for (let n = 1; n <= mostAgents; n++) {
        const userId = await cognito.removePerson(pool(), emailOf(n));
        if (userId !== undefined) await db().write([{ table: 'routing', delete: routingKeys.listing(AgentId.parse(userId)) }]);
      }
    },
  };
}
