import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { openDatabase } from '../../shared/database/database.ts';
import { newId } from '../../shared/ids.ts';
import type { World } from '../../shared/world.ts';
import { variables } from './definition.ts';
import { physicalTables, variable } from './environment.ts';
import { log } from './logger.ts';
import { memory } from './memory.ts';

/** Clients of other services are read when the first of them is needed: a caller waits for a function to start. */
const others = {
  deadlines: () => import('./deadlines.ts'),
  meetings: () => import('./meetings.ts'),
  recordings: () => import('./recordings.ts'),
  sockets: () => import('./sockets.ts'),
  telephony: () => import('./telephony.ts'),
};

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
    ringDoorbell: async (...ring) => (await others.telephony()).ringDoorbell(...ring),
    dial: async (call) => (await others.telephony()).dial(call),
    meetings: {
      prepare: async (...made) => (await others.meetings()).prepareMeeting(...made),
      end: async (meetingId) => (await others.meetings()).endMeeting(meetingId),
      addSeat: async (...seat) => (await others.meetings()).addSeat(...seat),
      removeSeat: async (...seat) => (await others.meetings()).removeSeat(...seat),
      allow: async (...seat) => (await others.meetings()).allow(...seat),
    },
    push: async (agentId, message, at) => (await others.sockets()).push(db, agentId, message, at),
    pushToFloor: async (tell) => (await others.sockets()).pushToFloor(db, tell),
    recordings: {
      bucket: () => variable(variables.recordings),
      read: async (key) => (await others.recordings()).recordings.read(key),
      address: async (key) => (await others.recordings()).recordings.address(key),
    },
    pushToSupervisors: async (message) => (await others.sockets()).pushToSupervisors(db, message),
    setDeadline: async (deadline, at) => (await others.deadlines()).setDeadline(deadline, at),
    log,
  };
}
