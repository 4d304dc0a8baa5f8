import { randomBytes } from 'node:crypto';
import { MediaStreamTrack, RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, RtpPacket } from 'werift';
import type { Digit } from './contract.ts';
import { addKeyTone } from './dtmf.ts';
import { frameSamples, type Port } from './frames.ts';
import { g711 } from '../../shared/telephony/g711.ts';
import { Reception } from './reception.ts';
import { DigitSender } from './telephone-event.ts';

export interface PeerListener {
  up(): void;
  /** ICE consent expired (RFC 7675), DTLS or ICE failed: the browser is gone for good. */
  lost(why: string): void;
  digit(digit: Digit): void;
  flowing(flowing: boolean): void;
}

const pcmu = () => new RTCRtpCodecParameters({ mimeType: 'audio/PCMU', clockRate: 8000, channels: 1, payloadType: 0 });
const withoutCandidates = (sdp: string): string =>
  sdp
    .split(/\r?\n/)
    .filter((line) => !line.startsWith('a=candidate:') && line !== 'a=end-of-candidates')
    .join('\r\n');

/** One browser's audio by WebRTC: G.711 µ-law, which each browser must speak (RFC 7874), so that nothing is transcoded. */
export class PeerPort implements Port {
  readonly #connection: RTCPeerConnection;
  readonly #track = new MediaStreamTrack({ kind: 'audio' });
  readonly #reception: Reception;
  readonly #listener: PeerListener;
  readonly #digits = new DigitSender();
  readonly #ssrc = randomBytes(4).readUInt32BE();
  #sequence = randomBytes(2).readUInt16BE();
  #timestamp = randomBytes(4).readUInt32BE();
  #marker = true;
  #up = false;
  #closed = false;
  #sent = 0;

  /** `host` is the address to bind, `publicHost` the one announced as the only candidate. */
  constructor(address: { host: string; publicHost?: string }, listener: PeerListener) {
    this.#listener = listener;
    this.#reception = new Reception(listener);
    this.#connection = new RTCPeerConnection({
      iceServers: [],
      iceUseIpv4: false,
      iceUseIpv6: false,
      iceAdditionalHostAddresses: [address.publicHost ?? address.host],
      // Otherwise the socket would be bound on all interfaces, whatever is announced.
      iceInterfaceAddresses: { udp4: address.host },
      bundlePolicy: 'max-bundle',
      codecs: { audio: [pcmu()], video: [new RTCRtpCodecParameters({ mimeType: 'video/VP8', clockRate: 90000 })] },
    });
    this.#connection.connectionStateChange.subscribe((state) => this.#changed(state));
    this.#connection.onTrack.subscribe((track) => {
      if (track.kind !== 'audio') return;
      track.onReceiveRtp.subscribe(({ header, payload }) => this.#receive(header, payload));
    });
  }

  /**
   * The complete answer to an offer (no candidates follow). The browser's candidates are left out: their names are often private
   * (mDNS), and its first packet tells where it is. Throws when the offer can't be read.
   */
  async answer(offer: string): Promise<string> {
    await this.#connection.setRemoteDescription({ type: 'offer', sdp: withoutCandidates(offer) });
    const audio = this.#connection.getTransceivers().find((transceiver) => transceiver.kind === 'audio');
    if (!audio) throw new Error('the offer has no audio');
    if (audio.sender.track !== this.#track) await audio.sender.replaceTrack(this.#track);
    audio.setDirection('sendrecv');
    await this.#connection.setLocalDescription(await this.#connection.createAnswer());
    const answer = this.#connection.localDescription?.sdp;
    if (!answer) throw new Error('no answer to the offer');
    return answer;
  }

  /** Browsers take no named events from us: keys are tones. */
  sendDigits(digits: string, toneMs: number): void {
    this.#digits.queue(digits, toneMs);
  }

  pressed(digit: Digit): void {
    this.#listener.digit(digit);
  }

  read(into: Int16Array): boolean {
    return this.#reception.read(into);
  }

  write(frame: Int16Array): void {
    const key = this.#digits.next();
    if (!this.#up || this.#closed) return;
    if (key) addKeyTone(frame, key);
    const payload = Buffer.allocUnsafe(frameSamples);
    const { compress } = g711.PCMU;
    for (let i = 0; i < frameSamples; i++) payload[i] = compress[frame[i]! & 0xffff]!;
    const header = new RtpHeader({
      payloadType: 0,
      sequenceNumber: this.#sequence,
      timestamp: this.#timestamp,
      marker: this.#marker,
      ssrc: this.#ssrc,
    });
    this.#marker = false;
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.#timestamp = (this.#timestamp + frameSamples) >>> 0;
    this.#sent++;
    this.#track.writeRtp(new RtpPacket(header, payload));
  }

  stats() {
    return { ...this.#reception.stats(), packetsOut: this.#sent };
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#connection.close();
  }

  #changed(state: string): void {
    if (this.#closed) return;
    if (state === 'connected' && !this.#up) {
      this.#up = true;
      this.#listener.up();
    }
    if (state === 'failed' || state === 'closed' || state === 'disconnected') this.#listener.lost(`the browser's connection is ${state}`);
  }

  #receive(header: RtpHeader, payload: Buffer): void {
    if (header.payloadType !== 0) return;
    const { payloadType, marker, sequenceNumber: sequence, timestamp, ssrc } = header;
    this.#reception.take({ payloadType, marker, sequence, timestamp, ssrc, payload }, true);
  }
}
