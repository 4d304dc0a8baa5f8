/** The telephones of one call: that of LEG-A, one that may be or become LEG-B, and the bridge between them. */
import { randomUUID } from 'node:crypto';
import type { ParticipantTag } from '../../shared/telephony/sma.ts';
import { deafListener, type Leg } from '../legs/contract.ts';
import type { Media } from '../media/contract.ts';

/** A telephone to call. */
export interface Callee {
  to: string;
  from: string;
  headers: Readonly<Record<string, string>>;
}

/** Where telephones come from and go to. */
export interface PlaceLegs {
  /** LEG-A: the one that came in, or that is dialled now. */
  take(): Leg;
  /** Dials a callee; undefined when the quota of active calls is used up. */
  call(callee: Callee): Leg | undefined;
  /** A line that is open from now on, and one that is no more. */
  opened(lineId: string): void;
  closed(lineId: string): void;
}

export interface TelephonesListener {
  ringing(on: ParticipantTag): void;
  answered(on: ParticipantTag): void;
  ended(on: ParticipantTag, code: number): void;
}

/** SIP: service unavailable. */
const unavailable = 503;

export class Telephones {
  readonly #media: Media;
  readonly #place: PlaceLegs;
  readonly #listener: TelephonesListener;
  readonly #legs = new Map<ParticipantTag, Leg>();
  #roomId: string | undefined;

  constructor(media: Media, place: PlaceLegs, listener: TelephonesListener) {
    this.#media = media;
    this.#place = place;
    this.#listener = listener;
  }

  get count(): number {
    return this.#legs.size;
  }

  lineOf(on: ParticipantTag): string | undefined {
    return this.#legs.get(on)?.lineId;
  }

  tagOf(lineId: string): ParticipantTag | undefined {
    return [...this.#legs].find(([, leg]) => leg.lineId === lineId)?.[0];
  }

  take(): Leg {
    return this.#add('LEG-A', this.#place.take());
  }

  /** Calls a telephone; that it cannot be is told like a call that failed. */
  call(callee: Callee): void {
    const leg = this.#place.call(callee);
    if (leg) this.#add('LEG-B', leg);
    else this.#listener.ended('LEG-B', unavailable);
  }

  answer(): void {
    this.#legs.get('LEG-A')?.answer();
  }

  flowing(on: ParticipantTag, flows: boolean): void {
    this.#legs.get(on)?.flowing?.(flows);
  }

  /** Both hear each other, in a room of their own. */
  bridge(): void {
    const roomId = randomUUID();
    this.#roomId = roomId;
    this.#media.openRoom(roomId);
    for (const [tag, { lineId }] of this.#legs) this.#media.seatLine(roomId, tag, lineId);
  }

  hangUp(on: ParticipantTag, status: number): void {
    this.#legs.get(on)?.hangUp(status);
    this.forget(on);
  }

  /** Ends what is left; with a status, also telephones that are up. */
  close(status?: number): void {
    for (const [tag, leg] of [...this.#legs]) {
      if (status !== undefined) leg.hangUp(status);
      this.forget(tag);
    }
  }

  /** A telephone that has gone: its line closes, and nothing is heard of it any more, whatever it still sends. */
  forget(on: ParticipantTag): void {
    const leg = this.#legs.get(on);
    if (!leg) return;
    leg.listener = deafListener;
    this.#legs.delete(on);
    if (this.#roomId !== undefined) this.#media.closeRoom(this.#roomId);
    this.#roomId = undefined;
    this.#place.closed(leg.lineId);
    this.#media.closeLine(leg.lineId).catch(() => undefined);
  }

  #add(on: ParticipantTag, leg: Leg): Leg {
    this.#legs.set(on, leg);
    this.#place.opened(leg.lineId);
    leg.listener = {
      ringing: () => this.#listener.ringing(on),
      answered: () => this.#listener.answered(on),
      ended: (code) => this.#listener.ended(on, code),
    };
    return leg;
  }
}
