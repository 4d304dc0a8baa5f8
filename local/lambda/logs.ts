/** What functions write: the last lines of each in memory, all of them in a file per function. */
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import path from 'node:path';

export interface LogLine {
  at: number;
  functionName: string;
  text: string;
}
export interface FunctionLogs {
  write(functionName: string, text: string): void;
  /** The last lines, oldest first. */
  of(functionName: string): readonly LogLine[];
  names(): string[];
  onLine(listener: (line: LogLine) => void): () => void;
  close(): Promise<void>;
}
const kept = 500;

/** Logs in a folder; without one in memory only. */
export function createLogs(folder: string | undefined): FunctionLogs {
  const lines = new Map<string, LogLine[]>();
  const files = new Map<string, WriteStream>();
  const listeners = new Set<(line: LogLine) => void>();

  function fileOf(name: string): WriteStream | undefined {
    if (folder === undefined) return undefined;
    let file = files.get(name);
    if (file === undefined) {
      mkdirSync(folder, { recursive: true });
      file = createWriteStream(path.join(folder, `${name}.log`), { flags: 'a' });
      files.set(name, file);
    }
    return file;
  }
  return {
    write(functionName, text) {
      const own = lines.get(functionName) ?? [];
      lines.set(functionName, own);
      for (const one of text.split('\n').filter((part) => part.trim() !== '')) {
        const line: LogLine = { at: Date.now(), functionName, text: one };
        own.push(line);
        fileOf(functionName)?.write(`${new Date(line.at).toISOString()} ${one}\n`);
        for (const listener of listeners) listener(line);
      }
      if (own.length > kept) own.splice(0, own.length - kept);
    },
    of: (functionName) => lines.get(functionName) ?? [],
    names: () => [...lines.keys()].sort(),
    onLine(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      await Promise.all([...files.values()].map((file) => new Promise<void>((done) => file.end(done))));
    },
  };
}
