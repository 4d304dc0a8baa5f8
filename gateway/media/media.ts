import { Worker } from 'node:worker_threads';
import type { Media, MediaEvent, MediaSettings } from './contract.ts';
import type { Command, FromWorker, QuestionName, Questions, WorkerStart } from './messages.ts';
import { Recordings } from './recordings.ts';
import { SpareLines } from './spare-lines.ts';

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

/** The way to the worker: commands and questions there, answers and events back. */
class Correspondence {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #number = 0;
  #down: string | undefined;
  onEvent: (event: MediaEvent) => void = () => undefined;

  constructor(settings: MediaSettings) {
    const start: WorkerStart = { settings };
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: start, name: 'media' });
    this.#worker.on('message', (message: FromWorker) => this.#receive(message));
    this.#worker.on('error', (error) => this.#fail(error instanceof Error ? error.message : String(error)));
    this.#worker.on('exit', (code) => this.#fail(`the media worker ended with code ${code}`));
  }

  /** Why nothing is answered any more. */
  get down(): string | undefined {
    return this.#down;
  }

  tell(command: Command): void {
    if (this.#down === undefined) this.#worker.postMessage(command);
  }

  async ask<Name extends QuestionName>(name: Name, question: Questions[Name]['ask']): Promise<Questions[Name]['answer']> {
    if (this.#down !== undefined) throw new Error(this.#down);
    const number = ++this.#number;
    return new Promise((resolve, reject) => {
      this.#waiting.set(number, { resolve: resolve, reject });
      this.#worker.postMessage({ ...question, name, number });
    });
  }

  async close(): Promise<void> {
    if (this.#down !== undefined) return;
    await this.ask('close', {}).catch(() => undefined);
    this.#down = 'media is closed';
    await this.#worker.terminate();
  }

  #receive(message: FromWorker): void {
    if (message.kind === 'event') {
      this.onEvent(message.event);
      return;
    }
    const waiting = this.#waiting.get(message.number);
    this.#waiting.delete(message.number);
    if (message.kind === 'answer') waiting?.resolve(message.answer);
    else waiting?.reject(new Error(message.why));
  }

  /** The worker is gone: whoever waits is told, and so is the gateway, once. */
  #fail(why: string): void {
    for (const waiting of this.#waiting.values()) waiting.reject(new Error(why));
    this.#waiting.clear();
    if (this.#down !== undefined) return;
    this.#down = why;
    this.onEvent({ type: 'down', why });
  }
}

class MediaDesk implements Media {
  readonly #worker: Correspondence;
  readonly #spares: SpareLines;
  readonly #recordings = new Recordings();
  /** What is played on each line, so that nothing is told of what was stopped or replaced meanwhile. */
  readonly #playing = new Map<string, { playId: string; stopped: Int32Array }>();
  readonly #listeners = new Set<(event: MediaEvent) => void>();
  onEvent: (event: MediaEvent) => void = () => undefined;

  constructor(worker: Correspondence, settings: MediaSettings) {
    this.#worker = worker;
    this.#spares = new SpareLines(worker, settings);
    this.#spares.fill();
    worker.onEvent = (event) => this.#receive(event);
  }

  listen: Media['listen'] = (listener) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  openLine: Media['openLine'] = async (lineId) => {
    if (this.#worker.down !== undefined) throw new Error(this.#worker.down);
    const spare = this.#spares.take(lineId);
    if (spare) return spare;
    const line = await this.#worker.ask('openLine', { lineId });
    this.#spares.fill();
    return line;
  };
  connectLine: Media['connectLine'] = (lineId, remote) => this.#worker.tell({ name: 'connectLine', lineId, remote });
  closeLine: Media['closeLine'] = (lineId) => {
    this.#quiet(lineId);
    return this.#worker.ask('closeLine', { lineId });
  };
  openBrowserLine: Media['openBrowserLine'] = (lineId, offer) => this.#worker.ask('openBrowserLine', { lineId, offer });
  pressDigit: Media['pressDigit'] = (lineId, digit) => this.#worker.tell({ name: 'pressDigit', lineId, digit });

  play: Media['play'] = (lineId, { playId, wav, repeat, terminators }) => {
    this.#quiet(lineId);
    const stopped = new Int32Array(new SharedArrayBuffer(4));
    this.#playing.set(lineId, { playId, stopped });
    const recording = this.#recordings.take(wav);
    const order = { playId, recordingId: recording.recordingId, repeat, terminators: [...terminators], stopped };
    this.#worker.tell({ name: 'play', lineId, order, wav: recording.wav });
  };
  stop: Media['stop'] = (lineId, playId) => {
    if (this.#playing.get(lineId)?.playId === playId) this.#quiet(lineId);
  };
  sendDigits: Media['sendDigits'] = (lineId, digits, toneMs) => this.#worker.tell({ name: 'sendDigits', lineId, digits, toneMs });

  record: Media['record'] = (lineId, recordingId, silence) => this.#worker.tell({ name: 'record', lineId, recordingId, silence });
  endRecording: Media['endRecording'] = async (lineId, recordingId) => this.#worker.ask('endRecording', { lineId, recordingId });

  openEar: Media['openEar'] = (lineId, earId, limits) => this.#worker.tell({ name: 'openEar', lineId, earId, limits });
  closeEar: Media['closeEar'] = (lineId, earId) => this.#worker.tell({ name: 'closeEar', lineId, earId });

  openRoom: Media['openRoom'] = (roomId) => this.#worker.tell({ name: 'openRoom', roomId });
  closeRoom: Media['closeRoom'] = (roomId) => this.#worker.tell({ name: 'closeRoom', roomId });
  seatLine: Media['seatLine'] = (roomId, seatId, lineId) => this.#worker.tell({ name: 'seatLine', roomId, seatId, lineId });
  leaveSeat: Media['leaveSeat'] = (roomId, seatId) => this.#worker.tell({ name: 'leaveSeat', roomId, seatId });
  muteSeat: Media['muteSeat'] = (roomId, seatId, muted) => this.#worker.tell({ name: 'allowSeat', roomId, seatId, change: { muted } });
  deafenSeat: Media['deafenSeat'] = (roomId, seatId, deaf) => this.#worker.tell({ name: 'allowSeat', roomId, seatId, change: { deaf } });

  openPeer: Media['openPeer'] = (peer) => this.#worker.ask('openPeer', peer);
  closePeer: Media['closePeer'] = async (peerId) => this.#worker.ask('closePeer', { peerId });

  clock: Media['clock'] = () => this.#worker.ask('clock', {});
  close: Media['close'] = () => this.#worker.close();

  /** The worker looks at this flag before each frame, which is sooner than it would read a message. */
  #quiet(lineId: string): void {
    const playing = this.#playing.get(lineId);
    if (playing) Atomics.store(playing.stopped, 0, 1);
    this.#playing.delete(lineId);
  }

  #receive(event: MediaEvent): void {
    if (event.type === 'played') {
      if (this.#playing.get(event.lineId)?.playId !== event.playId) return;
      this.#playing.delete(event.lineId);
    }
    this.onEvent(event);
    for (const listener of this.#listeners) listener(event);
  }
}

/**
 * Starts the media worker. Its questions reject once the worker is down; that it went down is told by the event `down`.
 */
export async function startMedia(settings: MediaSettings): Promise<Media> {
  const worker = new Correspondence(settings);
  await worker.ask('clock', {});
  return new MediaDesk(worker, settings);
}
