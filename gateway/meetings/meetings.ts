import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Media } from '../media/contract.ts';
import { answerMeetingsRequest } from './api.ts';
import type { Attendee, Connection } from './attendee.ts';
import type { Meetings } from './contract.ts';
import type { Meeting } from './meeting.ts';
import { Registry } from './registry.ts';
import { Session } from './session.ts';

export { ingest } from './ingest.ts';

export interface MeetingsSettings {
  media: Media;
  /** `http://host:port` under which browsers reach this gateway. */
  publicUrl: () => string;
  account: string;
  region: string;
  meetingsQuota: number;
  log: (line: string) => void;
  /** Milliseconds since 1970; tests decide it. */
  now?: () => number;
  /** How often meetings are looked at whose time may have come. */
  sweepMs?: number;
  seatKeptMs?: number;
}

const subprotocol = '_aws_wt_session';
const mostMessageBytes = 256 * 1024;
const closeCode = { refused: 4403, ended: 4410 } as const;

/** Starts meetings: their API, their signalling and their rooms. */
export function startMeetings(settings: MeetingsSettings): Meetings {
  const { media, log, now = Date.now } = settings;
  const registry = new Registry({ media, now, quota: settings.meetingsQuota });
  const sessions = new Map<string, Session>();
  const sockets = new WebSocketServer({ noServer: true, maxPayload: mostMessageBytes, handleProtocols: () => subprotocol });
  const sweeper = setInterval(() => registry.sweep(), settings.sweepMs ?? 1000);
  sweeper.unref();

  const deaf = media.listen((event) => {
    if (event.type === 'peer-up') sessions.get(event.peerId)?.peerUp();
    if (event.type === 'peer-lost') sessions.get(event.peerId)?.peerLost(event.why);
    if (event.type === 'levels') registry.get(event.roomId)?.tellLevels(event.seats);
  });

  const openSession = (meeting: Meeting, attendee: Attendee, socket: ConstructorParameters<typeof Session>[0]['socket']): void => {
    const closed = (session: Session) => void sessions.delete(session.peerId);
    const session = new Session({ meeting, attendee, socket, media, now, log, closed, seatKeptMs: settings.seatKeptMs ?? 5000 });
    sessions.set(session.peerId, session);
  };

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): boolean => {
    const meetingId = /^\/control\/([\w-]+)(?:\?|$)/.exec(request.url ?? '')?.[1];
    if (meetingId === undefined) return false;
    const [protocol, joinToken] = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((part) => part.trim());
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('error', () => undefined);
      const meeting = registry.get(meetingId);
      // The client reads close codes, not statuses of HTTP.
      if (!meeting) return client.close(closeCode.ended, 'meeting ended');
      const attendee = protocol === subprotocol ? meeting.byToken(joinToken ?? '') : undefined;
      if (!attendee) return client.close(closeCode.refused, 'join token is not valid');
      openSession(meeting, attendee, client);
    });
    return true;
  };

  return {
    handle: async (request) => answerMeetingsRequest({ registry, ...settings }, request),
    upgrade,
    joinLine: (join) => joinLine(registry, media, join),
    muteLines: (meetingId, attendeeIds, muted) => muteLines(registry.get(meetingId), attendeeIds, muted),
    list: () =>
      registry
        .all()
        .map((meeting) => ({ meetingId: meeting.meetingId, attendees: meeting.attendees.size, present: meeting.here().length })),
    close: async () => {
      clearInterval(sweeper);
      for (const meeting of registry.all()) registry.end(meeting);
      deaf();
      for (const client of sockets.clients) client.terminate();
      sockets.close();
    },
  };
}

function joinLine(registry: Registry, media: Media, join: Parameters<Meetings['joinLine']>[0]) {
  const { meetingId, joinToken, lineId } = join;
  const meeting = registry.get(meetingId);
  const attendee = meeting?.byToken(joinToken);
  if (!meeting || !attendee) return undefined;
  const connection: Connection = { kind: 'line', end: (why) => join.gone(why) };
  meeting.connect(attendee, connection);
  meeting.applySeat(attendee);
  media.seatLine(meetingId, attendee.attendeeId, lineId);
  meeting.present(attendee);
  return {
    attendeeId: attendee.attendeeId,
    leave: () => {
      if (attendee.connection === connection) meeting.absent(attendee, false);
    },
  };
}

function muteLines(meeting: Meeting | undefined, attendeeIds: readonly string[], muted: boolean): string[] {
  return attendeeIds.filter((attendeeId) => {
    const attendee = meeting?.attendees.get(attendeeId);
    if (attendee?.connection?.kind !== 'line') return true;
    meeting?.setMuted(attendee, muted);
    return false;
  });
}
