/** Mouth to ear: a click is said at one end, and the other end tells when it hears it. */
import { frameSamples } from '../../../gateway/media/frames.ts';
import { g711 } from '../../../shared/telephony/g711.ts';
import { wavOf } from '../../../local/caller.ts';
import type { Agent } from '../../system/agent.ts';
import type { Center } from '../../system/center.ts';
import { isClick } from './ear.ts';
import { dial, offered, take, wrapUp } from './talk-rounds.ts';

const clicks = 10;
/** 5 ms of 1 kHz: short, and whole after a browser has resampled it. */
const clickOf = (i: number): number => (i < 40 ? Math.round(16_000 * Math.sin((Math.PI * i) / 4)) : 0);

export interface Delays {
  toAgentMs: number[];
  toCallerMs: number[];
}

/** A click, and silence for longer than anybody listens. */
export const clickWav = wavOf(Int16Array.from({ length: 8000 * 20 }, (_, i) => clickOf(i)));
const frameOf = (sample: (i: number) => number): Buffer =>
  Buffer.from(Uint8Array.from({ length: frameSamples }, (_, i) => g711.PCMU.compress[sample(i) & 0xffff] ?? 0xff));
const [silence, click] = [frameOf(() => 0), frameOf(clickOf)];

/** A moment that no clock of 20 ms knows. */
export const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 300 + Math.random() * 40));

/**
 * One call, silent but for the clicks, in turn from the caller's telephone to the agent's seat and back. A click waits for the next packet of
 * its end; the telephone hears through its jitter buffer, while the seat hears a packet when it comes: a browser's jitter buffer, some 20 to
 * 60 ms, is not in it.
 */
export async function clickThrough(center: Center, anna: Agent, from: string): Promise<Delays> {
  const caller = await dial(center, from);
  const offer = await offered(anna, ({ callerNumber }) => callerNumber === from);
  let next = silence;
  const voice = (): Buffer => {
    const now = next;
    next = silence;
    return now;
  };
  const agent = await take(anna, offer, voice);
  const delays: Delays = { toAgentMs: [], toCallerMs: [] };
  // The music has ended, and both ends' buffers have settled.
  await center.facts.first('ContactConnected', ({ subjectId }) => subjectId === offer.contactId);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  for (let n = 0; n < clicks; n++) {
    await pause();
    const saidAt = performance.now();
    caller.call.say(clickWav);
    delays.toAgentMs.push(await agent.ear.after(saidAt, 'a click, at the agent', isClick, { frames: 1 }));
    await pause();
    const answeredAt = performance.now();
    next = click;
    delays.toCallerMs.push(await caller.ear.after(answeredAt, 'a click, at the caller', isClick, { frames: 1 }));
  }
  await caller.call.hangUp();
  await wrapUp(anna, offer);
  await agent.seat.leave();
  return delays;
}
