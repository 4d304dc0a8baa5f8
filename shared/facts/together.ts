/**
 * Facts that one write tells lie in one item, since every item of a transaction costs two units: the first as it is, the others under `more`,
 * without what they have from the first. A write that puts or changes an offer or an interaction of the contact has its facts in there. What
 * happens to an agent or a ticket with a contact lies beside the contact's facts; each contact has items of its own, by which its timeline is read.
 * A fact does not repeat what the item says in which it lies: what a fact of its type must have, and has not, is said by the item. Three lie
 * nowhere: the contact says them itself (`said-by-contact.ts`).
 */
import { z } from 'zod';
import { claimPrefix } from '../contacts/contact.ts';
import { saidByContact } from '../contacts/said-by-contact.ts';
import type { Item, Key, Write } from '../database/database.ts';
import { type Fact, type FactData, facts, type FactType, factTypes, makeFact, parseFact, type Subject } from './facts.ts';

type FactPut = Extract<Write, { put: unknown }>;
/** A fact that lies with others, without what they or the item's key say already. */
interface Lying extends Pick<Fact, 'type' | 'data'> {
  /** Absent: the contact, agent or ticket of the item. */
  subjectId?: Fact['subjectId'];
  /** Absent: stands in the name under which it lies. */
  seq?: Fact['seq'];
  /** Absent: when the first happened. */
  at?: Fact['at'];
  /** Its `contactId` is that of the contact. */
  here?: true;
  /** It was told before, by the contact itself, and is put down to be kept: no news. */
  kept?: true;
}

const isFact = (write: Write): write is FactPut => 'put' in write && write.table !== 'settings' && write.put.sk.startsWith('FACT#');

const contactPrefix = 'CONTACT#';
/** Whose items have this partition key, when it is a contact. */
const contactOf = (pk: string): string | undefined => (pk.startsWith(contactPrefix) ? pk.slice(contactPrefix.length) : undefined);

/** What an item says of itself once and for all, so that the facts in it need not say it again. */
const lasting = ['n', 'agentId', 'queueId', 'deadlineAt', 'reason', 'disposition', 'ticketId'] as const;
type Said = Readonly<Record<string, unknown>>;

/** Known of an item by its key, and by as much of it as is given. */
function saidBy(item: Item): Said {
  const [first, n] = String(item['sk']).split('#');
  const said: Item = { contact: contactOf(String(item['pk'])) };
  if (`${first}#` === claimPrefix) said['n'] = Number(n);
  for (const name of lasting) if (item[name] !== undefined) said[name] = item[name];
  return said;
}

/** By type of fact: which of that it must have. Only such go without saying, so that what is missing is always to be found in the item. */
const required = Object.fromEntries(
  factTypes.map((type) => {
    const shape: Record<string, z.ZodType> = facts[type].data.shape;
    return [type, lasting.filter((name) => shape[name] !== undefined && !(shape[name] instanceof z.ZodOptional))];
  }),
) as Record<FactType, (typeof lasting)[number][]>;

/** Whom a fact in an item is about if it does not say. */
function subjectOf(type: FactType, said: Said): unknown {
  const known: Partial<Record<Subject, unknown>> = { contact: said['contact'], agent: said['agentId'], ticket: said['ticketId'] };
  return known[facts[type].subject];
}

/** A fact without what the item says in which it lies. */
function lying({ type: name, subjectId, seq, at, data: all, kept }: Item, said: Said): Lying {
  const type = name as FactType;
  const data = { ...(all as Item) };
  const isHere = said['contact'] !== undefined && data['contactId'] === said['contact'];
  if (isHere) delete data['contactId'];
  for (const field of required[type]) if (data[field] === said[field]) delete data[field];
  return {
    ...({ type, at, data } as Pick<Lying, 'type' | 'at' | 'data'>),
    ...(isHere ? { here: true } : {}),
    ...(kept === true ? { kept } : {}),
    ...(subjectId === subjectOf(type, said) ? {} : { subjectId: subjectId as string }),
    seq: seq as number,
  };
}

/** Lies behind `first`, in an item that says so much. */
function further({ put }: FactPut, first: FactPut, said: Said): Lying {
  const { at, ...fact } = lying(put, said);
  return at === first.put['at'] ? fact : { ...fact, at: at as Fact['at'] };
}

/** Facts of one item, the first first. */
type Group = readonly [FactPut, ...FactPut[]];

function withMore([first, ...others]: Group): FactPut {
  if (others.length === 0) return first;
  const said = saidBy(first.put);
  return { ...first, put: { ...first.put, more: others.map((other) => further(other, first, said)) } };
}

/** What a contact's facts may lie in when the same write has to do with it. */
const hosts = ['#OFFER', '#SHARE', '#WORD'] as const;
const isHosts = (sk: string): boolean => hosts.some((suffix) => sk.endsWith(suffix));
/** Among whose keys are those of items that hold facts, and of others. A contact that begins to say some is told apart by its states. */
export const factPrefixes = ['FACT#', claimPrefix] as const;
/** May the item with this key hold facts, or be a contact that says some? */
export const mayTell = (sk: string): boolean => sk.startsWith('FACT#') || isHosts(sk) || isContact(sk);
const isContact = (sk: unknown): boolean => sk === 'CONTACT';

type Host = Extract<Write, { put: unknown } | { update: unknown }>;
const hostKey = (write: Host): Key => ('put' in write ? write.put : write.update);
const isHost = (write: Write, pk: string): write is Host =>
  write.table === 'contacts' && ('put' in write || 'update' in write) && hostKey(write).pk === pk && isHosts(hostKey(write).sk);

/** What is told with one write lies under a name of its own, so that the next does not replace it: `told` and the number of the first. */
const isTold = (name: string): boolean => /^told\d+$/.test(name);

function inHost(host: Host, [first, ...others]: Group): Host {
  const said = saidBy(hostKey(host));
  const { seq, ...fact } = lying(first.put, said);
  const more = others.length === 0 ? {} : { more: others.map((other) => further(other, first, said)) };
  const named = { [`told${seq}`]: { ...fact, ...more } };
  return 'put' in host ? { ...host, put: { ...host.put, ...named } } : { ...host, set: { ...host.set, ...named } };
}

/** One item for each contact, and for each other subject only where there is no contact's. */
function groupsOf(facts: readonly FactPut[]): Group[] {
  const host = facts.find(({ table }) => table === 'contacts');
  const placeOf = (fact: FactPut) => (fact.table === 'contacts' ? fact.put.pk : (host ?? fact).put.pk);
  const groups = new Map<string, [FactPut, ...FactPut[]]>();
  // The contact's own come first, so that they give the item its key.
  for (const fact of facts.toSorted((a, b) => Number(b.table === 'contacts') - Number(a.table === 'contacts'))) {
    const group = groups.get(placeOf(fact));
    if (group === undefined) groups.set(placeOf(fact), [fact]);
    else group.push(fact);
  }
  return [...groups.values()];
}

/** Pure: the same writes with few items of facts. */
export function together(writes: readonly Write[]): Write[] {
  const all = writes.filter((write) => !isFact(write));
  for (const group of groupsOf(writes.filter(isFact))) {
    const [{ table, put }] = group;
    const at = table === 'contacts' ? all.findIndex((write) => isHost(write, put.pk)) : -1;
    const host = all[at];
    if (host !== undefined && isHost(host, put.pk)) all[at] = inHost(host, group);
    else all.push(withMore(group));
  }
  return all;
}

/**
 * The facts that an item holds or says, if any, as they were told and in that order; what an item of ours holds is believed. `since`: those that
 * are news to whoever knows the item as it was (`{}`: it was not).
 */
export function toldIn(item: Item, since?: Item): Fact[] {
  if (isContact(item['sk'])) return saidSince(item, since);
  if (String(item['sk']).startsWith('FACT#')) return since?.['sk'] === undefined ? toldHere(item, item, since) : [];
  return Object.keys(item)
    .filter((name) => isTold(name) && since?.[name] === undefined)
    .flatMap((name) => toldHere(item, { ...(item[name] as Item), seq: Number(name.slice('told'.length)) }, since));
}

function saidSince(contact: Item, since: Item = {}): Fact[] {
  const known = new Set(saidByContact(since).map(({ seq }) => seq));
  return saidByContact(contact).filter(({ seq }) => !known.has(seq));
}

function toldHere(item: Item, { more, ...told }: Item, since: Item | undefined): Fact[] {
  const first = told as unknown as Lying;
  const said = saidBy(item);
  const contactId = said['contact'];
  const all = [first, ...((more ?? []) as Lying[])];
  const wanted = since === undefined ? all : all.filter(({ kept }) => kept !== true);
  return wanted.map(({ type, subjectId = subjectOf(type, said), seq = 0, at = first.at, here, data }) => {
    const unsaid: Item = here === true ? { contactId } : {};
    for (const field of required[type]) unsaid[field] = said[field];
    const whole = { ...unsaid, ...data } as FactData<FactType>;
    return makeFact<FactType>(type, subjectId as string, seq, at as Fact['at'], whole);
  });
}

/** The same, parsed. Throws a ZodError when one of them is none of ours. */
export const factsIn = (item: Item): Fact[] => toldIn(item).map(parseFact);

/** What a change of an item tells, parsed: each fact once in all changes. */
export const newsIn = (after: Item, before: Item = {}): Fact[] => toldIn(after, before).map(parseFact);
