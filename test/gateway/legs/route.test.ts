import { describe, expect, it } from 'vitest';
import { routeOf, type Reach } from '../../../gateway/legs/route.ts';
import { outcomeOf } from '../../../gateway/legs/sip-dial.ts';

const contact = (host: string) => ({ uri: `sip:anna@${host}`, peer: { host, port: 5060 } });
const reach: Reach = {
  desks: [
    { user: 'anna', number: '+12025550171', contacts: [contact('10.0.0.8'), contact('10.0.0.9')] },
    { user: 'bela', number: '+12025550172', contacts: [] },
  ],
  pages: new Set(['+12025550171', '+12025550172', '+12025550111']),
  trunk: { host: 'trunk.example' },
};
const from = '+18005550100';

describe('a dialled number', () => {
  it.each(['+12025550171', 'anna'])('%s rings all telephones of the account', (to) => {
    expect(routeOf({ to, from }, reach)).toEqual({ kind: 'sip', targets: reach.desks[0]?.contacts.map((one) => ({ ...one, from })) });
  });

  it('of an account without telephones rings its browser phone, and never leaves the house', () => {
    expect(routeOf({ to: 'bela', from }, reach)).toEqual({ kind: 'page' });
    expect(routeOf({ to: '+12025550172', from }, { ...reach, pages: new Set() })).toEqual({ kind: 'nowhere' });
  });

  it('of an open browser phone rings there, and any other goes through the trunk', () => {
    expect(routeOf({ to: '+12025550111', from }, reach)).toEqual({ kind: 'page' });
    expect(routeOf({ to: '+12025550112', from }, reach)).toEqual({
      kind: 'sip',
      targets: [{ uri: 'sip:+12025550112@trunk.example:5060', from }],
    });
  });

  it('without a trunk is nowhere', () => {
    expect(routeOf({ to: '+12025550112', from }, { desks: [], pages: new Set() })).toEqual({ kind: 'nowhere' });
  });

  it('goes to a trunk that wants its own From with the number beside it', () => {
    const trunk = { host: '2001:db8::1', port: 5070, user: 'line', password: 'secret', from: 'line' };
    expect(routeOf({ to: '+12025550112', from }, { ...reach, trunk })).toEqual({
      kind: 'sip',
      targets: [
        {
          uri: 'sip:+12025550112@[2001:db8::1]:5070',
          from: 'line',
          headers: { 'P-Asserted-Identity': '<sip:+18005550100@[2001:db8::1]:5070>' },
          credentials: { user: 'line', password: 'secret' },
        },
      ],
    });
  });
});

it.each([
  [[480, 486], 486],
  [[486, 603], 603],
  [[404], 404],
  [[302], 480],
  [[], 480],
])('telephones that answered %j together mean %i', (codes, outcome) => {
  expect(outcomeOf(codes)).toBe(outcome);
});
