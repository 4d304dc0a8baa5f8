import { expect, test } from 'vitest';
import { openCalls } from '../../../gateway/calls/calls.ts';
import { systemClock } from '../../../gateway/calls/clock.ts';
import { defaultQuotas } from '../../../gateway/contract.ts';
import { deafListener, type Leg } from '../../../gateway/legs/contract.ts';
import { BrowserLeg } from '../../../gateway/phone/browser-leg.ts';
import type { ToPhone } from '../../../gateway/phone/messages.ts';
import { SilentMedia } from '../meetings/silent-media.ts';

test('a call passes on to its leg whether audio flows on its line, and not what flows on others', () => {
  const media = new SilentMedia();
  const told: boolean[] = [];
  const nothing = (): undefined => undefined;
  const leg: Leg = {
    ...{ direction: 'inbound', from: '+15550000001', to: '+18005550100', headers: {}, lineId: 'line', listener: deafListener },
    ...{ ring: nothing, answer: nothing, reject: nothing, hangUp: nothing },
    flowing: (flows) => void told.push(flows),
  };
  const calls = openCalls(
    { account: '000000000000', region: 'us-east-1', quotas: defaultQuotas },
    {
      media,
      clock: systemClock,
      meetings: { joinLine: nothing, muteLines: () => [] },
      sounds: { speak: async () => undefined, read: () => new Promise(nothing) },
      neighbours: { invoke: () => new Promise(nothing), readObject: () => new Promise(nothing), log: nothing },
    },
    () => ({ applicationId: 'a', functionArn: 'f', ruleId: 'r', number: '+18005550100' }),
    () => leg,
  );
  calls.take(leg);
  calls.onMedia({ type: 'rtp', lineId: 'line', flowing: true });
  calls.onMedia({ type: 'rtp', lineId: 'other', flowing: true });
  calls.onMedia({ type: 'rtp', lineId: 'line', flowing: false });
  calls.close();
  expect(told).toEqual([true, false]);
});

test("a browser phone's leg ends when its audio stops for good, and its page is told", async () => {
  const sent: ToPhone[] = [];
  const leg = new BrowserLeg({
    media: new SilentMedia(),
    call: { to: '+18005550100', offer: 'v=0' },
    send: (message) => void sent.push(message),
  });
  const ends: number[] = [];
  leg.listener = { ...deafListener, ended: (code) => void ends.push(code) };
  await leg.open();
  leg.onMedia({ type: 'rtp', lineId: leg.lineId, flowing: true });
  leg.answer();
  leg.onMedia({ type: 'rtp', lineId: leg.lineId, flowing: false });
  leg.onMedia({ type: 'rtp', lineId: leg.lineId, flowing: false });
  expect(ends).toEqual([480]);
  expect(sent.at(-1)).toEqual({ type: 'ended', code: 480 });
});
