/** A table with its indexes, in memory. */
import { SortedRows, type Row } from './sorted.ts';
import { invalid, itemSize, kindOf, sortable, type AttributeValue, type Item } from './value.ts';

export type KeyKind = 'S' | 'N' | 'B';
export interface KeySchema {
  hash: string;
  range?: string;
}
export interface IndexDefinition {
  name: string;
  key: KeySchema;
  projection: 'ALL' | 'KEYS_ONLY' | { include: string[] };
}
export const streamViews = ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'] as const;
export type StreamView = (typeof streamViews)[number];
export interface TableDefinition {
  name: string;
  key: KeySchema;
  /** Kinds of all key attributes, those of indexes too. */
  kinds: Record<string, KeyKind>;
  indexes: IndexDefinition[];
  stream?: { view: StreamView; label: string };
  ttl?: string;
  createdAt: number;
}

/** Where an item stands: its key attributes and their sortable forms. */
export interface Place {
  hash: string;
  order: string;
  /** Both in one string, unique in the table. */
  id: string;
  key: Item;
}

export const keyNames = (key: KeySchema): string[] => (key.range === undefined ? [key.hash] : [key.hash, key.range]);
const placeId = (hash: string, order: string) => `${hash.length}:${hash}${order}`;
const empty =
  'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ';

export class Table {
  definition: TableDefinition;
  readonly rows = new SortedRows();
  readonly indexes = new Map<string, { definition: IndexDefinition; rows: SortedRows }>();
  /** Expiry in epoch seconds of each item that has one, by its id. */
  readonly expiries = new Map<string, { at: number; place: Place }>();

  constructor(definition: TableDefinition) {
    this.definition = definition;
    this.rebuild();
  }
  get keyNames(): string[] {
    return keyNames(this.definition.key);
  }
  /** Takes a new definition with the same key: indexes and expiry are made anew. */
  redefine(definition: TableDefinition): void {
    this.definition = definition;
    this.rebuild();
  }
  private rebuild(): void {
    this.indexes.clear();
    for (const definition of this.definition.indexes) this.indexes.set(definition.name, { definition, rows: new SortedRows() });
    this.expiries.clear();
    for (const row of this.rows.all()) this.arrive(row.item, this.placeOf(row.item));
  }

  /** The place of an item; throws the service's error when a key attribute is missing, of another kind, or empty. */
  placeOf(item: Item): Place {
    const { hash, range } = this.definition.key;
    const hashValue = this.keyValue(item, hash);
    const rangeValue = range === undefined ? undefined : this.keyValue(item, range);
    const [h, o] = [sortable(hashValue), rangeValue === undefined ? '' : sortable(rangeValue)];
    const key = range === undefined || rangeValue === undefined ? { [hash]: hashValue } : { [hash]: hashValue, [range]: rangeValue };
    return { hash: h, order: o, id: placeId(h, o), key };
  }
  /** The place of a `Key` parameter: exactly the key attributes. */
  placeOfKey(key: Item): Place {
    if (Object.keys(key).length !== this.keyNames.length || !this.keyNames.every((name) => Object.hasOwn(key, name))) {
      throw invalid('The provided key element does not match the schema');
    }
    for (const name of this.keyNames) {
      if (kindOf(key[name] as AttributeValue) !== this.definition.kinds[name])
        throw invalid('The provided key element does not match the schema');
    }
    return this.placeOf(key);
  }
  private keyValue(item: Item, name: string): AttributeValue {
    const value = Object.hasOwn(item, name) ? item[name] : undefined;
    if (value === undefined) throw invalid(`One or more parameter values were invalid: Missing the key ${name} in the item`);
    const kind = kindOf(value);
    const wanted = this.definition.kinds[name];
    if (kind !== wanted) {
      throw invalid(`One or more parameter values were invalid: Type mismatch for key ${name} expected: ${wanted} actual: ${kind}`);
    }
    if (value.S === '' || value.B === '') throw invalid(`${empty}${name}`);
    const limit = name === this.definition.key.hash ? 2048 : 1024;
    if (kind !== 'N' && Buffer.byteLength(value.S ?? value.B ?? '', value.B === undefined ? 'utf8' : 'base64') > limit) {
      throw invalid(
        limit === 2048
          ? 'One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes'
          : 'One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes',
      );
    }
    return value;
  }
  /** Refuses an item whose attributes can't serve as an index's key though they are there. */
  checkIndexKeys(item: Item): void {
    for (const { definition } of this.indexes.values()) {
      for (const name of keyNames(definition.key)) {
        const value = Object.hasOwn(item, name) ? item[name] : undefined;
        if (value === undefined) continue;
        const wanted = this.definition.kinds[name];
        if (kindOf(value) !== wanted) {
          throw invalid(
            `One or more parameter values were invalid: Type mismatch for Index Key ${name} Expected: ${wanted} Actual: ${kindOf(value)} IndexName: ${definition.name}`,
          );
        }
        if (value.S === '' || value.B === '') {
          throw invalid(
            `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: ${definition.name}, IndexKey: ${name}`,
          );
        }
      }
    }
  }

  item(place: Place): Item | undefined {
    return this.rows.get(place.hash, place.order)?.item;
  }
  /** Puts `after` where `before` stood, in the table and in its indexes. */
  change(place: Place, before: Item | undefined, after: Item | undefined): void {
    if (before !== undefined) this.leave(before, place);
    if (after === undefined) this.rows.delete(place.hash, place.order);
    else {
      this.rows.put({ hash: place.hash, order: place.order, tie: '', item: after, size: itemSize(after) });
      this.arrive(after, place);
    }
  }
  private leave(item: Item, place: Place): void {
    this.expiries.delete(place.id);
    for (const { definition, rows } of this.indexes.values()) {
      const at = indexPlace(definition.key, item);
      if (at !== undefined) rows.delete(at.hash, at.order, place.id);
    }
  }
  private arrive(item: Item, place: Place): void {
    const expiry = this.definition.ttl === undefined ? undefined : item[this.definition.ttl]?.N;
    if (expiry !== undefined) this.expiries.set(place.id, { at: Number(expiry), place });
    for (const { definition, rows } of this.indexes.values()) {
      const row = this.indexRow(definition, item, place);
      if (row !== undefined) rows.put(row);
    }
  }
  /** What an index keeps of an item; undefined when the item lacks the index's key. */
  indexRow(definition: IndexDefinition, item: Item, place: Place): Row | undefined {
    const at = indexPlace(definition.key, item);
    if (at === undefined) return undefined;
    const { projection } = definition;
    if (projection === 'ALL') return { ...at, tie: place.id, item, size: itemSize(item) };
    const kept = [...this.keyNames, ...keyNames(definition.key), ...(projection === 'KEYS_ONLY' ? [] : projection.include)];
    const part: Item = {};
    for (const name of kept) if (Object.hasOwn(item, name)) part[name] = item[name] as AttributeValue;
    return { ...at, tie: place.id, item: part, size: itemSize(part) };
  }
}

/** Where an item stands in an index; undefined when it isn't in it. */
export function indexPlace(key: KeySchema, item: Item): { hash: string; order: string } | undefined {
  const hash = item[key.hash];
  const range = key.range === undefined ? undefined : item[key.range];
  if (hash === undefined || (key.range !== undefined && range === undefined)) return undefined;
  return { hash: sortable(hash), order: range === undefined ? '' : sortable(range) };
}
