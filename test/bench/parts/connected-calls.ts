/** Calls as they are most of their time: a telephone and an agent's seat in a meeting, both talking. */
import { randomUUID } from 'node:crypto';
import type { Gateway } from '../../../gateway/contract.ts';
import { JoinInfo } from '../../../shared/wire/api.ts';
import { answeringGateway, number } from './gateway.ts';
import type { PlayingOrder, PlayingResult } from './playing-callers.ts';
import { inProcess } from './process.ts';
import type { SeatsOrder, SeatsResult } from './seats.ts';

export interface Connected extends PlayingResult {
  /** Of the gateway alone. */
  cpuMsPerCallSecond: number;
  /** Calls whose agent heard the caller. */
  heard: number;
}

const callerHz = 400;
const withinMs = 120_000;

interface Made {
  Meeting: { MeetingId: string };
  Attendees: { JoinToken: string }[];
}

async function meet(gateway: Gateway): Promise<Made> {
  const answer = await gateway.handle({
    api: 'chime-sdk-meetings',
    method: 'POST',
    path: '/meetings',
    query: { operation: 'create-attendees' },
    body: {
      ClientRequestToken: randomUUID(),
      ExternalMeetingId: 'bench',
      MediaRegion: 'us-east-1',
      Attendees: [{ ExternalUserId: 'caller' }, { ExternalUserId: 'agent' }],
    },
  });
  return answer.body as Made;
}

/**
 * The gateway with so many connected calls for so long. Telephones are a process of their own, and so are the seats, whose encryption costs
 * as much as the gateway's: on few cores they take time from it, which the spacing shows.
 */
export async function connectedCalls(calls: number, seconds: number): Promise<Connected> {
  const waiting: Made[] = [];
  const join = (): object => {
    const made = waiting.pop();
    return { Type: 'JoinChimeMeeting', Parameters: { JoinToken: made?.Attendees[0]?.JoinToken, MeetingId: made?.Meeting.MeetingId } };
  };
  const gateway = await answeringGateway(join);
  const cpuMs = (): number => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  let [begun, spent] = [0, 0];
  const hears = (note: string): void => {
    if (note === 'begin') begun = cpuMs();
    if (note === 'end') spent = cpuMs() - begun;
  };
  try {
    for (let n = 0; n < calls; n++) waiting.push(await meet(gateway));
    const joins = waiting.map(({ Meeting, Attendees }) => JoinInfo.parse({ meeting: Meeting, attendee: Attendees[1] }));
    let seated: () => void = () => undefined;
    const allSeated = new Promise<void>((resolve) => (seated = resolve));
    let leave: () => void = () => undefined;
    const enough = new Promise<void>((resolve) => (leave = resolve));
    const order: SeatsOrder = { joins, callerHz };
    const seats = inProcess<SeatsResult>('./seats.ts', order, { withinMs, heard: seated, enough });
    await Promise.race([allSeated, seats]);
    const callers: PlayingOrder = { ...gateway.sip, user: number, calls, seconds, speaks: true };
    const result = await inProcess<PlayingResult>('./playing-callers.ts', callers, { withinMs, heard: hears });
    leave();
    return { ...result, cpuMsPerCallSecond: spent / (calls * seconds), heard: (await seats).heard };
  } finally {
    await gateway.close();
  }
}
