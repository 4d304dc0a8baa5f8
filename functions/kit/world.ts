import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { openDatabase } from '../../shared/database/database.ts';
import { newId } from '../../shared/ids.ts';
import type { World } from '../../shared/world.ts';
import { setDeadline } from './deadlines.ts';
import { physicalTables } from './environment.ts';
import { log } from './logger.ts';
import { memory } from './memory.ts';
import { addSeat, allow, endMeeting, prepareMeeting, removeSeat } from './meetings.ts';
import { recordings } from './recordings.ts';
import { push, pushToFloor, pushToSupervisors } from './sockets.ts';
import { dial, ringDoorbell } from './telephony.ts';

let opened: World | undefined;

/** The world outside as the environment describes it. Clients are made on first use and kept as long as the function lives. */
export function openWorld(): World {
  opened ??= makeWorld();
  return opened;
}

function makeWorld(): World {
  const db = openDatabase(new DynamoDBClient({ maxAttempts: 5 }), physicalTables());
  return {
    db,
    now: Date.now,
    newId: () => newId(Date.now()),
    chance: Math.random,
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    recall: memory(Date.now),
    ringDoorbell,
    dial,
    meetings: { prepare: prepareMeeting, end: endMeeting, addSeat, removeSeat, allow },
    push: (agentId, message, at) => push(db, agentId, message, at),
    pushToFloor: (tell) => pushToFloor(db, tell),
    recordings,
    pushToSupervisors: (message) => pushToSupervisors(db, message),
    setDeadline,
    log,
  };
}
