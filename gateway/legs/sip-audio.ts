/** What SIP and sound of one leg have in common, in both directions: its line, and the session descriptions that connect it. */
import { randomUUID } from 'node:crypto';
import type { Media } from '../media/contract.ts';
import type { SipEnd } from '../sip/contract.ts';
import { answerDirection, readSdp, writeSdp } from '../sip/sdp.ts';
import type { Sdp } from '../sip/sdp.ts';

/** Where a line's RTP socket is. */
export interface Line {
  host: string;
  port: number;
}

export class Audio {
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
export function codeOf(end: SipEnd): number | undefined {
  if (end.by === 'us') return undefined;
  return end.by === 'far' ? (end.status ?? 0) : 480;
}

/** Our answer to a later offer (RFC 3264). Rejects when it holds no audio that we speak. */
export async function answerLater(audio: Audio, offer: string): Promise<string> {
  const answer = audio.answer(await audio.line, offer);
  if (answer === undefined) throw new Error('the offer holds no audio that we speak');
  return answer;
}
