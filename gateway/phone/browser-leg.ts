/** A leg whose telephone is a page in a browser: signalling by a socket, audio by WebRTC. */
import { randomUUID } from 'node:crypto';
import { deafListener, type Leg } from '../legs/contract.ts';
import type { Digit, Media, MediaEvent } from '../media/contract.ts';
import type { ToPhone } from './messages.ts';

export interface BrowserLegSettings {
  media: Media;
  /** `from` is missing when the caller withholds it. `offer` is the SDP of the browser's peer connection. */
  call: { to: string; from?: string | undefined; offer: string };
  /** The line to open; a new one if absent. */
  lineId?: string;
  send: (message: ToPhone) => void;
  /** How long an answered browser may take until its audio comes. */
  audioWithinMs?: number;
}

/** A browser's call, from its `dial` or `accept` on. Its line is open when `open` resolves with true; then it may be given to the calls. */
export class BrowserLeg implements Leg {
  readonly direction = 'inbound';
  readonly from: string | undefined;
  readonly to: string;
  readonly headers = {};
  readonly lineId: string;
  listener = deafListener;
  readonly #settings: BrowserLegSettings;
  #state: 'incoming' | 'answering' | 'answered' | 'ended' = 'incoming';
  #flowing = false;
  #patience: NodeJS.Timeout | undefined;

  constructor(settings: BrowserLegSettings) {
    this.#settings = settings;
    this.lineId = settings.lineId ?? randomUUID();
    this.from = settings.call.from;
    this.to = settings.call.to;
  }

  /** Opens the line and answers the browser's offer. False when the offer can't be read; the phone is told. */
  async open(): Promise<boolean> {
    const { media, call, send } = this.#settings;
    try {
      const { answer } = await media.openBrowserLine(this.lineId, call.offer);
      if (this.#ended) await media.closeLine(this.lineId);
      else send({ type: 'audio', answer });
      return !this.#ended;
    } catch {
      this.#finish(488);
      return false;
    }
  }

  ring(): void {
    if (this.#state === 'incoming') this.#settings.send({ type: 'ringing' });
  }

  /** The call counts as answered when audio flows, so that the first word of a prompt is heard. */
  answer(): void {
    if (this.#state !== 'incoming') return;
    this.#state = 'answering';
    if (this.#flowing) return this.#answered();
    this.#patience = setTimeout(() => this.#lost(480), this.#settings.audioWithinMs ?? 10_000);
  }

  reject(status: number): void {
    this.#finish(status);
  }
  hangUp(status = 480): void {
    this.#finish(this.#state === 'answered' ? 0 : status);
  }

  /** The browser hung up, or its page is gone. */
  left(): void {
    this.#lost(this.#state === 'answered' ? 0 : 487);
  }

  press(digit: Digit): void {
    if (this.#state === 'answered') this.#settings.media.pressDigit(this.lineId, digit);
  }

  onMedia(event: MediaEvent): void {
    if (event.type !== 'rtp' || event.lineId !== this.lineId) return;
    this.#flowing = event.flowing;
    if (!event.flowing) return this.#lost(480);
    if (this.#state === 'answering') this.#answered();
  }

  get #ended(): boolean {
    return this.#state === 'ended';
  }

  #answered(): void {
    clearTimeout(this.#patience);
    this.#state = 'answered';
    this.#settings.send({ type: 'answered' });
    this.listener.answered();
  }

  /** Ended from the browser's side, or because its audio is gone. */
  #lost(code: number): void {
    if (this.#ended) return;
    this.#finish(code);
    this.listener.ended(code);
  }

  #finish(code: number): void {
    if (this.#ended) return;
    clearTimeout(this.#patience);
    this.#state = 'ended';
    this.#settings.send({ type: 'ended', code });
  }
}
