/** A leg over SIP that we place: one telephone, or several that ring together until the first one answers. */
import { systemClock } from '../calls/clock.ts';
import type { Media } from '../media/contract.ts';
import type { SipCall, SipCallListener, SipEnd, SipServer } from '../sip/contract.ts';
import { readSdp } from '../sip/sdp.ts';
import { deafListener } from './contract.ts';
import type { Dial, Leg } from './contract.ts';
import { watchPulse } from './pulse.ts';
import type { Pulse } from './pulse.ts';
import type { SipTarget } from './route.ts';
import { answerLater, Audio, codeOf, type Line } from './sip-audio.ts';

type Called = Parameters<Dial>[0];

/** How calls are placed to given targets. The leg comes back at once; what becomes of it is told. */
export type DialTargets = (called: Called, targets: readonly SipTarget[]) => Leg;

/** Places calls by this SIP server. */
export function dialBySip(sip: Pick<SipServer, 'dial'>, media: Media, clock = systemClock): DialTargets {
  return (called, targets) => {
    const audio = new Audio(media);
    const fork = new Fork(audio, (target, listener, sdp) =>
      sip.dial({ ...target, sdp, headers: { ...called.headers, ...target.headers }, listener }),
    );
    const pulse = watchPulse({ clock, probe: () => fork.probe(), gone: () => fork.giveUp(480) });
    fork.pulse = pulse;
    const leg: Leg = {
      direction: 'outbound',
      from: called.from,
      to: called.to,
      headers: called.headers,
      lineId: audio.lineId,
      listener: deafListener,
      ring: () => undefined,
      answer: () => undefined,
      reject: () => undefined,
      hangUp: () => fork.hangUp(),
      flowing: (flows) => pulse.flowing(flows),
    };
    fork.leg = leg;
    audio.line.then((line) => fork.ring(targets, line)).catch(() => fork.giveUp(503));
    return leg;
  };
}

type Place = (target: SipTarget, listener: SipCallListener, sdp: string) => SipCall;

/** The calls of one leg. The first telephone that answers has it, the others stop to ring. */
class Fork {
  leg: Pick<Leg, 'listener'> = { listener: deafListener };
  pulse: Pulse | undefined;
  readonly #audio: Audio;
  readonly #place: Place;
  readonly #branches = new Map<number, SipCall>();
  /** How the branches that are over ended. */
  readonly #codes: number[] = [];
  #expected = 0;
  #answered: number | undefined;
  #rang = false;
  #over = false;

  constructor(audio: Audio, place: Place) {
    this.#audio = audio;
    this.#place = place;
  }

  ring(targets: readonly SipTarget[], line: Line): void {
    const sdp = this.#audio.offer(line);
    this.#expected = targets.length;
    for (const [at, target] of targets.entries()) {
      if (!this.#over) this.#branches.set(at, this.#place(target, this.#listen(at), sdp));
    }
  }

  hangUp(): void {
    this.#over = true;
    this.pulse?.end();
    for (const call of this.#branches.values()) call.hangUp();
  }

  giveUp(code: number): void {
    if (this.#over) return;
    this.hangUp();
    this.leg.listener.ended(code);
  }

  async probe(): Promise<boolean> {
    return (await this.#branches.get(this.#answered ?? -1)?.probe()) ?? false;
  }

  #listen(at: number): SipCallListener {
    return {
      ringing: () => {
        if (this.#rang || this.#over) return;
        this.#rang = true;
        this.leg.listener.ringing();
      },
      answered: (sdp) => this.#take(at, sdp ?? ''),
      offered: (sdp) => answerLater(this.#audio, sdp),
      ended: (end) => this.#ended(at, end),
    };
  }

  #take(at: number, sdp: string): void {
    const call = this.#branches.get(at);
    // It answered in the moment in which another one did, or in which we hung up.
    if (this.#over || this.#answered !== undefined) return call?.hangUp();
    const remote = readSdp(sdp);
    if (!remote) {
      call?.hangUp();
      return this.#failed(488);
    }
    this.#answered = at;
    for (const [other, ringing] of this.#branches) if (other !== at) ringing.hangUp();
    this.#audio.connect(remote);
    this.pulse?.begin();
    this.leg.listener.answered();
  }

  #ended(at: number, end: SipEnd): void {
    const code = codeOf(end);
    if (this.#over || code === undefined) return;
    if (this.#answered === at) this.giveUp(code);
    else if (this.#answered === undefined) this.#failed(code);
  }

  /** Who declines with 6xx does so for all telephones (RFC 3261, section 21.6). */
  #failed(code: number): void {
    this.#codes.push(code);
    if (code >= 600 || this.#codes.length === this.#expected) this.giveUp(outcomeOf(this.#codes));
  }
}

/** The one answer that several telephones gave together: declined before busy before the first. Redirections aren't followed: 480. */
export function outcomeOf(codes: readonly number[]): number {
  const code = codes.find((one) => one >= 600) ?? codes.find((one) => one === 486) ?? codes[0] ?? 480;
  return code >= 300 && code < 400 ? 480 : code;
}
