/** A call among the living: does what its state machine wants, and brings it what happens. */
import type { Invocation, Neighbours } from '../contract.ts';
import type { Leg } from '../legs/contract.ts';
import type { Media, MediaEvent } from '../media/contract.ts';
import type { Meetings } from '../meetings/contract.ts';
import type { Clock } from './clock.ts';
import type { Effect, Input, PlayEnd, Sound } from './effects.ts';
import { advance } from './machine.ts';
import type { Sounds } from './sounds.ts';
import { masked } from './masked.ts';
import type { CallState } from './state.ts';

/** What calls act upon. */
export interface Surroundings {
  neighbours: Neighbours;
  sounds: Sounds;
  media: Media;
  meetings: Pick<Meetings, 'joinLine' | 'muteLines'>;
  clock: Clock;
}

export class LiveCall {
  readonly state: CallState;
  /** No leg is left: the call no longer counts. */
  onRelease: () => void = () => undefined;
  onEnd: () => void = () => undefined;
  readonly #around: Surroundings;
  readonly #placeLeg: () => Leg;
  #leg: Leg | undefined;
  readonly #inbox: Input[] = [];
  #busy = false;
  #abandoned = false;
  readonly #timers = new Map<string, () => void>();
  #seat: { number: number; leave(): void } | undefined;
  #seats = 0;
  #wantedPlay: string | undefined;

  /** `placeLeg` gives the inbound leg, or dials the outbound one when the call wants it. */
  constructor(state: CallState, around: Surroundings, placeLeg: () => Leg) {
    this.state = state;
    this.#around = around;
    this.#placeLeg = placeLeg;
  }

  get lineId(): string | undefined {
    return this.#leg?.lineId;
  }

  start(): void {
    if (this.state.legA.direction === 'Inbound') this.#takeLeg().ring();
    this.hear({ kind: 'start' });
  }

  /** Lets the state machine hear something. Inputs that come while effects are done wait for their turn. */
  hear(input: Input): void {
    if (this.#abandoned) return;
    this.#inbox.push(input);
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (let next = this.#inbox.shift(); next; next = this.#inbox.shift()) {
        for (const effect of advance(this.state, next)) this.#perform(effect);
      }
    } finally {
      this.#busy = false;
    }
  }

  /** An event of this call's line. */
  onMedia(event: MediaEvent): void {
    if (event.type === 'rtp') this.#leg?.flowing?.(event.flowing);
    if (event.type === 'digit') this.hear({ kind: 'digit', digit: event.digit });
    if (event.type === 'played') this.hear({ kind: 'played', playId: event.playId, end: event.end === 'failed' ? 'invalid' : event.end });
  }

  /** Ends the call because the gateway closes. */
  abandon(): void {
    this.#abandoned = true;
    this.#leg?.hangUp(503);
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    this.#release();
  }

  #takeLeg(): Leg {
    const leg = this.#placeLeg();
    this.#leg = leg;
    leg.listener = {
      ringing: () => this.hear({ kind: 'ringing' }),
      answered: () => this.hear({ kind: 'answered' }),
      ended: (code) => this.hear({ kind: 'leg-ended', code }),
    };
    return leg;
  }

  #perform(effect: Effect): void {
    switch (effect.kind) {
      case 'invoke':
        return void this.#invoke(effect);
      case 'dial':
        return void this.#takeLeg();
      case 'answer':
        return this.#leg?.answer();
      case 'hang-up':
        return this.#leg?.hangUp(effect.status);
      case 'play':
        return void this.#play(effect);
      case 'stop':
        return this.#stop(effect.playId);
      case 'join':
        return this.#join(effect.meetingId, effect.joinToken);
      case 'leave':
        return this.#leave();
      case 'mute':
        return this.#mute(effect);
      case 'start-timer':
        return this.#startTimer(effect.name, effect.ms);
      case 'stop-timer':
        return this.#stopTimer(effect.name);
      case 'log':
        return this.#log(effect.line, effect.details);
      case 'release':
        return this.#release();
      case 'end':
        return this.onEnd();
    }
  }

  async #invoke({ sequence, event }: Effect & { kind: 'invoke' }): Promise<void> {
    const outcome = await this.#around.neighbours.invoke(this.state.functionArn, event).catch((fault: unknown): Invocation => ({
      kind: 'refused',
      status: 500,
      message: fault instanceof Error ? fault.message : String(fault),
    }));
    this.hear({ kind: 'invoked', sequence, outcome });
  }

  async #play({ playId, sound, repeat, terminators }: Effect & { kind: 'play' }): Promise<void> {
    this.#wantedPlay = playId;
    const wav = await this.#fetch(sound);
    const lineId = this.lineId;
    if (this.#wantedPlay !== playId || lineId === undefined) return;
    if (wav instanceof Uint8Array) this.#around.media.play(lineId, { playId, wav, repeat, terminators });
    else this.hear({ kind: 'played', playId, end: wav });
  }

  async #fetch(sound: Sound): Promise<Uint8Array | PlayEnd> {
    const { neighbours } = this.#around;
    try {
      if (sound.kind === 'object') return (await this.#around.sounds.read(sound.bucket, sound.key)) ?? 'invalid';
      return neighbours.speak ? await neighbours.speak({ text: sound.text, voiceId: sound.voiceId, ssml: sound.ssml }) : 'unspoken';
    } catch (fault) {
      this.#log(sound.kind === 'object' ? `cannot read s3://${sound.bucket}/${sound.key}` : 'cannot speak', {
        why: fault instanceof Error ? fault.message : String(fault),
      });
      return sound.kind === 'object' ? 'unreadable' : 'unspoken';
    }
  }

  #stop(playId: string): void {
    if (this.#wantedPlay === playId) this.#wantedPlay = undefined;
    if (this.lineId !== undefined) this.#around.media.stop(this.lineId, playId);
  }

  #join(meetingId: string, joinToken: string): void {
    const lineId = this.lineId;
    const number = ++this.#seats;
    // A seat that was left already must not end the one that came after it.
    const gone = (): void => {
      if (this.#seat?.number !== number) return;
      this.#seat = undefined;
      this.hear({ kind: 'meeting-left' });
    };
    const seat = lineId === undefined ? undefined : this.#around.meetings.joinLine({ meetingId, joinToken, lineId, gone });
    this.#seat = seat && { number, leave: () => seat.leave() };
    this.hear({ kind: 'joined', ...(seat ? { attendeeId: seat.attendeeId } : {}) });
  }

  #leave(): void {
    const seat = this.#seat;
    this.#seat = undefined;
    seat?.leave();
  }

  #mute({ meetingId, attendeeIds, muted }: Effect & { kind: 'mute' }): void {
    this.hear({ kind: 'muted', unknown: this.#around.meetings.muteLines(meetingId, attendeeIds, muted) });
  }

  #startTimer(name: string, ms: number): void {
    const cancel = this.#around.clock.after(ms, () => {
      this.#timers.delete(name);
      this.hear({ kind: 'timer', name });
    });
    this.#timers.set(name, cancel);
  }

  #stopTimer(name: string): void {
    this.#timers.get(name)?.();
    this.#timers.delete(name);
  }

  #release(): void {
    this.#leave();
    this.#wantedPlay = undefined;
    const lineId = this.lineId;
    if (lineId !== undefined) this.#around.media.closeLine(lineId).catch(() => undefined);
    this.onRelease();
  }

  #log(line: string, details?: Record<string, unknown>): void {
    const { legA, transactionId } = this.state;
    this.#around.neighbours.log(`${masked(legA.from)} → ${masked(legA.to)}: ${line}`, { transactionId, ...details });
  }
}
