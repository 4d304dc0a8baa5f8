import { expect, it } from 'vitest';
import { defaultReasons } from '../../shared/reasons/words.ts';
import type { FloorAgent } from '../../shared/wire/api.ts';
import { floorSummary } from '../../web/src/state/floor.ts';

const agent = (over: Partial<FloorAgent>): FloorAgent => ({ status: 'available', state: 'idle', live: true, ...over }) as FloorAgent;

it('says how many agents are what, and always how many are idle', () => {
  const agents = [
    agent({ state: 'engaged' }),
    agent({ state: 'engaged', status: 'on-break' }),
    agent({ state: 'wrapping-up' }),
    agent({ status: 'on-break' }),
    agent({ status: 'on-break', breakReason: 'training' }),
    agent({ live: false }),
    agent({ status: 'offline', live: false }),
  ];
  expect(floorSummary(agents, defaultReasons)).toBe(
    '2 in a call · 1 in wrap-up · 0 idle · 1 at other work · 1 on a break · 1 without connection · 1 offline',
  );
});
