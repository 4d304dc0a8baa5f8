import { describe, expect, it } from 'vitest';
import { instant } from '../../shared/ids.ts';
import type { AgentView, ContactView } from '../../shared/wire/api.ts';
import { standingOf } from '../../web/src/state/standing.ts';
import { anna } from './stand-in/center.ts';
import { maria } from './stand-in/people.ts';

const at = (second: number) => instant(Date.UTC(2026, 5, 1, 9, 0, second));
const agent: AgentView = { agentId: anna, name: 'Anna', status: 'available', state: 'idle', since: at(0) };
const contact = (state: ContactView['state'], second: number): ContactView => ({ ...maria('c-1'), state, since: at(second) });

describe('what the top of the page says about the agent', () => {
  it('follows the contact on the screen, with its clock, whatever was last said about the agent', () => {
    const said = (state: ContactView['state'], second: number) => standingOf({ agent, contact: contact(state, second) });
    expect(said('offered', 5)).toEqual({ state: 'offered', since: at(5) });
    expect(said('accepted', 9)).toEqual({ state: 'engaged', since: at(9) });
    expect(said('connected', 11)).toEqual({ state: 'engaged', since: at(11) });
    expect(said('wrapping-up', 40)).toEqual({ state: 'wrapping-up', since: at(40) });
  });

  it('is idle when the desk is empty, even before the word about it comes', () => {
    expect(standingOf({ agent: { ...agent, state: 'wrapping-up' } })).toEqual({ state: 'idle', since: at(0) });
    expect(standingOf({})).toBeUndefined();
  });
});
