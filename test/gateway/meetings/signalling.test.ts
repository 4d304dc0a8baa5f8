import fc from 'fast-check';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import {
  decodeFrame,
  encodeFrame,
  FrameType,
  PingPongType,
  type SignalFrame,
  type SignalFrameToSend,
} from '../../../gateway/meetings/frames.ts';
import { ingest, startMeetings } from '../../../gateway/meetings/meetings.ts';
import { until } from '../media/far-side.ts';
import { SilentMedia } from './silent-media.ts';

let media: SilentMedia;
let meetings: ReturnType<typeof startMeetings>;
let server: Server;
let url = '';
let meetingId = '';
beforeEach(async () => {
  media = new SilentMedia();
  meetings = startMeetings({
    media,
    publicUrl: () => url,
    account: '111122223333',
    region: 'us-east-1',
    meetingsQuota: 9,
    log: () => undefined,
    seatKeptMs: 60,
  });
  server = createServer((request, response) => {
    if (!ingest(request, response)) response.writeHead(404).end();
  });
  server.on('upgrade', (request, socket, head) => {
    if (!meetings.upgrade(request, socket, head)) socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  meetingId = (await ask('POST', '/meetings', { ClientRequestToken: 'one', MediaRegion: 'us-east-1', ExternalMeetingId: 'one' })).Meeting[
    'MeetingId'
  ]!;
});
afterEach(async () => {
  await meetings.close();
  server.closeAllConnections();
  server.close();
});

async function ask(method: string, path: string, body?: unknown) {
  const answer = await meetings.handle({ api: 'chime-sdk-meetings', method, path, query: {}, body });
  return answer.body as Record<'Meeting' | 'Attendee', Record<string, string>>;
}
const invite = async (name: string) => (await ask('POST', `/meetings/${meetingId}/attendees`, { ExternalUserId: name })).Attendee;

/** A client as the SDK is one, as far as frames go. */
class Client {
  readonly frames: SignalFrame[] = [];
  readonly socket: WebSocket;
  closed: number | undefined;

  constructor(joinToken: string, meeting = meetingId) {
    this.socket = new WebSocket(`${url.replace('http', 'ws')}/control/${meeting}?X-Chime-Control-Protocol-Version=3`, [
      '_aws_wt_session',
      joinToken,
    ]);
    this.socket.on('message', (message) => {
      const frame = decodeFrame(message as Buffer);
      if (frame) this.frames.push(frame);
    });
    this.socket.on('error', () => undefined);
    this.socket.on('close', (code) => (this.closed = code));
  }

  send(frame: SignalFrameToSend): void {
    this.socket.send(encodeFrame(frame, 1));
  }

  got(type: (typeof FrameType)[keyof typeof FrameType]): SignalFrame[] {
    return this.frames.filter((frame) => frame.type === type);
  }

  /** Everything up to audio: the peer is up when the media worker says so. */
  async join(): Promise<this> {
    if (this.socket.readyState !== WebSocket.OPEN) await once(this.socket, 'open');
    this.send({ type: FrameType.JOIN, join: { protocolVersion: 2, maxNumOfVideos: 8, flags: 0 } });
    this.send({ type: FrameType.SUBSCRIBE, sub: { sdpOffer: 'v=0', audioMuted: false, duplex: 1, receiveStreamIds: [], sendStreams: [] } });
    await until('the answer', () => this.got(FrameType.SUBSCRIBE_ACK).length > 0);
    media.tell({ type: 'peer-up', peerId: media.lastPeer });
    await until('the roster', () => this.roster().length > 0);
    return this;
  }

  roster() {
    return this.got(FrameType.AUDIO_STREAM_ID_INFO).flatMap((frame) => frame.audioStreamIdInfo?.streams ?? []);
  }

  status(): number | undefined {
    return this.got(FrameType.AUDIO_STATUS)[0]?.audioStatus?.audioStatus ?? undefined;
  }
}

test('a join is answered frame by frame, without relays', async () => {
  const anna = await invite('anna');
  const client = await new Client(anna['JoinToken']!).join();
  expect(client.socket.protocol).toBe('_aws_wt_session');
  expect(client.frames.slice(0, 4).map((frame) => frame.type)).toEqual([
    FrameType.JOIN_ACK,
    FrameType.INDEX,
    FrameType.SUBSCRIBE_ACK,
    FrameType.AUDIO_STREAM_ID_INFO,
  ]);
  expect(client.frames[0]?.joinack?.turnCredentials?.uris).toEqual([]);
  expect(client.frames[2]?.suback?.sdpAnswer).toBe('v=0 answer');
  expect(client.roster()).toMatchObject([{ audioStreamId: 1, externalUserId: 'anna', attendeeId: anna['AttendeeId'] }]);
  client.send({ type: FrameType.PING_PONG, pingPong: { type: PingPongType.PING, pingId: 42 } });
  await until('the pong', () =>
    client.got(FrameType.PING_PONG).some(({ pingPong }) => pingPong?.type === PingPongType.PONG && pingPong.pingId === 42),
  );
});

test('levels reach who is present, as attenuation', async () => {
  const anna = await invite('anna');
  const client = await new Client(anna['JoinToken']!).join();
  media.tell({
    type: 'levels',
    roomId: meetingId,
    seats: [
      { seatId: anna['AttendeeId']!, dbov: -30 },
      { seatId: 'nobody', dbov: 0 },
    ],
  });
  await until('levels', () => client.got(FrameType.AUDIO_METADATA).length > 0);
  expect(client.got(FrameType.AUDIO_METADATA)[0]?.audioMetadata?.attendeeStates).toMatchObject([
    { audioStreamId: 1, volume: 30, signalStrength: 2 },
  ]);
});

test('mute is told without the attendee, so that nobody is announced again', async () => {
  const [anna, bela] = [await invite('anna'), await invite('bela')];
  const first = await new Client(anna['JoinToken']!).join();
  const second = await new Client(bela['JoinToken']!).join();
  second.send({ type: FrameType.AUDIO_CONTROL, audioControl: { muted: true } });
  const muted = await until('mute', () => first.roster().find((entry) => entry.muted));
  expect([muted.audioStreamId, muted.attendeeId]).toEqual([2, '']);
  expect(media.seat(bela['AttendeeId']!).muted).toBe(true);
});

test('messages go to the others, with sender and time, when they are not too long', async () => {
  const [anna, bela] = [await invite('anna'), await invite('bela')];
  const first = await new Client(anna['JoinToken']!).join();
  const second = await new Client(bela['JoinToken']!).join();
  const say = (size: number) =>
    first.send({ type: FrameType.DATA_MESSAGE, dataMessage: { messages: [{ topic: 'chat', data: new Uint8Array(size), lifetimeMs: 5 }] } });
  say(2049);
  say(2048);
  await until('a message', () => second.got(FrameType.DATA_MESSAGE).length > 0);
  const [message] = second.got(FrameType.DATA_MESSAGE)[0]!.dataMessage!.messages!;
  expect(message).toMatchObject({ topic: 'chat', senderAttendeeId: anna['AttendeeId'], senderExternalUserId: 'anna' });
  expect(message!.data!.length).toBe(2048);
  expect(Number(message!.ingestTimeNs)).toBeGreaterThan(0);
  expect(first.got(FrameType.DATA_MESSAGE)).toEqual([]);
});

test('who is cut off and comes back in time was never away; who does not was dropped', async () => {
  const [anna, bela] = [await invite('anna'), await invite('bela')];
  const watcher = await new Client(anna['JoinToken']!).join();
  const first = await new Client(bela['JoinToken']!).join();
  await until('Bela', () => watcher.roster().some((entry) => entry.externalUserId === 'bela'));
  const peer = media.lastPeer;
  first.socket.terminate();
  const second = await new Client(bela['JoinToken']!).join();
  expect(media.said).toContain(`close peer ${peer}`);
  expect(watcher.roster().filter((entry) => entry.externalUserId === 'bela')).toHaveLength(1);
  expect(second.roster().find((entry) => entry.externalUserId === 'bela')?.audioStreamId).toBe(2);
  second.socket.terminate();
  const dropped = await until('the drop', () => watcher.roster().find((entry) => entry.dropped));
  expect(dropped.audioStreamId).toBe(2);
});

test('who leaves by a frame is gone at once, and not dropped', async () => {
  const [anna, bela] = [await invite('anna'), await invite('bela')];
  const watcher = await new Client(anna['JoinToken']!).join();
  const client = await new Client(bela['JoinToken']!).join();
  client.send({ type: FrameType.LEAVE, leave: {} });
  await until('the acknowledgement', () => client.got(FrameType.LEAVE_ACK).length === 1);
  const left = await until('the leaving', () => watcher.roster().find((entry) => entry.audioStreamId === 2 && !entry.attendeeId));
  expect(left.dropped).toBe(false);
});

test('joined elsewhere, removed and ended each have their status', async () => {
  const [anna, bela] = [await invite('anna'), await invite('bela')];
  const first = await new Client(anna['JoinToken']!).join();
  const second = await new Client(anna['JoinToken']!).join();
  await until('the first is told', () => first.status() === 301 && first.closed !== undefined);
  const third = await new Client(bela['JoinToken']!).join();
  await ask('DELETE', `/meetings/${meetingId}/attendees/${bela['AttendeeId']}`);
  await until('the third is told', () => third.status() === 411);
  await ask('DELETE', `/meetings/${meetingId}`);
  await until('the second is told', () => second.status() === 410 && second.closed === 4410);
});

test('a browser that joins with the token of a telephone takes its seat', async () => {
  const anna = await invite('anna');
  const gone: string[] = [];
  meetings.joinLine({ meetingId, joinToken: anna['JoinToken']!, lineId: 'l1', gone: (why) => void gone.push(why) });
  await new Client(anna['JoinToken']!).join();
  expect(gone).toEqual(['joined elsewhere']);
  expect(media.said).toContain(`leave ${anna['AttendeeId']}`);
});

test('a wrong token and an unknown meeting are told by close codes; other paths are not ours', async () => {
  const wrong = new Client('wrong');
  const nowhere = new Client('wrong', 'none');
  await until('both', () => wrong.closed === 4403 && nowhere.closed === 4410);
  const other = new WebSocket(`${url.replace('http', 'ws')}/phone`);
  const [error] = (await once(other, 'error')) as [Error];
  expect(error.message).toMatch(/hang up/);
});

test('a lost peer closes the socket, so that the client comes back', async () => {
  const anna = await invite('anna');
  const client = await new Client(anna['JoinToken']!).join();
  media.tell({ type: 'peer-lost', peerId: media.lastPeer, why: 'gone' });
  await until('the close', () => client.closed === 4500);
});

test('no message brings the server down', async () => {
  const anna = await invite('anna');
  for (const bytes of fc.sample(fc.uint8Array({ minLength: 1, maxLength: 80 }), { numRuns: 60, seed: 3 })) {
    const client = new Client(anna['JoinToken']!);
    await once(client.socket, 'open');
    client.socket.send(Buffer.concat([Buffer.of(5), bytes]));
    client.socket.send(bytes);
    client.socket.close();
  }
  await new Client(anna['JoinToken']!).join();
});

test("the client's reports are taken, across origins", async () => {
  const options = await fetch(`${url}/v1/client-events`, { method: 'OPTIONS' });
  expect(options.headers.get('access-control-allow-origin')).toBe('*');
  const post = await fetch(`${url}/v1/client-events`, { method: 'POST', body: '{}' });
  expect([post.status, post.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
  expect((await fetch(`${url}/other`)).status).toBe(404);
});
