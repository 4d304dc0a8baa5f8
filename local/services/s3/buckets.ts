/** Buckets and their objects: contents are files, the rest stands in a journal. A file is whole before the journal names it. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsError } from '../../contract.ts';
import { openJournal, type Journal } from '../journal.ts';

export interface ObjectEntry {
  key: string;
  /** The name of the content's file. */
  file: string;
  size: number;
  /** With its quotes. */
  etag: string;
  /** Epoch milliseconds. */
  modifiedAt: number;
  /** Headers that come back with the object: content type, cache control, `x-amz-meta-…`. */
  headers: Record<string, string>;
}
type Entry = { bucket: string } | { bucket: string; put: ObjectEntry } | { bucket: string; delete: string };

export const noSuchKey = () => new AwsError('NoSuchKey', 'The specified key does not exist.', 404);

export class Buckets {
  private readonly buckets = new Map<string, Map<string, ObjectEntry>>();
  private readonly files: string;
  private readonly temporary: string | undefined;
  private readonly journal: Journal<Entry>;
  private readonly now: () => number;

  constructor(dir: string | undefined, now: () => number) {
    this.now = now;
    this.temporary = dir === undefined ? mkdtempSync(join(tmpdir(), 's3-')) : undefined;
    const home = dir === undefined ? (this.temporary as string) : join(dir, 's3');
    this.files = join(home, 'files');
    mkdirSync(this.files, { recursive: true });
    this.journal = openJournal<Entry>(home, (entry) => this.replay(entry), 4 * 1024 * 1024);
    this.removeStrays();
  }
  /** Files that no entry names: their upload was cut short, or their object was replaced. */
  private removeStrays(): void {
    const named = new Set([...this.buckets.values()].flatMap((objects) => [...objects.values()].map(({ file }) => file)));
    for (const file of readdirSync(this.files)) if (!named.has(file)) rmSync(join(this.files, file), { force: true });
  }
  private replay(entry: Entry): void {
    if ('put' in entry) this.objects(entry.bucket).set(entry.put.key, entry.put);
    else if ('delete' in entry) this.objects(entry.bucket).delete(entry.delete);
    else if (!this.buckets.has(entry.bucket)) this.buckets.set(entry.bucket, new Map());
  }
  private note(entry: Entry): void {
    this.journal.append(entry);
    if (this.journal.due) this.journal.snapshot(this.entries());
  }
  private *entries(): Generator<Entry> {
    for (const [bucket, objects] of this.buckets) {
      yield { bucket };
      for (const put of objects.values()) yield { bucket, put };
    }
  }
  make(bucket: string): void {
    if (this.buckets.has(bucket)) return;
    this.buckets.set(bucket, new Map());
    this.note({ bucket });
  }
  names(): string[] {
    return [...this.buckets.keys()];
  }
  /** Throws NoSuchBucket. */
  objects(bucket: string): Map<string, ObjectEntry> {
    const objects = this.buckets.get(bucket);
    if (objects === undefined) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
    return objects;
  }
  find(bucket: string, key: string): ObjectEntry | undefined {
    return this.objects(bucket).get(key);
  }
  put(bucket: string, key: string, content: Uint8Array, headers: Record<string, string>): ObjectEntry {
    const objects = this.objects(bucket);
    const old = objects.get(key);
    const file = randomUUID();
    writeFileSync(join(this.files, file), content);
    const etag = `"${createHash('md5').update(content).digest('hex')}"`;
    const put = { key, file, size: content.length, etag, modifiedAt: this.now(), headers };
    objects.set(key, put);
    this.note({ bucket, put });
    if (old !== undefined) rmSync(join(this.files, old.file), { force: true });
    return put;
  }
  read(entry: ObjectEntry): Buffer {
    return readFileSync(join(this.files, entry.file));
  }
  delete(bucket: string, key: string): void {
    const old = this.find(bucket, key);
    if (old === undefined) return;
    this.objects(bucket).delete(key);
    this.note({ bucket, delete: key });
    rmSync(join(this.files, old.file), { force: true });
  }
  close(): void {
    this.journal.close();
    if (this.temporary !== undefined) rmSync(this.temporary, { recursive: true, force: true });
  }
}
