import { randomUUID } from 'node:crypto';
import type { MediaSettings } from './contract.ts';
import type { Command, QuestionName, Questions } from './messages.ts';

/** How many sockets are bound ahead: enough for a burst of calls, at most an eighth of the range, lest spares keep ports from calls. */
const mostSpares = 16;
const portsPerSpare = 16;

interface Way {
  tell(command: Command): void;
  ask<Name extends QuestionName>(name: Name, question: Questions[Name]['ask']): Promise<Questions[Name]['answer']>;
}
interface Spare {
  spareId: string;
  host: string;
  port: number;
}

/** Lines that are open before anybody calls, so that an answer need not wait for the worker. */
export class SpareLines {
  readonly #worker: Way;
  readonly #spares: Spare[] = [];
  readonly #most: number;
  #opening = 0;

  constructor(worker: Way, { portFrom, portTo }: Pick<MediaSettings, 'portFrom' | 'portTo'>) {
    this.#worker = worker;
    this.#most = portFrom === 0 ? mostSpares : Math.min(mostSpares, Math.floor((portTo - portFrom) / portsPerSpare));
  }

  /** Opens lines until there are enough. What can't be opened now (no port is free) is tried again after the next call. */
  fill(): void {
    while (this.#spares.length + this.#opening < this.#most) void this.#open();
  }

  /** Gives a spare line its name; undefined when there is none at hand. Whoever opens one itself then fills up afterwards: its port comes first. */
  take(lineId: string): { host: string; port: number } | undefined {
    const spare = this.#spares.shift();
    if (!spare) return undefined;
    this.#worker.tell({ name: 'nameLine', spareId: spare.spareId, lineId });
    this.fill();
    return { host: spare.host, port: spare.port };
  }

  async #open(): Promise<void> {
    const spareId = randomUUID();
    this.#opening++;
    try {
      this.#spares.push({ spareId, ...(await this.#worker.ask('openSpare', { spareId })) });
    } catch {
      // Whoever needs a line asks for one of its own, and learns why there is none.
    } finally {
      this.#opening--;
    }
  }
}
