/**
 * Keeps an engine's state in a folder: a snapshot and the log of what came after it, one JSON value a line.
 * A line is written before its request is answered, so a killed process loses nothing it acknowledged; a line cut short by the kill is dropped.
 * The next snapshot is written beside the old one and renamed when whole.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

export interface Journal<Entry> {
  append(entry: Entry): void;
  /** True when the log has grown enough that a snapshot saves time at the next start. */
  readonly due: boolean;
  /** Replaces everything by these entries. */
  snapshot(entries: Iterable<Entry>): void;
  close(): void;
}

const snapshotName = (generation: number) => `snapshot-${generation}.jsonl`;
const logName = (generation: number) => `log-${generation}.jsonl`;

/** Opens the folder, hands every kept entry to `replay` in order, and gives the journal to go on with. */
export function openJournal<Entry>(dir: string, replay: (entry: Entry) => void, dueBytes = 16 * 1024 * 1024): Journal<Entry> {
  mkdirSync(dir, { recursive: true });
  const generations = readdirSync(dir).map((name) => Number(/^(?:snapshot|log)-(\d+)\.jsonl$/.exec(name)?.[1] ?? 0));
  let generation = Math.max(0, ...generations);
  replayFile(join(dir, snapshotName(generation)), replay);
  let size = replayFile(join(dir, logName(generation)), replay);
  let file = openSync(join(dir, logName(generation)), 'a');
  return {
    append(entry) {
      const line = `${JSON.stringify(entry)}\n`;
      writeSync(file, line);
      size += line.length;
    },
    get due() {
      return size > dueBytes;
    },
    snapshot(entries) {
      const next = generation + 1;
      writeWhole(join(dir, snapshotName(next)), entries);
      closeSync(file);
      file = openSync(join(dir, logName(next)), 'w');
      for (const name of [snapshotName(generation), logName(generation)]) rmSync(join(dir, name), { force: true });
      generation = next;
      size = 0;
    },
    close: () => closeSync(file),
  };
}

/** Gives the length of what was whole, and cuts off what was not. */
function replayFile<Entry>(path: string, replay: (entry: Entry) => void): number {
  if (!existsSync(path)) return 0;
  const content = readFileSync(path);
  const whole = content.lastIndexOf(0x0a) + 1;
  if (whole < content.length) truncateSync(path, whole);
  let at = 0;
  while (at < whole) {
    const end = content.indexOf(0x0a, at);
    replay(JSON.parse(content.toString('utf8', at, end)) as Entry);
    at = end + 1;
  }
  return whole;
}

function writeWhole<Entry>(path: string, entries: Iterable<Entry>): void {
  const temporary = `${path}.new`;
  const file = openSync(temporary, 'w');
  let lines: string[] = [];
  for (const entry of entries) {
    lines.push(JSON.stringify(entry), '\n');
    if (lines.length < 1000) continue;
    writeSync(file, lines.join(''));
    lines = [];
  }
  writeSync(file, lines.join(''));
  fsyncSync(file);
  closeSync(file);
  renameSync(temporary, path);
}
