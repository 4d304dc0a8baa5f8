/** Conversations for the tests: built by commands and events only, as agents and telephones would. */
import { type Agent, routingKeys } from '../../shared/agents/agent.ts';
import { requireAgent } from '../../shared/agents/read-agent.ts';
import { changeStatus } from '../../shared/agents/change-status.ts';
import type { Contact } from '../../shared/contacts/contact.ts';
import { requireContact } from '../../shared/contacts/read-contact.ts';
import { AgentId, ConnectionId, ContactId, instant, ProfileId, QueueId } from '../../shared/ids.ts';
import { forgetConnection, saveConnection } from '../../shared/live/connection.ts';
import { callingDefaults } from '../../shared/queues/calling.ts';
import { settingKeys } from '../../shared/queues/queue.ts';
import { acceptOffer } from '../../shared/routing/accept-offer.ts';
import { enqueue } from '../../shared/routing/enqueue.ts';
import { reportAudio } from '../../shared/routing/report-audio.ts';
import { callOut } from '../../shared/talk/call-out.ts';
import { type Commanded, commandTalk } from '../../shared/talk/command-talk.ts';
import { othersOf } from '../../shared/talk/conversation.ts';
import { customerParty, type PartyId } from '../../shared/talk/party.ts';
import { partyAnswered } from '../../shared/talk/party-events.ts';
import type { TalkCommand } from '../../shared/wire/api.ts';
import { leaseMs } from '../../shared/wire/live.ts';
import { arriveCall, type Center, openCenter, profile, queue } from '../routing/center.ts';

export const queueId = QueueId.parse('technical');
export const billing = QueueId.parse('billing');
export const number = '+12025550123';
export const otherNumber = '+12025550145';
export const profiles = [
  profile('everyone', [['technical', 1]]),
  profile('experts', [
    ['billing', 1],
    ['technical', 1],
  ]),
];

/** The settings by which calls may go out. */
export async function allowCalls({ world }: Center): Promise<void> {
  const calling = { ...callingDefaults, callerId: '+12025550100' };
  await world.db.write([
    { table: 'settings', put: { ...settingKeys.calling, ...calling } },
    { table: 'settings', put: { ...settingKeys.application, schemaVersion: 1, applicationId: 'application' } },
  ]);
}

/** A center where Anna will have the call; Bela and Cili are on a break of their own, so only a colleague calls them. */
export interface Talk {
  center: Center;
  contactId: ContactId;
  anna: AgentId;
  bela: AgentId;
  cili: AgentId;
}

let commands = 0;
export const command = async (
  { center, contactId }: Talk,
  agentId: AgentId,
  what: TalkCommand,
  seen?: { version?: number; commandId?: string },
): Promise<Commanded> => {
  const contact = await requireContact(center.world.db, contactId);
  const { n } = await requireAgent(center.world.db, agentId);
  const request = {
    n: n ?? 1,
    version: seen?.version ?? contact.turns ?? 0,
    commandId: seen?.commandId ?? `command-${++commands}`,
    command: what,
  };
  return commandTalk(center.world, agentId, contactId, request);
};

/** The same, which must not be refused. */
export async function must(talk: Talk, what: TalkCommand, agentId: AgentId = talk.anna): Promise<void> {
  const done = await command(talk, agentId, what);
  if ('refused' in done) throw new Error(`${what.do} was refused: ${done.refused.sentence}`);
}

export const present = ({ center, contactId }: Talk): Promise<Contact> => requireContact(center.world.db, contactId);

/** The agent takes what they are offered and is heard. */
export async function comes({ center, contactId }: Pick<Talk, 'center' | 'contactId'>, agentId: AgentId): Promise<void> {
  const { n } = await requireAgent(center.world.db, agentId);
  if (n === undefined) throw new Error(`${agentId} is asked nothing`);
  await acceptOffer(center.world, agentId, contactId, n);
  const { result } = await reportAudio(center.world, agentId, contactId, n);
  if ('refused' in result) throw new Error(result.refused.sentence);
}

/** The party that is being called. */
export async function called(talk: Talk): Promise<PartyId> {
  const [party] = othersOf(await present(talk), 'calling');
  if (party === undefined) throw new Error('Nobody is being called');
  return party.partyId;
}

export const answers = async (talk: Talk): Promise<void> => partyAnswered(talk.center.world, talk.contactId, await called(talk));

/** An agent with a living client, on a break of their own; written as it stands, since so many conversations are begun. */
async function onBreak({ world, clients, clock }: Center, name: string): Promise<AgentId> {
  const agentId = AgentId.parse(name);
  const connectionId = ConnectionId.parse(`${name}-1`);
  const agent: Agent = {
    schemaVersion: 1,
    agentId,
    name,
    version: 0,
    seq: 0,
    profileId: ProfileId.parse('everyone'),
    status: 'on-break',
    breakReason: 'back-office',
    since: instant(clock.now),
    state: 'idle',
    mayDecline: true,
    connectionId,
    leaseUntil: instant(clock.now + leaseMs),
  };
  await world.db.write([{ table: 'routing', put: { ...routingKeys.agent(agentId), ...agent } }]);
  await saveConnection(world.db, connectionId, { agentId, supervises: false }, clock.now);
  clients.add(agentId);
  return agentId;
}

export async function openTalk(given: Parameters<typeof openCenter>[1] = {}): Promise<Talk> {
  const center = await openCenter({ queues: [queue('technical'), queue('billing')], profiles }, given);
  await allowCalls(center);
  const [anna, bela, cili] = [await onBreak(center, 'anna'), await onBreak(center, 'bela'), await onBreak(center, 'cili')];
  await changeStatus(center.world, anna, { status: 'available' });
  return { center, contactId: ContactId.parse('c1'), anna, bela, cili };
}

/** Anna talks with a customer who called. */
export async function talking(): Promise<Talk> {
  const talk = await openTalk();
  await arriveCall(talk.center, 'c1');
  await enqueue(talk.center.world, talk.contactId, { queueId });
  await comes(talk, talk.anna);
  return talk;
}

/** Anna calls a customer; her audio runs. */
export async function dialling(): Promise<Talk> {
  const talk = await openTalk();
  const { center, anna } = talk;
  const done = await callOut(center.world, anna, { number });
  if ('refused' in done) throw new Error(done.refused.sentence);
  const { contactId } = done.contact;
  await reportAudio(center.world, anna, contactId, 1);
  return { ...talk, contactId };
}

export const consults = (talk: Talk, agentId: AgentId = talk.bela) => must(talk, { do: 'consult', target: { agentId } });
export const consultsNumber = (talk: Talk) => must(talk, { do: 'consult', target: { number } });

/** The agent's client is gone without a word. */
export async function vanishes({ center }: Talk, agentId: AgentId): Promise<void> {
  const { connectionId } = await requireAgent(center.world.db, agentId);
  if (connectionId !== undefined) await forgetConnection(center.world.db, { agentId, connectionId });
  center.clients.delete(agentId);
}

export { customerParty };
