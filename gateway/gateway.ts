/** A SIP media application service: SIP and sound on one side, functions on the other, meetings beside them. */
import { callsApi, owned } from './api/calls.ts';
import { openRegistry } from './api/registry.ts';
import { takerByRule } from './api/rules.ts';
import { voiceApi } from './api/voice-api.ts';
import { openCalls } from './calls/calls.ts';
import { systemClock } from './calls/clock.ts';
import { openSounds } from './calls/sounds.ts';
import type { Gateway, GatewaySettings, Neighbours } from './contract.ts';
import { listen } from './http.ts';
import type { Listener } from './http.ts';
import { dialByRoute } from './legs/dial.ts';
import { dialBySip } from './legs/sip-dial.ts';
import { inboundSipLeg } from './legs/sip-leg.ts';
import type { Media } from './media/contract.ts';
import { startMedia } from './media/media.ts';
import { ingest, startMeetings } from './meetings/meetings.ts';
import { openBrowserPhone } from './phone/phone.ts';
import type { SipServer } from './sip/contract.ts';
import { startSip } from './sip/server.ts';

/**
 * Starts the gateway: its ports are open when the promise resolves. With a `stateFile` the applications and rules of the last run are
 * there again; calls and meetings are not.
 * @throws when a port is taken or the state file is no registry.
 */
export async function startGateway(settings: GatewaySettings, neighbours: Neighbours): Promise<Gateway> {
  const { account, region, quotas } = settings;
  const log = (line: string, details?: Record<string, unknown>): void => neighbours.log(line, details);
  const registry = await openRegistry(settings.stateFile);
  const { http, media, sip } = await openDoors(settings, log);
  const url = settings.http.publicUrl ?? http.url;
  const meetings = startMeetings({ media, publicUrl: () => url, account, region, meetingsQuota: quotas.meetings, log });
  const now = (): number => systemClock.now();
  const sounds = openSounds(neighbours);
  const around = { neighbours, sounds, media, meetings, clock: systemClock };
  const phone = openBrowserPhone({ media, take: (leg) => calls.take(leg) });
  const { accounts = [], trunk } = settings.sip;
  const dial = dialByRoute({ accounts, sip, bySip: dialBySip(sip, media), pages: phone.pages, ...(trunk ? { trunk } : {}) });
  const calls = openCalls({ account, region, quotas }, around, takerByRule(registry, region), dial, (number) => owned(registry, number));
  const operations = callsApi({ registry, calls, quotas, now });
  const voice = voiceApi({ account, region, registry, now }, operations);

  media.listen(phone.onMedia);
  media.listen(calls.onMedia);
  http.upgrades.push((request, socket, head) => meetings.upgrade(request, socket, head), phone.upgrade);
  http.requests.push(ingest);
  sip.onCall = (call) => calls.take(inboundSipLeg(call, media));

  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    calls.close();
    phone.close();
    await sip.close();
    await meetings.close();
    await http.close();
    await media.close();
  };
  return {
    sip: sip.address,
    url: http.url,
    handle: (request) => (request.api === 'chime-sdk-voice' ? voice(request) : meetings.handle(request)),
    calls: () => calls.list(),
    meetings: () => meetings.list().map(({ meetingId, attendees }) => ({ meetingId, attendees })),
    close: () => (closing ??= close()),
  };
}

/** All listeners, or none: a port that is taken must not leave the others open. */
async function openDoors(settings: GatewaySettings, log: Neighbours['log']): Promise<{ http: Listener; media: Media; sip: SipServer }> {
  const opened: { close(): Promise<void> }[] = [];
  const keep = <T extends { close(): Promise<void> }>(door: T): T => {
    opened.push(door);
    return door;
  };
  try {
    const http = keep(await listen(settings.http));
    const media = keep(await startMedia(mediaSettings(settings)));
    const sip = keep(await startSip({ ...settings.sip, name: 'Linehall' }, log));
    return { http, media, sip };
  } catch (fault) {
    await Promise.allSettled(opened.map((door) => door.close()));
    throw fault;
  }
}

function mediaSettings({ rtp, sip }: GatewaySettings) {
  return { ...rtp, ...(sip.publicHost === undefined ? {} : { publicHost: sip.publicHost }) };
}
