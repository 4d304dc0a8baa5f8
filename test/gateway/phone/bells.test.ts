import { beforeEach, expect, it } from 'vitest';
import type { Leg } from '../../../gateway/legs/contract.ts';
import { Bells, type Bell } from '../../../gateway/phone/bells.ts';
import { BrowserLeg } from '../../../gateway/phone/browser-leg.ts';
import type { ToPhone } from '../../../gateway/phone/messages.ts';
import { SilentMedia } from '../meetings/silent-media.ts';

const number = '+12025550111';
let bells: Bells;
let told: string[];

interface Page extends Bell {
  heard: ToPhone[];
}
function open(at = number): Page {
  const heard: ToPhone[] = [];
  const page = { number: at, heard, send: (message: ToPhone) => void heard.push(message) };
  bells.add(page);
  return page;
}
function ring(from = '+18005550100'): Leg {
  const leg = bells.ring({ to: number, from, headers: {} });
  leg.listener = {
    ringing: () => void told.push('ringing'),
    answered: () => void told.push('answered'),
    ended: (code) => void told.push(`ended ${code}`),
  };
  return leg;
}
const callAt = (leg: Leg) => bells.call(leg.lineId)!;

/** The page's own leg, as its second socket has it. */
async function accept(leg: Leg): Promise<BrowserLeg> {
  const taken = new BrowserLeg({ media: new SilentMedia(), call: { to: number, offer: 'v=0' }, lineId: leg.lineId, send: () => undefined });
  callAt(leg).accepted(taken);
  await taken.open();
  taken.answer();
  return taken;
}
const flow = (leg: BrowserLeg): void => leg.onMedia({ type: 'rtp', lineId: leg.lineId, flowing: true });

beforeEach(() => {
  bells = new Bells();
  told = [];
});

it('pages of a number ring together, are told who calls, and ring once for the caller', () => {
  const [one, two, other] = [open(), open(), open('+12025550112')];
  const leg = ring();
  for (const page of [one, two]) expect(page.heard).toEqual([{ type: 'incoming', call: leg.lineId, from: '+18005550100' }]);
  expect(other.heard).toEqual([]);
  callAt(leg).rings(one);
  callAt(leg).rings(two);
  expect(told).toEqual(['ringing']);
});

it('a withheld number is not told', () => {
  const page = open();
  const leg = ring('anonymous');
  expect(page.heard).toEqual([{ type: 'incoming', call: leg.lineId }]);
});

it('who accepts first has the call, answered when its audio flows, and the others stop', async () => {
  const [, two] = [open(), open()];
  const leg = ring();
  const taken = await accept(leg);
  expect(told).toEqual([]);
  flow(taken);
  expect(told).toEqual(['answered']);
  expect(two.heard.at(-1)).toEqual({ type: 'stopped', call: leg.lineId });
  expect(bells.call(leg.lineId)).toBeUndefined();
  taken.left();
  expect(told).toEqual(['answered', 'ended 0']);
});

it('who accepts and leaves before the audio comes did not answer', async () => {
  open();
  (await accept(ring())).left();
  expect(told).toEqual(['ended 480']);
});

it('one that is busy leaves the other ringing; the last one decides', () => {
  const [one, two] = [open(), open()];
  const leg = ring();
  callAt(leg).declined(one, 486);
  expect(told).toEqual([]);
  bells.remove(two);
  expect(told).toEqual(['ended 486']);
});

it('one that declines does so for all', () => {
  const [one, two] = [open(), open()];
  const leg = ring();
  callAt(leg).declined(one, 603);
  expect(told).toEqual(['ended 603']);
  expect(two.heard.at(-1)).toEqual({ type: 'stopped', call: leg.lineId });
});

it('a caller that gives up stops the bell, and hears nothing more', async () => {
  const page = open();
  const leg = ring();
  leg.hangUp();
  expect(page.heard.at(-1)).toEqual({ type: 'stopped', call: leg.lineId });
  const answered = ring();
  const taken = await accept(answered);
  flow(taken);
  answered.hangUp();
  taken.left();
  expect(told).toEqual(['answered']);
});
