/**
 * A call on a bench: its state machine alone, with a clock that jumps, a function that the test writes and a leg, a player and a
 * meeting that do what they are told. `done` keeps everything that the call wanted, in order.
 */
import { definitionOf } from '../../../gateway/actions/table.ts';
import type { BotAnswer, Effect, Input, Saved } from '../../../gateway/calls/effects.ts';
import { advance } from '../../../gateway/calls/machine.ts';
import { newCall } from '../../../gateway/calls/state.ts';
import type { CallState } from '../../../gateway/calls/state.ts';
import type { Invocation } from '../../../gateway/contract.ts';
import type { EventType, ParticipantTag, TelephonyEvent } from '../../../shared/telephony/sma.ts';

export type Answer = Record<string, unknown> | null | undefined | 'silence' | 'error';
export type Handler = (event: TelephonyEvent) => Answer;

export interface RigOptions {
  outbound?: boolean;
  headers?: Record<string, string>;
  arguments?: Record<string, string>;
  invocationLimit?: number;
  /** Playbacks end by themselves after this time; without it the test ends them. */
  playMs?: number;
  /** Tokens that open a meeting. */
  tokens?: string[];
  unknownAttendees?: string[];
  /** Numbers of the account. */
  numbers?: string[];
  /** What becomes of recordings, and of telephones that are called: without it the test says so. */
  saves?: Saved;
  callee?: 'answers' | 'refuses';
  /** What a bot says when it is begun; without it it is ready. */
  bot?: BotAnswer;
  /** The ACK comes at once unless told otherwise. */
  lateAck?: boolean;
  answerMs?: number;
}

export const answer = (...actions: Record<string, unknown>[]): Record<string, unknown> => ({ SchemaVersion: '1.0', Actions: actions });
export const play = (key = 'music.wav', more: Record<string, unknown> = {}) => ({
  Type: 'PlayAudio',
  Parameters: { AudioSource: { Type: 'S3', BucketName: 'prompts', Key: key }, ...more },
});
export const ask = (more: Record<string, unknown> = {}) => ({
  Type: 'PlayAudioAndGetDigits',
  Parameters: {
    AudioSource: { Type: 'S3', BucketName: 'prompts', Key: 'menu.wav' },
    FailureAudioSource: { Type: 'S3', BucketName: 'prompts', Key: 'wrong.wav' },
    RepeatDurationInMilliseconds: 5000,
    MaxNumberOfDigits: 1,
    ...more,
  },
});
export const join = (token = 'token') => ({ Type: 'JoinChimeMeeting', Parameters: { JoinToken: token, MeetingId: 'meeting' } });
export const bridge = (more: Record<string, unknown> = {}) => ({
  Type: 'CallAndBridge',
  Parameters: {
    CallerIdNumber: '+15550000001',
    Endpoints: [{ BridgeEndpointType: 'PSTN', Uri: '+15550000009' }],
    ...more,
  },
});
export const record = (more: Record<string, unknown> = {}) => ({
  Type: 'RecordAudio',
  Parameters: { RecordingDestination: { Type: 'S3', BucketName: 'voice', Prefix: 'mail' }, RecordingTerminators: ['#'], ...more },
});
export const bot = (more: Record<string, unknown> = {}, attributes: Record<string, string> = {}) => ({
  Type: 'StartBotConversation',
  Parameters: {
    BotAliasArn: 'arn:aws:lex:us-east-1:000000000000:bot-alias/BOT/ALIAS',
    Configuration: {
      SessionState: { DialogAction: { Type: 'ElicitIntent' }, SessionAttributes: attributes },
      WelcomeMessages: [{ Content: 'What can we do for you?', ContentType: 'PlainText' }],
    },
    ...more,
  },
});
const botReady: BotAnswer = { kind: 'ready', voiceId: 'Joanna' };
export const pause = (ms: unknown = 1000) => ({ Type: 'Pause', Parameters: { DurationInMilliseconds: ms } });
export const hangup = (more: Record<string, unknown> = {}) => ({ Type: 'Hangup', Parameters: { ...more } });

export class Rig {
  readonly call: CallState;
  readonly events: TelephonyEvent[] = [];
  readonly done: Effect[] = [];
  handler: Handler;
  now = 1_700_000_000_000;
  readonly #options: RigOptions;
  #ids = 0;
  #due: { at: number; order: number; name?: string; run: () => void }[] = [];
  #order = 0;
  readonly #inbox: Input[] = [];
  #busy = false;

  constructor(handler: Handler, options: RigOptions = {}) {
    this.handler = handler;
    this.#options = options;
    this.call = newCall({
      transactionId: 'transaction',
      applicationId: 'application',
      functionArn: 'function',
      ...(options.outbound ? {} : { ruleId: 'rule' }),
      account: '000000000000',
      region: 'us-east-1',
      invocationLimit: options.invocationLimit ?? 1000,
      ...(options.arguments ? { arguments: options.arguments } : {}),
      from: '+15550000001',
      to: '+18005550100',
      direction: options.outbound ? 'Outbound' : 'Inbound',
      headers: options.headers ?? {},
      newId: () => `id-${++this.#ids}`,
      now: () => this.now,
      owns: (number) => options.numbers?.includes(number) === true,
    });
  }

  start(): this {
    return this.hear({ kind: 'start' });
  }

  hear(input: Input): this {
    this.#inbox.push(input);
    if (this.#busy) return this;
    this.#busy = true;
    for (let next = this.#inbox.shift(); next; next = this.#inbox.shift())
      for (const effect of advance(this.call, next)) this.#perform(effect);
    this.#busy = false;
    return this;
  }

  press(keys: string, on: ParticipantTag = 'LEG-A'): this {
    for (const digit of keys) this.hear({ kind: 'digit', on, digit: digit as '1' });
    return this;
  }

  /** Ends the playback that runs. */
  finishPlaying(end: 'finished' | 'unreadable' | 'invalid' | 'terminated' = 'finished'): this {
    return this.hear({ kind: 'played', playId: this.call.playing ?? 'none', end });
  }

  update(given: Record<string, string> = { ring: '1' }): this {
    return this.hear({ kind: 'update', arguments: given });
  }

  /** Lets the time pass, with everything that falls due. */
  pass(ms: number): this {
    const until = this.now + ms;
    for (;;) {
      const next = this.#due.filter((one) => one.at <= until).sort((a, b) => a.at - b.at || a.order - b.order)[0];
      if (!next) break;
      this.#due = this.#due.filter((one) => one !== next);
      this.now = next.at;
      next.run();
    }
    this.now = until;
    return this;
  }

  told(): EventType[] {
    return this.events.map((event) => event.InvocationEventType);
  }

  last(): TelephonyEvent {
    const event = this.events.at(-1);
    if (!event) throw new Error('no event was sent');
    return event;
  }

  wanted<K extends Effect['kind']>(kind: K): (Effect & { kind: K })[] {
    return this.done.filter((effect): effect is Effect & { kind: K } => effect.kind === kind);
  }

  /** Keys of what was played. */
  heard(): string[] {
    return this.wanted('play').map(({ sound }) =>
      sound.kind === 'object' ? sound.key : sound.kind === 'speech' ? sound.text : 'ringback',
    );
  }

  #after(ms: number, run: () => void, name?: string): void {
    this.#due.push({ at: this.now + ms, order: ++this.#order, run, ...(name === undefined ? {} : { name }) });
  }

  #perform(effect: Effect): void {
    this.done.push(effect);
    const { playMs, tokens = ['token'], unknownAttendees = [], lateAck, saves, callee, bot = botReady } = this.#options;
    if (effect.kind === 'invoke') this.#invoke(effect.sequence, effect.event);
    if (effect.kind === 'answer' && !lateAck) this.hear({ kind: 'answered' });
    if (effect.kind === 'start-timer') this.#after(effect.ms, () => this.hear({ kind: 'timer', name: effect.name }), effect.name);
    if (effect.kind === 'stop-timer') this.#due = this.#due.filter((one) => one.name !== effect.name);
    if (effect.kind === 'call' && callee === 'answers') this.hear({ kind: 'callee-answered' });
    if (effect.kind === 'call' && callee === 'refuses') this.hear({ kind: 'callee-ended', code: 486 });
    if (effect.kind === 'save-recording' && saves) this.hear({ kind: 'saved', recordingId: effect.recordingId, saved: saves });
    if (effect.kind === 'begin-bot') this.hear({ kind: 'bot', conversationId: effect.conversationId, answer: bot });
    if (effect.kind === 'join') this.hear({ kind: 'joined', ...(tokens.includes(effect.joinToken) ? { attendeeId: 'attendee' } : {}) });
    if (effect.kind === 'mute') this.hear({ kind: 'muted', unknown: effect.attendeeIds.filter((id) => unknownAttendees.includes(id)) });
    if (effect.kind === 'play' && playMs !== undefined) {
      this.#after(playMs, () => this.hear({ kind: 'played', playId: effect.playId, end: 'finished' }));
    }
  }

  #invoke(sequence: number, event: TelephonyEvent): void {
    this.events.push(structuredClone(event));
    const given = this.handler(event);
    if (given === 'silence') return;
    const outcome: Invocation =
      given === 'error' ? { kind: 'refused', status: 400, message: 'it failed' } : { kind: 'answer', payload: given };
    const { answerMs } = this.#options;
    if (answerMs === undefined) this.hear({ kind: 'invoked', sequence, outcome });
    else this.#after(answerMs, () => this.hear({ kind: 'invoked', sequence, outcome }));
  }
}

/** A handler that answers each event type in turn; what it has no answer for gets an empty list. */
export function scripted(script: Partial<Record<EventType, (Answer | Handler)[]>>): Handler {
  const used = new Map<EventType, number>();
  return (event) => {
    const type = event.InvocationEventType;
    const index = used.get(type) ?? 0;
    used.set(type, index + 1);
    const given = script[type]?.[index];
    if (typeof given === 'function') return given(event);
    return given === undefined ? answer() : given;
  };
}

/** Whether an action may be interrupted, for models that do not want to know the table. */
export const interruptible = (type: string): boolean => definitionOf(type).interruptible;
