/** LEG-A over SIP: the dialog, and the session descriptions that connect its line. */
import { randomUUID } from 'node:crypto';
import { systemClock } from '../calls/clock.ts';
import type { Media } from '../media/contract.ts';
import type { SipCall, SipCallListener, SipEnd, SipServer } from '../sip/contract.ts';
import { answerDirection, readSdp, writeSdp } from '../sip/sdp.ts';
import type { Sdp } from '../sip/sdp.ts';
import { deafListener } from './contract.ts';
import type { Dial, Leg, LegListener } from './contract.ts';
import { watchPulse } from './pulse.ts';
import type { Pulse } from './pulse.ts';

interface Line {
  host: string;
  port: number;
}

/** What SIP and sound of one leg have in common, in both directions. */
class Audio {
  readonly lineId = randomUUID();
  readonly #media: Media;
  readonly #sessionId = Math.floor(Math.random() * 2 ** 40);
  #version = 0;
  readonly line: Promise<Line>;

  constructor(media: Media) {
    this.#media = media;
    this.line = media.openLine(this.lineId);
  }

  /** Our offer of everything that we speak. */
  offer(line: Line): string {
    return writeSdp({ ...line, direction: 'sendrecv', sessionId: this.#sessionId, version: this.#nextVersion() });
  }

  /** Takes an offer and answers it; undefined when it holds no audio that we speak. */
  answer(line: Line, offer: string): string | undefined {
    const remote = readSdp(offer);
    if (!remote) return undefined;
    this.connect(remote);
    return writeSdp({
      ...line,
      codec: remote.codec,
      ...(remote.digitsPayloadType === undefined ? {} : { digitsPayloadType: remote.digitsPayloadType }),
      direction: answerDirection(remote.direction),
      sessionId: this.#sessionId,
      version: this.#nextVersion(),
      offer,
    });
  }

  connect(remote: Sdp): void {
    this.#media.connectLine(this.lineId, { ...remote, direction: answerDirection(remote.direction) });
  }

  #nextVersion(): number {
    return ++this.#version;
  }
}

/** The end of a SIP call as HANGUP tells it; undefined when it was ours. */
function codeOf(end: SipEnd): number | undefined {
  if (end.by === 'us') return undefined;
  return end.by === 'far' ? (end.status ?? 0) : 480;
}

/** Answers of RFC 3264 for later offers, and the events that both directions share. */
function listenTo(audio: Audio, leg: { listener: LegListener }, pulse: Pulse): Pick<SipCallListener, 'offered' | 'ended'> {
  return {
    offered: async (sdp) => {
      const answer = audio.answer(await audio.line, sdp);
      if (answer === undefined) throw new Error('the offer holds no audio that we speak');
      return answer;
    },
    ended: (end) => {
      pulse.end();
      const code = codeOf(end);
      if (code !== undefined) leg.listener.ended(code);
    },
  };
}

/** A SIP call that came in. Its RTP socket is opened at once, so that an answer need not wait for it. */
export function inboundSipLeg(call: SipCall, media: Media, clock = systemClock): Leg {
  const audio = new Audio(media);
  const pulse = watchPulse({ clock, probe: () => call.probe(), gone: () => fail(480) });
  const leg: Leg = {
    direction: 'inbound',
    from: call.from,
    to: call.to,
    host: call.host,
    headers: call.headers,
    lineId: audio.lineId,
    listener: deafListener,
    ring: () => call.ring(),
    answer: () => void answer(),
    reject: (status) => call.reject(status),
    hangUp: (status) => call.hangUp(status),
    flowing: (flows) => pulse.flowing(flows),
  };
  const fail = (status: number): void => {
    call.hangUp(status);
    leg.listener.ended(status);
  };
  const answer = async (): Promise<void> => {
    const line = await audio.line;
    if (call.state === 'ended') return;
    const sdp = call.remoteSdp === '' ? audio.offer(line) : audio.answer(line, call.remoteSdp);
    if (sdp === undefined) fail(488);
    else call.answer(sdp);
  };
  audio.line.catch(() => fail(500));
  call.listener = {
    ...listenTo(audio, leg, pulse),
    answered: (sdp) => {
      const remote = sdp === undefined ? undefined : readSdp(sdp);
      if (sdp !== undefined && !remote) return fail(480);
      if (remote) audio.connect(remote);
      pulse.begin();
      leg.listener.answered();
    },
  };
  return leg;
}

/**
 * How outbound calls are placed: to `sip:<number>@<trunk>`. Without a trunk no number is in reach, and calls end with 404 as they do
 * for a number that nobody has.
 */
export function dialBySip(sip: Pick<SipServer, 'dial'>, media: Media, trunk: string | undefined, clock = systemClock): Dial {
  return ({ to, from, headers }) => {
    const audio = new Audio(media);
    let call: SipCall | undefined;
    let ended = false;
    const leg: Leg = {
      direction: 'outbound',
      from,
      to,
      headers,
      lineId: audio.lineId,
      listener: deafListener,
      ring: () => undefined,
      answer: () => undefined,
      reject: () => undefined,
      hangUp: () => {
        ended = true;
        call?.hangUp();
      },
      flowing: (flows) => pulse.flowing(flows),
    };
    const giveUp = (code: number): void => {
      call?.hangUp();
      fail(code);
    };
    const pulse = watchPulse({ clock, probe: async () => call?.probe() ?? false, gone: () => giveUp(480) });
    const fail = (code: number): void => {
      if (!ended) leg.listener.ended(code);
      ended = true;
    };
    const listener: SipCallListener = {
      ...listenTo(audio, leg, pulse),
      ringing: () => leg.listener.ringing(),
      answered: (sdp) => {
        const remote = readSdp(sdp ?? '');
        if (!remote) return giveUp(488);
        audio.connect(remote);
        pulse.begin();
        leg.listener.answered();
      },
    };
    const place = (line: Line): void => {
      if (ended) return;
      if (trunk === undefined) return fail(404);
      call = sip.dial({ uri: `sip:${to}@${trunk}`, from, sdp: audio.offer(line), headers: { ...headers }, listener });
    };
    audio.line.then(place).catch(() => fail(503));
    return leg;
  };
}
