/** A telephone of our own: SIP in code, over real UDP, that calls or is called, presses keys, speaks and listens. */
import { randomInt } from 'node:crypto';
import { MediaClock } from '../gateway/media/clock.ts';
import { frameSamples, sampleRate, tickMs } from '../gateway/media/frames.ts';
import { resample, resampledLength } from '../shared/telephony/resample.ts';
import { PortRange, RtpPort } from '../gateway/media/rtp-port.ts';
import { readWav } from '../gateway/media/wav.ts';
import type { SipCall, SipEnd } from '../gateway/sip/contract.ts';
import { answerDirection, readSdp, writeSdp, type Sdp } from '../gateway/sip/sdp.ts';
import { startSip } from '../gateway/sip/server.ts';
import { Hearing, type Heard } from './hearing.ts';

export interface CallPlan {
  /** Number to dial. */
  to: string;
  /** The caller's number; `anonymous` withholds it. */
  from: string;
  /** `host:port` of the SIP server, with or without `sip:`. */
  sip: string;
  /** WAV that the caller says from the answer on, again and again. */
  say?: Uint8Array;
  /** Address of this machine that calls are made from. */
  host?: string;
  /** Told of each 20 ms that the caller hears, as they come out of the telephone. The frame is not to be kept. */
  heard?: (frame: Int16Array) => void;
}

export interface PlacedCall {
  /** Resolves when the other side answers; false when the call ended before. */
  readonly answered: Promise<boolean>;
  readonly ended: Promise<SipEnd>;
  /** Keys pressed so far. */
  readonly pressed: string;
  /** Keys that the other side sent so far, as events (RFC 4733). */
  readonly keysHeard: string;
  /** Presses keys one after the other (RFC 4733). */
  press(digits: string): void;
  /** The impression of the last second. */
  hears(): Heard;
  hearsTone(hz: number, share?: number): boolean;
  /**
   * Waits until `test` holds, asked five times a second and more. Resolves with the milliseconds that it took.
   * Rejects with `what` when it takes longer than `withinMs`, or when the call ends first.
   */
  until(what: string, test: (call: PlacedCall) => boolean, withinMs: number): Promise<number>;
  /** Says a WAV from its beginning, again and again; undefined: falls silent. Throws when it can't be read. */
  say(wav: Uint8Array | undefined): void;
  /** All samples heard so far, 8 kHz. */
  recording(): Int16Array;
  hangUp(): Promise<void>;
}

/** Places a call. Rejects when the SIP address can't be reached as such; a refused call shows in `answered` and `ended`. */
export async function placeCall(plan: CallPlan): Promise<PlacedCall> {
  const host = plan.host ?? '127.0.0.1';
  const sip = await startSip({ host, port: 0, name: 'Linehall caller' });
  const telephone = await openTelephone(host, sip.close.bind(sip), plan.heard);
  telephone.say(plan.say);
  const uri = `sip:${plan.to}@${plan.sip.replace(/^sips?:(?:[^@]*@)?/, '')}`;
  telephone.dial((listener, sdp) => sip.dial({ uri, from: plan.from, sdp, listener }));
  return telephone;
}

/** A call that rings here. */
export interface RingingCall {
  /** Who calls; undefined when they withhold it. */
  readonly from: string | undefined;
  readonly to: string;
  /** Resolves when the caller gives up, or after the refusal. */
  readonly ended: Promise<SipEnd>;
  /** Picks up, and says a WAV again and again. */
  answer(say?: Uint8Array): PlacedCall;
  /** Refuses with a SIP status: 486 is busy. */
  refuse(status: number): void;
}

/** Lets a call that has come in ring. The audio's port is open before anybody can pick up. */
export async function takeCall(call: SipCall, host = '127.0.0.1'): Promise<RingingCall> {
  const telephone = await openTelephone(host, async () => undefined);
  telephone.ring(call);
  return {
    from: call.from,
    to: call.to,
    ended: telephone.ended,
    answer: (say) => {
      telephone.say(say);
      telephone.pickUp(call);
      return telephone;
    },
    refuse: (status) => telephone.refuse(call, status),
  };
}

async function openTelephone(host: string, closeSip: () => Promise<void>, heard?: CallPlan['heard']): Promise<Telephone> {
  const socket = await new PortRange({ host, portFrom: 0, portTo: 0 }).open();
  const told: Heeded = { digit: () => undefined, flowing: () => undefined };
  return new Telephone(new RtpPort(socket, { digit: (key) => told.digit(key), flowing: () => undefined }), closeSip, { host, heard, told });
}

/** What a telephone's port tells of: a key that the other side sent. */
type Heeded = ConstructorParameters<typeof RtpPort>[1];
const settleMs = 40;

class Telephone implements PlacedCall {
  readonly answered: Promise<boolean>;
  readonly ended: Promise<SipEnd>;
  pressed = '';
  keysHeard = '';
  readonly #port: RtpPort;
  readonly #host: string;
  readonly #closeSip: () => Promise<void>;
  readonly #clock: MediaClock;
  readonly #hearing = new Hearing();
  readonly #frame = new Int16Array(frameSamples);
  readonly #sessionId = randomInt(2 ** 40);
  #version = 0;
  readonly #heard: Int16Array[] = [];
  readonly #told: (frame: Int16Array) => void;
  #says: Int16Array = new Int16Array();
  #saidTo = 0;
  #call: SipCall | undefined;
  #connected = false;
  #over = false;
  #answer: (answered: boolean) => void = () => undefined;
  #end: (end: SipEnd) => void = () => undefined;

  constructor(
    port: RtpPort,
    closeSip: () => Promise<void>,
    { host, heard, told }: { host: string; heard: CallPlan['heard']; told: Heeded },
  ) {
    this.#port = port;
    told.digit = (key) => (this.keysHeard += key);
    this.#closeSip = closeSip;
    this.#host = host;
    this.#told = heard ?? (() => undefined);
    this.answered = new Promise((resolve) => (this.#answer = resolve));
    this.ended = new Promise((resolve) => (this.#end = resolve));
    this.#clock = new MediaClock(() => this.#tick());
  }

  dial(place: (listener: SipCall['listener'], sdp: string) => SipCall): void {
    const listener: SipCall['listener'] = {
      answered: (sdp) => this.#wasAnswered(readSdp(sdp ?? '')),
      offered: (sdp) => this.#wasOffered(sdp),
      ended: (end) => this.#wasEnded(end),
    };
    this.#call = place(listener, this.#describe());
  }

  ring(call: SipCall): void {
    this.#call = call;
    call.listener = { offered: (sdp) => this.#wasOffered(sdp), ended: (end) => this.#wasEnded(end) };
    call.ring();
  }
  pickUp(call: SipCall): void {
    call.answer(this.#wasOffered(call.remoteSdp));
    this.#answer(true);
  }
  refuse(call: SipCall, status: number): void {
    call.reject(status);
    this.#wasEnded({ by: 'us' });
  }

  press(digits: string): void {
    this.pressed += digits;
    this.#port.sendDigits(digits, 100);
  }
  hears(): Heard {
    return this.#hearing.heard;
  }
  hearsTone(hz: number, share?: number): boolean {
    return this.#hearing.hearsTone(hz, share);
  }

  async until(what: string, test: (call: PlacedCall) => boolean, withinMs: number): Promise<number> {
    const began = performance.now();
    for (;;) {
      const tookMs = performance.now() - began;
      if (test(this)) return tookMs;
      if (this.#over) throw new Error(`the call ended before this: ${what}`);
      if (tookMs > withinMs) throw new Error(`not within ${withinMs} ms: ${what} (hears ${this.hears().kind})`);
      await new Promise((resolve) => setTimeout(resolve, 3 * tickMs));
    }
  }

  say(wav: Uint8Array | undefined): void {
    this.#saidTo = 0;
    this.#says = wav ? samplesOf(wav) : new Int16Array();
  }

  recording(): Int16Array {
    const all = new Int16Array(this.#heard.length * frameSamples);
    this.#heard.forEach((frame, i) => all.set(frame, i * frameSamples));
    return all;
  }

  async hangUp(): Promise<void> {
    this.#call?.hangUp();
    await this.ended;
    await this.#close();
  }

  #describe(answering?: { offer: string; remote: Sdp }): string {
    const session = { host: this.#host, port: this.#port.address.port, sessionId: this.#sessionId, version: ++this.#version };
    if (!answering) return writeSdp({ ...session, direction: 'sendrecv' });
    const { offer, remote } = answering;
    const digits = remote.digitsPayloadType === undefined ? {} : { digitsPayloadType: remote.digitsPayloadType };
    return writeSdp({ ...session, ...digits, codec: remote.codec, direction: answerDirection(remote.direction), offer });
  }

  #connect(remote: Sdp): void {
    this.#connected = true;
    this.#port.connect({ ...remote, direction: answerDirection(remote.direction) });
  }

  #wasAnswered(remote: Sdp | undefined): void {
    if (!remote) return this.#call?.hangUp();
    this.#connect(remote);
    this.#answer(true);
  }

  #wasOffered(offer: string): string {
    const remote = readSdp(offer);
    if (!remote) throw new Error('the offer holds no audio that we speak');
    this.#connect(remote);
    return this.#describe({ offer, remote });
  }

  #wasEnded(end: SipEnd): void {
    this.#over = true;
    this.#answer(false);
    this.#end(end);
    // What is still in the jitter buffer is heard out.
    setTimeout(() => void this.#close(), settleMs);
  }

  async #close(): Promise<void> {
    this.#over = true;
    this.#clock.close();
    this.#port.close();
    await this.#closeSip();
  }

  #tick(): void {
    if (!this.#connected) return;
    this.#port.read(this.#frame);
    this.#hearing.hear(this.#frame);
    this.#told(this.#frame);
    this.#heard.push(this.#frame.slice());
    for (let i = 0; i < frameSamples; i++) {
      this.#frame[i] = this.#says[this.#saidTo] ?? 0;
      this.#saidTo = this.#says.length === 0 ? 0 : (this.#saidTo + 1) % this.#says.length;
    }
    this.#port.write(this.#frame);
  }
}

/** Samples of a WAV at 8 kHz, one channel. Throws when it can't be read. */
function samplesOf(bytes: Uint8Array): Int16Array {
  const reading = readWav(bytes);
  if (!reading.ok) throw new Error(reading.why);
  const { rate, channels, samples } = reading.wav;
  const mono = channels === 1 ? samples : samples.filter((_sample, i) => i % 2 === 0);
  const length = resampledLength(mono.length, rate);
  const at8k = new Int16Array(length);
  resample(mono, rate, at8k, 0, length);
  return at8k;
}

/** A WAV file of samples at 8 kHz. */
export function wavOf(samples: Int16Array): Uint8Array {
  const file = new DataView(new ArrayBuffer(44 + 2 * samples.length));
  const tag = (at: number, text: string): void => [...text].forEach((letter, i) => file.setUint8(at + i, letter.charCodeAt(0)));
  tag(0, 'RIFF');
  file.setUint32(4, 36 + 2 * samples.length, true);
  tag(8, 'WAVEfmt ');
  file.setUint32(16, 16, true);
  file.setUint16(20, 1, true);
  file.setUint16(22, 1, true);
  file.setUint32(24, sampleRate, true);
  file.setUint32(28, 2 * sampleRate, true);
  file.setUint16(32, 2, true);
  file.setUint16(34, 16, true);
  tag(36, 'data');
  file.setUint32(40, 2 * samples.length, true);
  samples.forEach((sample, i) => file.setInt16(44 + 2 * i, sample, true));
  return new Uint8Array(file.buffer);
}
