/** The recording of one call: what one of its legs says, on its way to a bucket. */
import type { ParticipantTag } from '../../shared/telephony/sma.ts';
import type { Neighbours } from '../contract.ts';
import type { Media } from '../media/contract.ts';
import type { Effect, Saved } from './effects.ts';

export interface RecorderSettings {
  neighbours: Pick<Neighbours, 'writeObject'>;
  media: Pick<Media, 'record' | 'endRecording'>;
  log: (line: string, details?: Record<string, unknown>) => void;
}

type Order = Effect & { kind: 'record' };

export class Recorder {
  readonly #settings: RecorderSettings;
  #running: { order: Order; lineId: string; saving?: Promise<Saved> } | undefined;

  constructor(settings: RecorderSettings) {
    this.#settings = settings;
  }

  start(order: Order, lineId: string): void {
    this.#running = { order, lineId };
    this.#settings.media.record(lineId, order.recordingId, order.plan.silence);
  }

  /** Ends the recording and stores it; undefined when it is not the one that runs. */
  save(recordingId: string): Promise<Saved> | undefined {
    const running = this.#running;
    if (running?.order.recordingId !== recordingId) return undefined;
    return (running.saving ??= this.#store(running.order, running.lineId));
  }

  /** The leg has gone: what it said so far is stored. Undefined when nothing of it is recorded. */
  left(on: ParticipantTag): Promise<Saved> | undefined {
    return this.#running?.order.on === on ? this.save(this.#running.order.recordingId) : undefined;
  }

  discard(recordingId: string): void {
    const running = this.#running;
    if (running?.order.recordingId !== recordingId) return;
    this.#running = undefined;
    if (!running.saving) this.#settings.media.endRecording(running.lineId, recordingId).catch(() => undefined);
  }

  async #store({ recordingId, plan }: Order, lineId: string): Promise<Saved> {
    const { neighbours, media, log } = this.#settings;
    try {
      const wav = await media.endRecording(lineId, recordingId);
      if (!neighbours.writeObject) return 'impossible';
      await neighbours.writeObject(plan.bucket, plan.key, wav, 'audio/wav');
      return 'stored';
    } catch (fault) {
      log(`cannot store a recording in s3://${plan.bucket}`, { why: fault instanceof Error ? fault.message : String(fault) });
      return 'refused';
    } finally {
      if (this.#running?.order.recordingId === recordingId) this.#running = undefined;
    }
  }
}
