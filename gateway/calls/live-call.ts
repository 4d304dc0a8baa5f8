/** A call among the living: does what its state machine wants, and brings it what happens. */
import type { ParticipantTag } from '../../shared/telephony/sma.ts';
import type { Invocation, Neighbours } from '../contract.ts';
import type { Media, MediaEvent } from '../media/contract.ts';
import type { Meetings } from '../meetings/contract.ts';
import type { Clock } from './clock.ts';
import { Conversation } from './conversation.ts';
import type { Effect, Input, Saved } from './effects.ts';
import { advance } from './machine.ts';
import { masked } from './masked.ts';
import { Player } from './player.ts';
import { Recorder } from './recorder.ts';
import type { Sounds } from './sounds.ts';
import type { CallState } from './state.ts';
import { Telephones } from './telephones.ts';
import type { PlaceLegs } from './telephones.ts';

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
  readonly #telephones: Telephones;
  readonly #player: Player;
  readonly #recorder: Recorder;
  readonly #conversation: Conversation;
  readonly #inbox: Input[] = [];
  #busy = false;
  #abandoned = false;
  readonly #timers = new Map<string, () => void>();
  #seat: { number: number; leave(): void } | undefined;
  #seats = 0;

  constructor(state: CallState, around: Surroundings, placeLegs: PlaceLegs) {
    this.state = state;
    this.#around = around;
    const log = (line: string, details?: Record<string, unknown>): void => this.#log(line, details);
    this.#telephones = new Telephones(around.media, placeLegs, {
      ringing: (on) => (on === 'LEG-A' ? this.hear({ kind: 'ringing' }) : undefined),
      answered: (on) => this.hear({ kind: on === 'LEG-A' ? 'answered' : 'callee-answered' }),
      ended: (on, code) => this.#ended(on, code),
    });
    const lineOf = (on: ParticipantTag): string | undefined => this.#telephones.lineOf(on);
    this.#player = new Player({ ...around, log, lineOf, failed: (playId, end) => this.hear({ kind: 'played', playId, end }) });
    this.#recorder = new Recorder({ ...around, log });
    this.#conversation = new Conversation({ ...around, lineOf, log, told: (input) => this.hear(input) });
  }

  /** Telephones that count as active calls. */
  get telephones(): number {
    return this.#telephones.count;
  }

  start(): void {
    if (this.state.legA.direction === 'Inbound') this.#telephones.take()?.ring();
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

  /** An event of one of this call's lines. */
  onMedia(event: MediaEvent): void {
    const on = 'lineId' in event ? this.#telephones.tagOf(event.lineId) : undefined;
    if (!on) return;
    if (event.type === 'rtp') this.#telephones.flowing(on, event.flowing);
    if (event.type === 'digit') this.hear({ kind: 'digit', on, digit: event.digit });
    if (event.type === 'silent') this.hear({ kind: 'silent', recordingId: event.recordingId });
    if (event.type === 'spoke' || event.type === 'said') this.#conversation.onMedia(event);
    if (event.type === 'played') this.hear({ kind: 'played', playId: event.playId, end: event.end === 'failed' ? 'invalid' : event.end });
  }

  /** All audio is gone, and with it every telephone. */
  lost(): void {
    this.hear({ kind: 'callee-ended', code: 500 });
    this.hear({ kind: 'leg-ended', code: 500 });
  }

  /** Ends the call because the gateway closes. */
  abandon(): void {
    this.#abandoned = true;
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    this.#release(503);
  }

  #perform(effect: Effect): void {
    switch (effect.kind) {
      case 'invoke':
        return void this.#invoke(effect);
      case 'dial':
        return void this.#telephones.take();
      case 'answer':
        return this.#telephones.answer();
      case 'call':
        return this.#telephones.call(effect);
      case 'bridge':
        return this.#telephones.bridge();
      case 'hang-up':
        return this.#telephones.hangUp(effect.on, effect.status);
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
      default:
        return this.#sound(effect);
    }
  }

  #sound(
    effect: Extract<Effect, { playId: string } | { recordingId: string } | { conversationId: string } | { kind: 'send-digits' }>,
  ): void {
    switch (effect.kind) {
      case 'play':
        return void this.#player.play(effect);
      case 'stop':
        return this.#player.stop(effect.playId);
      case 'send-digits':
        return this.#sendDigits(effect);
      case 'record':
        return this.#record(effect);
      case 'save-recording':
        return this.#save(effect.recordingId);
      case 'discard-recording':
        return this.#recorder.discard(effect.recordingId);
      default:
        return this.#conversation.perform(effect);
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

  /** A telephone has gone. What it said is stored before anybody is told, so that the message is there when the function looks. */
  #ended(on: ParticipantTag, code: number): void {
    const kind = on === 'LEG-A' ? 'leg-ended' : 'callee-ended';
    const lineId = this.#telephones.lineOf(on);
    const tell = (saved?: Saved): void => {
      // Meanwhile it may have been hung up, and another one called.
      if (this.#telephones.lineOf(on) !== lineId) return;
      this.#telephones.forget(on);
      this.hear({ kind, code, ...(saved ? { saved } : {}) });
    };
    const saving = this.#recorder.left(on);
    if (saving) void saving.then(tell);
    else tell();
  }

  #sendDigits({ on, digits, toneMs }: Effect & { kind: 'send-digits' }): void {
    const lineId = this.#telephones.lineOf(on);
    if (lineId !== undefined) this.#around.media.sendDigits(lineId, digits, toneMs);
  }

  #record(effect: Effect & { kind: 'record' }): void {
    const lineId = this.#telephones.lineOf(effect.on);
    if (lineId !== undefined) this.#recorder.start(effect, lineId);
  }

  #save(recordingId: string): void {
    const told = (saved: Saved): void => this.hear({ kind: 'saved', recordingId, saved });
    void this.#recorder.save(recordingId)?.then(told);
  }

  #join(meetingId: string, joinToken: string): void {
    const lineId = this.#telephones.lineOf('LEG-A');
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

  #release(status?: number): void {
    this.#leave();
    this.#player.close();
    this.#conversation.close();
    this.#telephones.close(status);
    this.onRelease();
  }

  #log(line: string, details?: Record<string, unknown>): void {
    const { legA, transactionId } = this.state;
    this.#around.neighbours.log(`${masked(legA.from)} → ${masked(legA.to)}: ${line}`, { transactionId, ...details });
  }
}
