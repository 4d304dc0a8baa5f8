import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { Media } from '../media/contract.ts';
import type { Attendee, Connection, Farewell } from './attendee.ts';
import {
  decodeFrame,
  encodeFrame,
  FrameType,
  PingPongType,
  type SignalFrame,
  type SignalFrameToSend,
  StreamServiceType,
} from './frames.ts';
import type { Meeting } from './meeting.ts';

/** Close codes and audio statuses that the client understands. */
const closeCode = { normal: 1000, badFrame: 4400, ended: 4410, failed: 4500 } as const;
const audioStatus: Record<Farewell, number> = { 'joined elsewhere': 301, 'meeting ended': 410, 'attendee deleted': 411 };
const mostDataBytes = 2048;

export interface SessionSettings {
  meeting: Meeting;
  attendee: Attendee;
  socket: WebSocket;
  media: Media;
  now: () => number;
  /** How long the seat of a browser that was cut off stays theirs. */
  seatKeptMs: number;
  log: (line: string) => void;
  closed: (session: Session) => void;
}

/** One signalling socket of one browser, and the peer that carries its audio. */
export class Session implements Connection {
  readonly kind = 'browser';
  readonly peerId = randomUUID();
  readonly #settings: SessionSettings;
  #joined = false;
  #peerOpen = false;
  #gone = false;
  #work: Promise<void> = Promise.resolve();

  constructor(settings: SessionSettings) {
    this.#settings = settings;
    const { socket, meeting, attendee } = settings;
    socket.on('message', (message) => this.#inOrder(() => this.#receive(message as Buffer)));
    socket.on('error', () => undefined);
    socket.on('close', () => this.#cut());
    meeting.connect(attendee, this);
  }

  send(frame: SignalFrameToSend): void {
    if (this.#joined) this.#send(frame);
  }

  end(why: Farewell): void {
    this.#leaveAudio();
    this.#send({ type: FrameType.AUDIO_STATUS, audioStatus: { audioStatus: audioStatus[why] } });
    this.#settings.socket.close(why === 'meeting ended' ? closeCode.ended : closeCode.normal, why);
  }

  peerUp(): void {
    if (!this.#gone) this.#settings.meeting.present(this.#settings.attendee);
  }

  /** Audio is lost: a new socket brings a new peer, and the client opens one when this one is closed. */
  peerLost(why: string): void {
    if (this.#gone) return;
    this.#settings.log(`a browser's audio is lost: ${why}`);
    this.#settings.socket.close(closeCode.failed, 'audio is lost');
  }

  /** Frames are answered in the order they came, though answering an offer takes a while. */
  #inOrder(work: () => void | Promise<void>): void {
    this.#work = this.#work.then(work).catch((error: unknown) => {
      this.#settings.log(`signalling failed: ${error instanceof Error ? error.message : String(error)}`);
      this.#settings.socket.close(closeCode.failed, 'internal error');
    });
  }

  #send(frame: SignalFrameToSend): void {
    const { socket, now } = this.#settings;
    if (socket.readyState === socket.OPEN) socket.send(encodeFrame(frame, now()));
  }

  async #receive(message: Buffer): Promise<void> {
    if (this.#gone) return;
    const frame = decodeFrame(message);
    if (!frame) {
      this.#settings.socket.close(closeCode.badFrame, 'not a signalling frame');
      return;
    }
    switch (frame.type) {
      case FrameType.PING_PONG:
        if (frame.pingPong?.type === PingPongType.PING)
          this.#send({ type: FrameType.PING_PONG, pingPong: { type: PingPongType.PONG, pingId: frame.pingPong.pingId } });
        return;
      case FrameType.JOIN:
        return this.#join();
      case FrameType.SUBSCRIBE:
        return this.#subscribe(frame);
      case FrameType.AUDIO_CONTROL:
        return this.#settings.meeting.setMuted(this.#settings.attendee, frame.audioControl?.muted === true);
      case FrameType.DATA_MESSAGE:
        return this.#relayData(frame);
      case FrameType.LEAVE:
        return this.#leave();
      default:
        // Measurements, and requests for video: nothing depends on an answer.
        return;
    }
  }

  #join(): void {
    this.#joined = true;
    const { meeting } = this.#settings;
    this.#send({
      type: FrameType.JOIN_ACK,
      joinack: {
        // No relays: with one the client would use nothing else.
        turnCredentials: { username: '', password: '', ttl: 0, uris: [] },
        videoSubscriptionLimit: 25,
        wantsCompressedSdp: false,
      },
    });
    this.#send({
      type: FrameType.INDEX,
      index: {
        atCapacity: false,
        pausedAtSourceIds: [],
        numParticipants: meeting.here().length,
        supportedReceiveCodecIntersection: [],
        sources: [],
      },
    });
  }

  async #subscribe(frame: SignalFrame): Promise<void> {
    const { media, meeting, attendee } = this.#settings;
    const offer = frame.sub?.sdpOffer;
    if (!offer) throw new Error('a subscription without an offer');
    if (!this.#peerOpen) attendee.muted = frame.sub?.audioMuted === true;
    this.#peerOpen = true;
    meeting.applySeat(attendee);
    const { answer } = await media.openPeer({ peerId: this.peerId, roomId: meeting.meetingId, seatId: attendee.attendeeId, offer });
    if (this.#gone) {
      await media.closePeer(this.peerId);
      return;
    }
    this.#send({
      type: FrameType.SUBSCRIBE_ACK,
      suback: { duplex: StreamServiceType.RX, allocations: [], tracks: [], sdpAnswer: answer },
    });
  }

  #relayData(frame: SignalFrame): void {
    const { meeting, attendee, now } = this.#settings;
    const messages = (frame.dataMessage?.messages ?? []).flatMap(({ topic, data, lifetimeMs }) =>
      !topic || !data || data.length > mostDataBytes
        ? []
        : [
            {
              topic,
              data,
              lifetimeMs: lifetimeMs ?? 0,
              senderAttendeeId: attendee.attendeeId,
              senderExternalUserId: attendee.externalUserId,
              // 0 would tell the sender that it was throttled.
              ingestTimeNs: now() * 1e6,
            },
          ],
    );
    if (messages.length > 0) meeting.relay({ type: FrameType.DATA_MESSAGE, dataMessage: { messages } }, attendee);
  }

  #leave(): void {
    this.#send({ type: FrameType.LEAVE_ACK, leaveAck: {} });
    const { meeting, attendee } = this.#settings;
    this.#leaveAudio();
    if (attendee.connection === this) meeting.absent(attendee, false);
  }

  /** The socket closed without a word: the seat is kept a while, so that others see no blink when the browser comes back. */
  #cut(): void {
    if (this.#gone) return;
    this.#leaveAudio();
    const { meeting, attendee, seatKeptMs } = this.#settings;
    setTimeout(() => {
      if (attendee.connection === this) meeting.absent(attendee, true);
    }, seatKeptMs).unref();
  }

  #leaveAudio(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#settings.closed(this);
    if (this.#peerOpen) this.#settings.media.closePeer(this.peerId).catch(() => undefined);
  }
}
