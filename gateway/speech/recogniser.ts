/** Hears which of some phrases was said. In a thread of its own, which starts with the first question: most machines are never asked. */
import { Worker } from 'node:worker_threads';
import type { FromRecogniser, ToRecogniser } from './messages.ts';

export interface Recogniser {
  /** Loads what it needs, so that the first caller does not wait for it. */
  warm(): void;
  /** The phrase that was said (as `spokenForm` writes it), undefined when it was none of them. Rejects when it can't listen. */
  hear(phrases: readonly string[], samples: Int16Array): Promise<string | undefined>;
  close(): Promise<void>;
}

interface Waiting {
  resolve(phrase: string | undefined): void;
  reject(error: Error): void;
}

class Desk implements Recogniser {
  readonly #log: (line: string) => void;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #number = 0;

  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  warm(): void {
    this.#worker ??= this.#start();
  }

  async hear(phrases: readonly string[], samples: Int16Array): Promise<string | undefined> {
    this.warm();
    const question: ToRecogniser = { number: ++this.#number, phrases, samples };
    return new Promise((resolve, reject) => {
      this.#waiting.set(question.number, { resolve, reject });
      this.#worker?.postMessage(question);
    });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { name: 'recogniser' });
    worker.on('message', (message: FromRecogniser) => this.#receive(message));
    worker.on('error', (error) => this.#fail(error instanceof Error ? error.message : String(error)));
    worker.on('exit', (code) => this.#fail(`the recogniser ended with code ${code}`));
    // It must not keep a process alive that has nothing else to do.
    worker.unref();
    return worker;
  }

  #receive(message: FromRecogniser): void {
    const waiting = this.#waiting.get(message.number);
    this.#waiting.delete(message.number);
    if (message.kind === 'failed') return waiting?.reject(new Error(message.why));
    for (const word of message.unknown) this.#log(`The recogniser does not know how "${word}" sounds: callers can't say it here.`);
    waiting?.resolve(message.phrase);
  }

  /** Whoever waits is told; the next question starts it anew. */
  #fail(why: string): void {
    this.#worker = undefined;
    for (const waiting of this.#waiting.values()) waiting.reject(new Error(why));
    this.#waiting.clear();
  }
}

/** A recogniser of English at 8 kHz. */
export const openRecogniser = (log: (line: string) => void): Recogniser => new Desk(log);
