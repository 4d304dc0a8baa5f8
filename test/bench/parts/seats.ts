/** A process of its own: takes the agents' seats in many meetings, says a tone in each, and tells in how many the caller was heard. */
import type { JoinInfo } from '../../../shared/wire/api.ts';
import { takeSeat, type Seat } from '../../../local/agents/seat.ts';
import { onOrder } from './process.ts';

export interface SeatsOrder {
  joins: JoinInfo[];
  callerHz: number;
}
export interface SeatsResult {
  /** Seats that heard their caller. */
  heard: number;
}

/** Handshakes are work for both sides: so many at once. */
const atOnce = 4;
const agentHz = 900;

/** Tells `seated` when all are there; they stay until it is enough. */
async function sit({ joins, callerHz }: SeatsOrder, tell: (note: string) => void, enough: Promise<void>): Promise<SeatsResult> {
  const seats: Seat[] = [];
  for (let n = 0; n < joins.length; n += atOnce) {
    seats.push(...(await Promise.all(joins.slice(n, n + atOnce).map((join) => takeSeat(join, agentHz)))));
  }
  tell('seated');
  const heard = new Set<Seat>();
  const look = setInterval(() => {
    for (const seat of seats) if (seat.hearsTone(callerHz)) heard.add(seat);
  }, 500);
  await enough;
  clearInterval(look);
  return { heard: heard.size };
}

onOrder(sit);
