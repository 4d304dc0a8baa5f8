/** An agent's seat in a meeting without a browser: the SDK's signalling protocol and a WebRTC peer that says a tone and listens. */
import { randomBytes } from 'node:crypto';
import { MediaStreamTrack, RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, RtpPacket } from 'werift';
import { WebSocket } from 'ws';
import {
  decodeFrame,
  encodeFrame,
  FrameType,
  StreamServiceType,
  type SignalFrame,
  type SignalFrameToSend,
} from '../../gateway/meetings/frames.ts';
import { frameSamples, tickMs } from '../../gateway/media/frames.ts';
import { g711 } from '../../shared/telephony/g711.ts';
import { Hearing } from '../hearing.ts';
import type { JoinInfo } from '../../shared/wire/api.ts';

export interface Seat {
  hearsTone(hz: number, share?: number): boolean;
  leave(): Promise<void>;
}

const pcmu = () => new RTCRtpCodecParameters({ mimeType: 'audio/PCMU', clockRate: 8000, channels: 1, payloadType: 0 });

/** µ-law frames of a tone, endless; gated like test tones for browsers are not, since nothing here suppresses noise. */
function toneOf(hz: number): () => Buffer {
  let at = 0;
  return () => {
    const payload = Buffer.alloc(frameSamples);
    for (let i = 0; i < frameSamples; i++, at++)
      payload[i] = g711.PCMU.compress[Math.round(8000 * Math.sin((2 * Math.PI * hz * at) / 8000)) & 0xffff] ?? 0xff;
    return payload;
  };
}

async function frameOf(socket: WebSocket, type: SignalFrame['type']): Promise<SignalFrame> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no signalling frame ${type} within 10 s`)), 10_000);
    const look = (message: Buffer): void => {
      const frame = decodeFrame(message);
      if (frame?.type !== type) return;
      clearTimeout(timer);
      socket.off('message', look);
      resolve(frame);
    };
    socket.on('message', look);
  });
}

/** What a seat says: µ-law frames of 20 ms, asked for one by one. */
export type Voice = () => Buffer;

/**
 * Joins with the join info of the API, and says a tone of so many hertz or what a voice gives. `heard` is told of each packet's samples.
 * Resolves when audio runs. Rejects when the meeting does not answer within 10 s.
 */
export async function takeSeat(join: JoinInfo, voice: number | Voice, heard: (frame: Int16Array) => void = () => undefined): Promise<Seat> {
  const placement = join.meeting['MediaPlacement'] as { SignalingUrl: string };
  const socket = new WebSocket(placement.SignalingUrl, ['_aws_wt_session', join.attendee.JoinToken]);
  await new Promise<void>((resolve, reject) => socket.once('open', () => resolve()).once('error', reject));
  const send = (frame: SignalFrameToSend): void => socket.send(encodeFrame(frame, Date.now()));

  const acknowledged = frameOf(socket, FrameType.JOIN_ACK);
  send({ type: FrameType.JOIN, join: { protocolVersion: 2, maxNumOfVideos: 8, flags: 0 } });
  await acknowledged;

  const hearing = new Hearing();
  const track = new MediaStreamTrack({ kind: 'audio' });
  const connection = new RTCPeerConnection({
    iceServers: [],
    iceUseIpv4: false,
    iceUseIpv6: false,
    iceAdditionalHostAddresses: ['127.0.0.1'],
    iceInterfaceAddresses: { udp4: '127.0.0.1' },
    bundlePolicy: 'max-bundle',
    codecs: { audio: [pcmu()] },
  });
  connection.addTransceiver(track, { direction: 'sendrecv' });
  connection.onTrack.subscribe((remote) => {
    remote.onReceiveRtp.subscribe(({ payload }) => {
      const frame = Int16Array.from(payload, (code) => g711.PCMU.expand[code] ?? 0);
      hearing.hear(frame);
      heard(frame);
    });
  });
  await connection.setLocalDescription(await connection.createOffer());
  const answered = frameOf(socket, FrameType.SUBSCRIBE_ACK);
  send({
    type: FrameType.SUBSCRIBE,
    sub: {
      sendStreams: [],
      receiveStreamIds: [],
      sdpOffer: connection.localDescription?.sdp ?? '',
      duplex: StreamServiceType.RX,
      audioHost: 'local',
      audioMuted: false,
      audioCheckin: false,
    },
  });
  const sdp = (await answered).suback?.sdpAnswer ?? '';
  const connected = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no audio within 10 s')), 10_000);
    connection.connectionStateChange.subscribe((state) => {
      if (state !== 'connected') return;
      clearTimeout(timer);
      resolve();
    });
  });
  await connection.setRemoteDescription({ type: 'answer', sdp });
  await connected;

  const speak = typeof voice === 'number' ? toneOf(voice) : voice;
  const ssrc = randomBytes(4).readUInt32BE();
  let sequenceNumber = 0;
  const speaking = setInterval(() => {
    const header = new RtpHeader({
      payloadType: 0,
      sequenceNumber: ++sequenceNumber & 0xffff,
      timestamp: sequenceNumber * frameSamples,
      ssrc,
    });
    track.writeRtp(new RtpPacket(header, speak()));
  }, tickMs);
  return {
    hearsTone: (tone, share) => hearing.hearsTone(tone, share),
    async leave() {
      clearInterval(speaking);
      send({ type: FrameType.LEAVE });
      socket.close();
      await connection.close();
    },
  };
}
