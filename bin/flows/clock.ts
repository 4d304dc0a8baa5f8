/** A clock that a person moves: `@18:30` (that day), `@2026-12-24T14:00`, `+2h`, `+30m`, `+45s`. Wall clock of one time zone. */
const unitMs = { h: 3_600_000, m: 60_000, s: 1000 } as const;

export class Clock {
  nowMs: number;
  readonly timeZone: string;

  constructor(nowMs: number, timeZone: string) {
    this.nowMs = nowMs;
    this.timeZone = timeZone;
  }

  /** `2026-12-24 14:00`, in the clock's time zone. */
  #wall(epochMs: number): string {
    const { timeZone } = this;
    return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(epochMs);
  }

  /** The instant of a wall-clock time; a time that a change of the clocks leaves out is taken as the same distance from midnight. */
  #instantOf(wall: string): number {
    const wanted = Date.parse(`${wall.replace(' ', 'T')}:00Z`);
    let instant = wanted;
    // The zone's offset at the guess corrects the guess; at a change of the clocks a second time.
    for (let round = 0; round < 2; round++) instant += wanted - Date.parse(`${this.#wall(instant).replace(' ', 'T')}:00Z`);
    return instant;
  }

  /** Moves by what somebody typed; false when that is no time. */
  moves(typed: string): boolean {
    const [, by, unit] = /^\+(\d{1,4})([hms])$/.exec(typed) ?? [];
    if (by !== undefined) {
      this.nowMs += Number(by) * unitMs[unit as keyof typeof unitMs];
      return true;
    }
    const [, day = this.#wall(this.nowMs).slice(0, 10), time] =
      /^@(?:(\d{4}-\d\d-\d\d)[T ])?([01]\d:[0-5]\d|2[0-3]:[0-5]\d)$/.exec(typed) ?? [];
    if (time === undefined || Number.isNaN(Date.parse(`${day}T${time}:00Z`))) return false;
    this.nowMs = this.#instantOf(`${day} ${time}`);
    return true;
  }

  words(): string {
    const weekday = new Intl.DateTimeFormat('en-GB', { timeZone: this.timeZone, weekday: 'long' }).format(this.nowMs);
    return `${weekday}, ${this.#wall(this.nowMs)} (${this.timeZone})`;
  }
}
