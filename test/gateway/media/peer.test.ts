/** A browser's audio by WebRTC, with a peer that is no browser. */
import { EventEmitter, once } from 'node:events';
import { MediaStreamTrack, RTCPeerConnection, RTCRtpCodecParameters } from 'werift';
import { afterEach, expect, it } from 'vitest';
import type { Media, MediaEvent } from '../../../gateway/media/contract.ts';
import { startMedia } from '../../../gateway/media/media.ts';

let media: Media | undefined;
let connection: RTCPeerConnection | undefined;

afterEach(async () => {
  await connection?.close();
  await media?.close();
});

it('waits for a peer whose offer says that no more candidates follow', async () => {
  media = await startMedia({ host: '127.0.0.1', portFrom: 0, portTo: 0 });
  media.openRoom('r');
  const [events, heard] = [new EventEmitter(), [] as MediaEvent['type'][]];
  media.onEvent = (event) => {
    heard.push(event.type);
    events.emit(event.type, event);
  };
  connection = new RTCPeerConnection({
    iceServers: [],
    iceUseIpv4: false,
    iceUseIpv6: false,
    iceAdditionalHostAddresses: ['127.0.0.1'],
    iceInterfaceAddresses: { udp4: '127.0.0.1' },
    bundlePolicy: 'max-bundle',
    codecs: { audio: [new RTCRtpCodecParameters({ mimeType: 'audio/PCMU', clockRate: 8000, channels: 1, payloadType: 0 })] },
  });
  connection.addTransceiver(new MediaStreamTrack({ kind: 'audio' }), { direction: 'sendrecv' });
  await connection.setLocalDescription(await connection.createOffer());
  const offer = connection.localDescription?.sdp ?? '';
  expect(offer).toContain('a=end-of-candidates');
  const { answer } = await media.openPeer({ peerId: 'p', roomId: 'r', seatId: 's', offer });
  const up = once(events, 'peer-up');
  await connection.setRemoteDescription({ type: 'answer', sdp: answer });
  await up;
  expect(heard).not.toContain('peer-lost');
});
