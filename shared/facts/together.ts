/**
 * Facts that one write tells lie in one item, since every item of a transaction costs two units: the first as it is, the others under `more`,
 * without what they have from the first. A write that puts or changes an offer or an interaction of the contact has its facts in there. What
 * happens to an agent or a ticket with a contact lies beside the contact's facts; each contact has items of its own, by which its timeline is read.
 */
import { claimPrefix } from '../contacts/contact.ts';
import type { Item, Key, Write } from '../database/database.ts';
import { type Fact, type FactData, type FactType, makeFact, parseFact } from './facts.ts';

type FactPut = Extract<Write, { put: unknown }>;
/** A fact that lies with others, without what they or the item's key say already. */
interface Lying extends Pick<Fact, 'type' | 'data'> {
  /** Absent: the contact's whose item it is. */
  subjectId?: Fact['subjectId'];
  /** Absent: stands in the name under which it lies. */
  seq?: Fact['seq'];
  /** Absent: when the first happened. */
  at?: Fact['at'];
  /** Its `contactId` is that of the contact. */
  here?: true;
}

const isFact = (write: Write): write is FactPut => 'put' in write && write.table !== 'settings' && write.put.sk.startsWith('FACT#');

const contactPrefix = 'CONTACT#';
/** Whose items have this partition key, when it is a contact. */
const contactOf = (pk: string): string | undefined => (pk.startsWith(contactPrefix) ? pk.slice(contactPrefix.length) : undefined);

function lying({ pk, type, subjectId, seq, at, data: all }: Item): Lying {
  const contact = contactOf(String(pk));
  const { contactId, ...data } = all as Item;
  const isHere = contact !== undefined && contactId === contact;
  return {
    ...({ type, at, data: isHere ? data : all } as Pick<Fact, 'type' | 'at' | 'data'>),
    ...(isHere ? { here: true } : {}),
    ...(subjectId === contact ? {} : { subjectId: subjectId as string }),
    seq: seq as number,
  };
}

/** Lies behind `first`, in its item. */
function further({ put }: FactPut, first: FactPut): Lying {
  const { at, ...fact } = lying({ ...put, pk: first.put.pk });
  return at === first.put['at'] ? fact : { ...fact, at: at as Fact['at'] };
}

function withMore(first: FactPut, others: readonly FactPut[]): FactPut {
  if (others.length === 0) return first;
  return { ...first, put: { ...first.put, more: others.map((other) => further(other, first)) } };
}

/** What a contact's facts may lie in when the same write has to do with it. */
const hosts = ['#OFFER', '#SHARE'] as const;
const isHosts = (sk: string): boolean => hosts.some((suffix) => sk.endsWith(suffix));
/** Among whose keys are those of items that hold facts, and of others. */
export const factPrefixes = ['FACT#', claimPrefix] as const;
/** May the item with this key hold facts? */
export const mayTell = (sk: string): boolean => sk.startsWith('FACT#') || isHosts(sk);

type Host = Extract<Write, { put: unknown } | { update: unknown }>;
const hostKey = (write: Host): Key => ('put' in write ? write.put : write.update);
const isHost = (write: Write, pk: string): write is Host =>
  write.table === 'contacts' && ('put' in write || 'update' in write) && hostKey(write).pk === pk && isHosts(hostKey(write).sk);

/** What is told with one write lies under a name of its own, so that the next does not replace it: `told` and the number of the first. */
const isTold = (name: string): boolean => /^told\d+$/.test(name);

function inHost(host: Host, { put }: FactPut): Host {
  const { more } = put;
  const { seq, ...fact } = lying(put);
  const named = { [`told${seq}`]: { ...fact, ...(more === undefined ? {} : { more }) } };
  return 'put' in host ? { ...host, put: { ...host.put, ...named } } : { ...host, set: { ...host.set, ...named } };
}

/** One item for each contact, and for each other subject only where there is no contact's. */
function itemsOf(facts: readonly FactPut[]): FactPut[] {
  const host = facts.find(({ table }) => table === 'contacts');
  const placeOf = (fact: FactPut) => (fact.table === 'contacts' ? fact.put.pk : (host ?? fact).put.pk);
  const items = new Map<string, FactPut[]>();
  // The contact's own come first, so that they give the item its key.
  for (const fact of facts.toSorted((a, b) => Number(b.table === 'contacts') - Number(a.table === 'contacts')))
    items.set(placeOf(fact), [...(items.get(placeOf(fact)) ?? []), fact]);
  return [...items.values()].flatMap(([first, ...others]) => (first === undefined ? [] : [withMore(first, others)]));
}

/** Pure: the same writes with few items of facts. */
export function together(writes: readonly Write[]): Write[] {
  const all = writes.filter((write) => !isFact(write));
  for (const item of itemsOf(writes.filter(isFact))) {
    const at = item.table === 'contacts' ? all.findIndex((write) => isHost(write, item.put.pk)) : -1;
    const host = all[at];
    if (host !== undefined && isHost(host, item.put.pk)) all[at] = inHost(host, item);
    else all.push(item);
  }
  return all;
}

/** The facts that an item holds, if any, as they were told and in that order; what an item of ours holds is believed. `since`: those that it did not hold. */
export function toldIn(item: Item, since: Item = {}): Fact[] {
  if (String(item['sk']).startsWith('FACT#')) return since['sk'] === undefined ? toldHere(item, item) : [];
  return Object.keys(item)
    .filter((name) => isTold(name) && since[name] === undefined)
    .flatMap((name) => toldHere(item, { ...(item[name] as Item), seq: Number(name.slice('told'.length)) }));
}

function toldHere({ pk }: Item, { more, ...told }: Item): Fact[] {
  const first = told as unknown as Lying;
  const contact = contactOf(String(pk)) ?? '';
  return [first, ...((more ?? []) as Lying[])].map(({ type, subjectId = contact, seq = 0, at = first.at, here, data }) => {
    const whole = here === true ? { ...data, contactId: contact } : data;
    return makeFact<FactType>(type, subjectId, seq, at as Fact['at'], whole as FactData<FactType>);
  });
}

/** The same, parsed. Throws a ZodError when one of them is none of ours. */
export const factsIn = (item: Item, since?: Item): Fact[] => toldIn(item, since).map(parseFact);
