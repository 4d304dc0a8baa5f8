/**
 * A change of a contact or an agent as writes of one transaction: the item itself, conditional on its version; its facts, numbered
 * without gaps; and its place in the indexes. That an entry exists exactly while its contact waits, and a vacancy while its agent has
 * `idleSince`, is kept here. Either may stand without whom it is for, for a moment ahead of them or after a crash, and then says by its
 * version that they are not there by it (`vacancy-ahead.ts`, `entry-ahead.ts`).
 */
import { type Agent, type Duty, type Entry, routingKeys, type Vacancy } from '../agents/agent.ts';
import { type Contact, contactKeys } from '../contacts/contact.ts';
import { spokenBy } from '../contacts/said-by-contact.ts';
import type { Item, Key, TableName, Write } from '../database/database.ts';
import { type Fact, type FactData, type FactType, makeFact } from '../facts/facts.ts';
import { type ContactId, instant, type Instant } from '../ids.ts';
import { callbackKeys } from '../left/callback/callback.ts';

/** What a change tells: a fact without its number. */
export type Told = { [T in FactType]: { type: T; data: FactData<T> } }[FactType];
/** New values; `undefined` removes one. */
export type Changes<T> = { [K in keyof T]?: T[K] | undefined };
export interface Changed<T> {
  after: T;
  writes: Write[];
}

/** `before` with the changes; what is set to undefined is gone. */
export function withChanges<T extends object>(before: T, changes: Changes<T>): T {
  const all: Item = { ...before, ...changes };
  const after: Item = {};
  for (const name in all) if (all[name] !== undefined) after[name] = all[name];
  return after as T;
}

/**
 * An update of exactly the attributes that differ, so that what others renew beside it (a lease) is left alone. `named` are removed where they
 * are undefined after, though they were not read: functions of before noted seats without a version.
 */
function update(table: TableName, key: Key, before: Item, after: Item, named: object = {}): Extract<Write, { update: Key }> {
  const names = Object.keys({ ...before, ...after, ...named });
  const set: Item = {};
  const remove: string[] = [];
  for (const name of names) {
    if (after[name] === undefined) remove.push(name);
    else if (after[name] !== before[name] && JSON.stringify(after[name]) !== JSON.stringify(before[name])) set[name] = after[name];
  }
  return {
    table,
    update: key,
    set,
    remove,
    if: '#version = :version',
    names: { '#version': 'version' },
    values: { ':version': before['version'] },
  };
}

/** Facts numbered from `seq + 1`. */
const numbered = (subjectId: string, seq: number, at: Instant, told: readonly Told[]): Fact[] =>
  told.map(({ type, data }, i) => makeFact<FactType>(type, subjectId, seq + 1 + i, at, data));

const factWrite = (table: TableName, key: Key, fact: object): Write => ({
  table,
  put: { ...key, ...fact },
  if: 'attribute_not_exists(pk)',
});

/** The writes of facts numbered from `seq + 1`. */
export const factWrites = (
  table: TableName,
  key: (seq: number) => Key,
  subjectId: string,
  seq: number,
  at: Instant,
  told: readonly Told[],
): Write[] => numbered(subjectId, seq, at, told).map((fact) => factWrite(table, key(fact.seq), fact));

/** The places of a waiting contact: in its own queue's list, and in those that it overflows to. */
export function entriesOf(contact: Contact): (Key & Entry)[] {
  const { contactId, queueId, priority, arrivedAt, queuedAt, requirements, stepsFrom, alsoIn = [], version: contactVersion } = contact;
  if (contact.state !== 'waiting' || queueId === undefined || priority === undefined || queuedAt === undefined) return [];
  const asks = { ...(requirements.length === 0 ? {} : { requirements }), ...(stepsFrom === undefined ? {} : { stepsFrom }) };
  return [queueId, ...alsoIn.filter((one) => one !== queueId)].map((list) => ({
    ...routingKeys.entry(list, priority, arrivedAt, contactId),
    ...{ schemaVersion: 1, contactId, queueId: list, priority, arrivedAt, queuedAt, contactVersion },
    ...(list === queueId ? {} : { ofQueueId: queueId }),
    ...asks,
  }));
}

/** The place of a callback in its queue's list, as long as somebody is to be called. */
function callbackPlace({ contactId, queueId, callback }: Contact): (Key & Item)[] {
  if (callback?.state !== 'open' || queueId === undefined) return [];
  return [{ ...callbackKeys.place(queueId, contactId), schemaVersion: 1, contactId }];
}

/** An idle agent's place. */
export function vacancyOf(agent: Agent): Vacancy | undefined {
  const { agentId, profileId, idleSince, version: agentVersion, served, skills } = agent;
  if (idleSince === undefined) return undefined;
  const known = { ...(served === undefined ? {} : { served }), ...(skills === undefined ? {} : { skills }) };
  return { schemaVersion: 1, agentId, profileId, idleSince, agentVersion, ...known };
}

/** On duty: available, with a client that nobody has given up. */
export const isOnDuty = ({ status, leaseUntil }: Pick<Agent, 'status' | 'leaseUntil'>): boolean =>
  status === 'available' && leaseUntil !== undefined;

function placesOf(agent: Agent): (Key & Item)[] {
  const { agentId, profileId, idleSince } = agent;
  const vacancy = vacancyOf(agent);
  const duty: Duty = { schemaVersion: 1, agentId, profileId };
  return [
    ...(vacancy === undefined ? [] : [{ ...routingKeys.vacancy(profileId, idleSince ?? '', agentId), ...vacancy }]),
    ...(isOnDuty(agent) ? [{ ...routingKeys.duty(profileId, agentId), ...duty }] : []),
  ];
}

/** Does a place say the same as before? Whose version it was written with does not count. */
const saysTheSame = (before: Item, after: Item): boolean => {
  const versions = { contactVersion: 0, agentVersion: 0 };
  return JSON.stringify({ ...before, ...versions }) === JSON.stringify({ ...after, ...versions });
};

/** Is an agent newly idle, or does their vacancy say something else than before? */
export function isVacantAnew(before: Agent | undefined, after: Agent): boolean {
  const [was, is] = [before === undefined ? undefined : vacancyOf(before), vacancyOf(after)];
  return is !== undefined && (was === undefined || !saysTheSame({ ...was }, { ...is }));
}

/** Places that are no more are deleted; new ones, and those that say something else, are put. */
function placeWrites(before: readonly (Key & Item)[], after: readonly (Key & Item)[]): Write[] {
  const at = (places: readonly (Key & Item)[], { pk, sk }: Key) => places.find((one) => one.pk === pk && one.sk === sk);
  const gone = before.filter((place) => at(after, place) === undefined);
  const put = after.filter((place) => {
    const known = at(before, place);
    return known === undefined || !saysTheSame(known, place);
  });
  return [
    ...gone.map(({ pk, sk }) => ({ table: 'routing' as const, delete: { pk, sk } })),
    ...put.map((place) => ({ table: 'routing' as const, put: place })),
  ];
}

/**
 * What the contact says itself is not written beside it; what it says no more is put down as told before. `reserved`: so many more numbers, the
 * last, are kept for facts to come.
 */
export function changeContact(
  before: Contact,
  nowMs: number,
  changes: Changes<Contact>,
  told: readonly Told[],
  reserved = 0,
): Changed<Contact> {
  const changed = withChanges(before, { ...changes, version: before.version + 1, seq: before.seq + told.length + reserved });
  const id: ContactId = before.contactId;
  const { after, fresh, kept } = spokenBy(before, changed, numbered(id, before.seq, instant(nowMs), told));
  const facts = [...fresh, ...kept.map((fact) => ({ ...fact, kept: true }))];
  const writes = [
    update('contacts', contactKeys.contact(id), before, after, changes),
    ...facts.map((fact) => factWrite('contacts', contactKeys.fact(id, fact.seq), fact)),
    ...placeWrites(entriesOf(before), entriesOf(after)),
    ...placeWrites(callbackPlace(before), callbackPlace(after)),
  ];
  return { after, writes };
}

export function changeAgent(before: Agent, nowMs: number, changes: Changes<Agent>, told: readonly Told[]): Changed<Agent> {
  const after = withChanges(before, { ...changes, version: before.version + 1, seq: before.seq + told.length });
  const id = before.agentId;
  const writes = [
    update('routing', routingKeys.agent(id), before, after),
    ...factWrites('routing', (seq) => routingKeys.agentFact(id, seq), id, before.seq, instant(nowMs), told),
    ...placeWrites(placesOf(before), placesOf(after)),
  ];
  return { after, writes };
}

/** The same writes, made only while the agent's lease is alive: leases are renewed without a version. */
export function whileLive({ after, writes }: Changed<Agent>, nowMs: number): Changed<Agent> {
  const [first, ...others] = writes;
  if (first === undefined || !('update' in first)) throw new Error("An agent's change begins with its update");
  const guarded = {
    ...first,
    if: `${first.if} AND #leaseUntil > :live`,
    names: { ...first.names, '#leaseUntil': 'leaseUntil' },
    values: { ...first.values, ':live': instant(nowMs) },
  };
  return { after, writes: [guarded, ...others] };
}
