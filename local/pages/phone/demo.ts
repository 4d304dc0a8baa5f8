/** The phone's settings for the demo: its numbers, and its customers as callers. */
import { customers } from '../../demo/customers.ts';
import { closedNumber, openNumber } from '../../demo/settings.ts';
import type { PhoneSettings } from './settings.ts';

const counted = ['no earlier call', 'one earlier call', 'two earlier calls', 'three earlier calls', 'four earlier calls'];

/** `gatewayUrl` is `http://host:port`, where the browser reaches the gateway. */
export function demoPhone(gatewayUrl: string): PhoneSettings {
  return {
    socketUrl: `${gatewayUrl.replace(/^http/, 'ws')}/phone`,
    numbers: [
      { number: openNumber, label: 'Open day and night' },
      { number: closedNumber, label: 'Always closed' },
    ],
    callers: customers.map(({ key, name, number, calls }) => ({ key, name, number, note: counted[calls.length] ?? 'many earlier calls' })),
  };
}
