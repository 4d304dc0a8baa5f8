import { dbov, frameSamples, type Port, saturate } from './frames.ts';
import type { Ear } from './ear.ts';
import type { Playback } from './playback.ts';
import type { Tape } from './tape.ts';

/** Somebody with audio: a line or a browser, with what came from it in this tick. */
export interface Endpoint {
  readonly port: Port;
  readonly heard: Int16Array;
  sounding: boolean;
  playback: Playback | undefined;
  tape: Tape | undefined;
  ear: Ear | undefined;
  seat: { room: Room; seatId: string } | undefined;
}

export const newEndpoint = (port: Port): Endpoint => ({
  port,
  heard: new Int16Array(frameSamples),
  sounding: false,
  playback: undefined,
  tape: undefined,
  ear: undefined,
  seat: undefined,
});

interface Seat {
  occupant: Endpoint | undefined;
  muted: boolean;
  deaf: boolean;
  energy: number;
}

/** The mix of one meeting: each hears the sum of the others. */
export class Room {
  readonly #seats = new Map<string, Seat>();
  readonly #sum = new Int32Array(frameSamples);

  /** Puts an endpoint on a seat, off the one it had. Who sat there before is on its own again. */
  sit(seatId: string, occupant: Endpoint): void {
    occupant.seat?.room.leave(occupant.seat.seatId, occupant);
    const seat = this.#seat(seatId);
    if (seat.occupant) seat.occupant.seat = undefined;
    seat.occupant = occupant;
    occupant.seat = { room: this, seatId };
  }

  /** Gives a seat up; with `only`, just when it is that endpoint's. */
  leave(seatId: string, only?: Endpoint): void {
    const seat = this.#seats.get(seatId);
    if (!seat || (only && seat.occupant !== only)) return;
    if (seat.occupant) seat.occupant.seat = undefined;
    if (only) seat.occupant = undefined;
    else this.#seats.delete(seatId);
  }

  /** What a seat may do holds for whoever sits there, now or later. */
  allow(seatId: string, change: { muted?: boolean; deaf?: boolean }): void {
    Object.assign(this.#seat(seatId), change);
  }

  clear(): void {
    for (const seatId of [...this.#seats.keys()]) this.leave(seatId);
  }

  /** Adds up what all seats say in this tick. */
  mix(): void {
    this.#sum.fill(0);
    for (const seat of this.#seats.values()) {
      const { occupant } = seat;
      if (!occupant || !occupant.sounding || seat.muted) continue;
      for (let i = 0; i < frameSamples; i++) {
        const sample = occupant.heard[i]!;
        this.#sum[i]! += sample;
        seat.energy += sample * sample;
      }
    }
  }

  /** What one seat hears: the sum without itself. */
  hear(seatId: string, into: Int16Array): void {
    const seat = this.#seats.get(seatId);
    if (!seat || seat.deaf) {
      into.fill(0);
      return;
    }
    const own = seat.occupant?.sounding && !seat.muted ? seat.occupant.heard : undefined;
    for (let i = 0; i < frameSamples; i++) into[i] = saturate(this.#sum[i]! - (own ? own[i]! : 0));
  }

  /** Levels over the last `ticks`, for seats that are taken; counting begins anew. */
  levels(ticks: number): { seatId: string; dbov: number }[] {
    const levels: { seatId: string; dbov: number }[] = [];
    for (const [seatId, seat] of this.#seats) {
      if (seat.occupant) levels.push({ seatId, dbov: dbov(seat.energy, ticks * frameSamples) });
      seat.energy = 0;
    }
    return levels;
  }

  #seat(seatId: string): Seat {
    let seat = this.#seats.get(seatId);
    if (!seat) {
      seat = { occupant: undefined, muted: false, deaf: false, energy: 0 };
      this.#seats.set(seatId, seat);
    }
    return seat;
  }
}
