/** All calls of the gateway: who may begin one, and which of them an update or a sound is for. */
import { randomUUID } from 'node:crypto';
import type { CallSummary, GatewaySettings } from '../contract.ts';
import type { Dial, Leg } from '../legs/contract.ts';
import type { MediaEvent } from '../media/contract.ts';
import { LiveCall } from './live-call.ts';
import type { Surroundings } from './live-call.ts';
import { masked } from './masked.ts';
import { newCall } from './state.ts';
import type { CallPlan } from './state.ts';

/** The application that takes a call. */
export interface Taker {
  applicationId: string;
  functionArn: string;
}

/** Which application takes calls for a number or host name, by the SIP rules. */
export type FindTaker = (called: { number: string; host?: string }) => (Taker & { ruleId: string; number: string }) | undefined;

export interface Calls {
  /** Takes a new inbound leg, or refuses it: 404 without a rule, 503 beyond the quota. */
  take: (leg: Leg) => void;
  /** Places a call for an application; undefined when the quota of active calls is used up. */
  create: (call: NewCall) => string | undefined;
  /** Asks a live call's function; false when the application has no such call (any more). */
  update: (applicationId: string, transactionId: string, given: Record<string, string>) => boolean;
  onMedia: (event: MediaEvent) => void;
  list: () => CallSummary[];
  close: () => void;
}

/** A call to place. */
export interface NewCall {
  taker: Taker;
  from: string;
  to: string;
  headers: Record<string, string>;
  arguments?: Record<string, string>;
}

/** Whether a number is one of the account's, so that calls may show it. */
export type Owns = (number: string) => boolean;

type Place = Pick<GatewaySettings, 'account' | 'region' | 'quotas'>;

/** All calls, none at first. */
export function openCalls(place: Place, around: Surroundings, findTaker: FindTaker, dial: Dial, owns: Owns = () => false): Calls {
  const live = new Map<string, LiveCall>();
  const byLine = new Map<string, LiveCall>();

  /** A bridged call counts as two. */
  const isFull = (): boolean => [...live.values()].reduce((sum, call) => sum + Math.max(1, call.telephones), 0) >= place.quotas.activeCalls;

  const begin = (
    plan: Omit<CallPlan, 'transactionId' | 'account' | 'region' | 'invocationLimit' | 'newId' | 'now' | 'owns'>,
    take: () => Leg,
  ) => {
    const transactionId = randomUUID();
    const { account, region } = place;
    const limit = place.quotas.invocationsPerCall;
    const state = newCall({
      ...plan,
      transactionId,
      account,
      region,
      invocationLimit: limit,
      newId: randomUUID,
      now: () => around.clock.now(),
      owns,
    });
    const call: LiveCall = new LiveCall(state, around, {
      take,
      call: ({ to, from, headers }) => (isFull() ? undefined : dial({ to, from, headers: { ...headers } })),
      opened: (lineId) => void byLine.set(lineId, call),
      closed: (lineId) => void byLine.delete(lineId),
    });
    live.set(transactionId, call);
    call.onRelease = () => void live.delete(transactionId);
    call.start();
    return transactionId;
  };

  const refuse = (leg: Leg, status: number, why: string): void => {
    around.neighbours.log(`${masked(numberOf(leg.from ?? 'anonymous'))} → ${masked(numberOf(leg.to))}: refused with ${status}, ${why}`);
    leg.reject(status);
    around.media.closeLine(leg.lineId).catch(() => undefined);
  };

  return {
    take(leg) {
      const taker = findTaker({ number: leg.to, ...(leg.host === undefined ? {} : { host: leg.host }) });
      if (!taker) return refuse(leg, 404, 'no SIP rule takes it');
      if (isFull()) return refuse(leg, 503, 'the quota of active calls is used up');
      const { number: to, ...application } = taker;
      const from = leg.from === undefined ? 'anonymous' : numberOf(leg.from);
      begin({ ...application, from, to, direction: 'Inbound', headers: { ...leg.headers } }, () => leg);
    },
    create({ taker, from, to, headers, arguments: given }) {
      if (isFull()) return undefined;
      const plan = { ...taker, from, to, headers, direction: 'Outbound' as const, ...(given ? { arguments: given } : {}) };
      return begin(plan, () => dial({ from, to, headers }));
    },
    update(applicationId, transactionId, given) {
      const call = live.get(transactionId);
      if (call?.state.applicationId !== applicationId) return false;
      call.hear({ kind: 'update', arguments: given });
      return true;
    },
    onMedia(event) {
      if (event.type === 'down') for (const call of [...live.values()]) call.lost();
      if ('lineId' in event) byLine.get(event.lineId)?.onMedia(event);
    },
    list: () => [...live.values()].map(summary),
    close() {
      for (const call of [...live.values()]) call.abandon();
    },
  };
}

/** E.164 where the digits allow it: carriers and telephones leave the plus out. */
export function numberOf(user: string): string {
  return /^[1-9]\d{6,14}$/.test(user) ? `+${user}` : user;
}

function summary({ state }: LiveCall): CallSummary {
  const { legA, current } = state;
  const idle = legA.status === 'Connected' ? 'silent' : 'ringing';
  return {
    transactionId: state.transactionId,
    from: legA.from,
    to: legA.to,
    state: current?.type ?? idle,
    startedAt: legA.startedAt,
    legs: state.legs.map((leg) => ({ callId: leg.callId, tag: leg.tag, status: leg.status ?? 'Unanswered' })),
  };
}
