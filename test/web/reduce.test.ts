import { describe, expect, it } from 'vitest';
import { instant } from '../../shared/ids.ts';
import type { AgentView, ContactView, Me } from '../../shared/wire/api.ts';
import { emptyDraft } from '../../web/src/state/draft.ts';
import { effectsOf } from '../../web/src/state/effects.ts';
import type { Event } from '../../web/src/state/event.ts';
import { reduce } from '../../web/src/state/reduce.ts';
import { initialState, keyOf, type State } from '../../web/src/state/state.ts';
import { anna } from './stand-in/center.ts';
import { floor, maria } from './stand-in/people.ts';

const at = (second: number) => instant(Date.UTC(2026, 5, 1, 9, 0, second));
const agent = (change: Partial<AgentView> = {}): AgentView => ({
  agentId: anna,
  name: 'Anna',
  status: 'available',
  state: 'idle',
  since: at(0),
  ...change,
});
const me = (contact?: ContactView): Me => ({
  agent: agent(),
  groups: ['agents'],
  serverTime: at(10),
  ...(contact === undefined ? {} : { contact }),
});
const join = { meeting: { MeetingId: 'm' }, attendee: { AttendeeId: 'a', ExternalUserId: 'x', JoinToken: 't' } };
const call = maria('c-1');
const offer: Event = { type: 'told', message: { type: 'offer', contact: call } };
const connected: ContactView = { ...call, state: 'connected', join };

const after = (...events: Event[]): State => events.reduce(reduce, reduce(initialState('/', emptyDraft), { type: 'link', state: 'live' }));
/** What the last of these events calls for. */
const deeds = (...events: Event[]): string[] => {
  const last = events.at(-1);
  const before = after(...events.slice(0, -1));
  return last === undefined ? [] : effectsOf(before, reduce(before, last)).map((effect) => effect.do);
};
const told = (contact: ContactView): Event => ({ type: 'told', message: { type: 'contact', contact } });
const loaded = (contact?: ContactView): Event => ({ type: 'me', me: me(contact), pushesWhenAsked: 0, nowMs: Date.parse(at(7)) });

describe('an offer', () => {
  it('rings once, however often it is pushed', () => {
    expect(deeds(offer)).toContain('ring');
    expect(deeds(offer, offer)).toEqual([]);
  });

  it('that was withdrawn does not come back when its push is repeated', () => {
    const state = after(
      offer,
      { type: 'told', message: { type: 'offer-withdrawn', contactId: call.contactId, n: 1, why: 'caller-hung-up' } },
      offer,
    );
    expect(state.contact).toBeUndefined();
    expect(state.messages.map((m) => m.text)).toEqual(['The caller hung up before you answered.']);
  });

  it('of the same contact with a higher number rings again', () => {
    const events: Event[] = [
      offer,
      { type: 'told', message: { type: 'offer-withdrawn', contactId: call.contactId, n: 1, why: 'missed' } },
      { type: 'told', message: { type: 'offer', contact: { ...call, n: 2 } } },
    ];
    expect(deeds(...events)).toContain('ring');
    expect(after(...events).contact?.n).toBe(2);
  });

  it('of somebody new replaces an older one that was never taken back', () => {
    const newer = { ...maria('c-2'), offeredAt: at(30) };
    const state = after(
      { type: 'told', message: { type: 'offer', contact: { ...call, offeredAt: at(1) } } },
      { type: 'told', message: { type: 'offer', contact: newer } },
    );
    expect(state.contact?.contactId).toBe('c-2');
    expect(state.over).toEqual(['c-1/1']);
  });

  it('is silent in a window that was left for another', () => {
    expect(deeds(offer, { type: 'told', message: { type: 'signed-in-elsewhere' } })).toContain('hush');
  });
});

describe('a call', () => {
  it('is joined at once when a reload finds it', () => {
    expect(deeds(loaded(connected))).toContain('join');
  });

  it('never goes backwards when words arrive late', () => {
    const state = after(offer, told(connected), told({ ...connected, state: 'accepted' }), offer);
    expect(state.contact?.state).toBe('connected');
  });

  it('keeps its way to the meeting when a push leaves that out', () => {
    const { join: _left, ...bare } = connected;
    expect(after(loaded({ ...connected, state: 'accepted' }), told(bare)).contact?.join).toEqual(join);
    expect(deeds(loaded({ ...connected, state: 'accepted' }), told(bare))).not.toContain('join');
  });

  it('reports the agent’s audio once, while it is accepted', () => {
    const accepted = loaded({ ...connected, state: 'accepted' });
    const joining: Event = { type: 'line-joining', contact: keyOf(call) };
    const on: Event = { type: 'line-on', contact: keyOf(call) };
    expect(deeds(accepted, joining, on)).toContain('report-audio');
    expect(deeds(accepted, joining, on, on)).toEqual([]);
    expect(deeds(loaded(connected), joining, on)).toEqual([]);
  });

  it('is left when the caller hangs up, and the notes stay for the wrap-up', () => {
    const events: Event[] = [
      loaded(connected),
      { type: 'draft', change: { notes: 'Asked for it' } },
      told({ ...connected, state: 'wrapping-up' }),
    ];
    expect(deeds(...events)).toEqual(['leave']);
    expect(after(...events).draft.notes).toBe('Asked for it');
  });

  it('shows nothing of the audio of an earlier contact', () => {
    const state = after(
      loaded(connected),
      { type: 'line-joining', contact: keyOf(call) },
      { type: 'line-muted', contact: 'c-0/1', muted: true },
    );
    expect(state.line).toMatchObject({ muted: false });
  });
});

describe('the connection', () => {
  const link = (state: State['link']): Event => ({ type: 'link', state });
  const first = initialState('/', emptyDraft);
  const lostAfter = (...events: Event[]) => events.reduce(reduce, first).linkLost;

  it('is not called lost while it is made for the first time', () => {
    expect(lostAfter(link('connecting'))).toBe(false);
    expect(lostAfter(link('connecting'), link('lost'))).toBe(true);
  });

  it('stays lost while it is tried again, until it lives', () => {
    expect(lostAfter(link('live'), link('lost'), link('connecting'))).toBe(true);
    expect(lostAfter(link('live'), link('lost'), link('connecting'), link('live'))).toBe(false);
    expect(lostAfter(link('lost'), link('elsewhere'))).toBe(false);
  });
});

describe('the state from the server', () => {
  it('is asked for whenever the socket is open again', () => {
    expect(deeds({ type: 'link', state: 'lost' }, { type: 'link', state: 'live' })).toContain('load-me');
  });

  it('is not taken when something was pushed after it was asked for', () => {
    const state = after(loaded(), offer, loaded());
    expect(state.stale).toBe(true);
    expect(state.contact?.contactId).toBe('c-1');
  });

  it('ends the contact that it no longer names', () => {
    const before = after(loaded(connected));
    const state = reduce(before, { type: 'me', me: me(), pushesWhenAsked: before.pushes, nowMs: 0 });
    expect(state.contact).toBeUndefined();
    expect(state.over).toContain('c-1/1');
  });

  it('sets this machine’s clock right', () => {
    expect(after(loaded()).clockOffsetMs).toBe(3_000);
  });

  it('is not overwritten by an older word about the agent', () => {
    const newer: Event = { type: 'told', message: { type: 'agent', agent: agent({ state: 'engaged', since: at(5) }) } };
    const older: Event = { type: 'told', message: { type: 'agent', agent: agent({ state: 'offered', since: at(4) }) } };
    expect(after(loaded(), newer, older).agent?.state).toBe('engaged');
  });
});

describe('the floor', () => {
  it('keeps the newer row when the load comes after the push', () => {
    const queue = floor().queues[0];
    if (queue === undefined) throw new Error('the floor has no queue');
    const state = after(
      { type: 'told', message: { type: 'floor-queue', queue: { ...queue, waiting: 9 }, at: at(20) } },
      { type: 'floor', floor: { ...floor(), serverTime: at(19) } },
    );
    expect(state.floor.queues[queue.queueId]?.waiting).toBe(9);
    expect(Object.keys(state.floor.queues)).toHaveLength(2);
  });
});

describe('the box of people', () => {
  const box: Event = { type: 'dialog', dialog: 'people' };
  const dials = { ...call, state: 'accepted', join } as const;
  it.each<[string, Event[]]>([
    ['a call has begun', [box, told(dials)]],
    ['a call that it began has failed at once', [box, told({ ...dials, state: 'wrapping-up', endReason: 'busy' })]],
    ['a call rings', [box, offer]],
    ['the call in which it was opened is over', [told(connected), box, told({ ...connected, state: 'wrapping-up' })]],
    ['the contact has left the desk', [told(connected), box, { type: 'contact-over', contactId: call.contactId, n: call.n }]],
  ])('goes when %s', (_when, events) => expect(after(...events).dialog).toBeUndefined());
  it('stays while the call goes on', () => expect(after(told(connected), box, told(connected)).dialog).toBe('people'));
});

describe('a wrap-up that the server waits for', () => {
  const missed: ContactView = { ...connected, state: 'wrapping-up', missed: true };
  const waits = (late?: ContactView): Event => ({
    type: 'me',
    me: { ...me(), ...(late === undefined ? {} : { late }) },
    pushesWhenAsked: 0,
    nowMs: Date.parse(at(7)),
  });
  it('stands on the desk', () => expect(after(waits(missed)).late?.contact).toEqual(missed));
  it('goes when somebody has handed it in', () => expect(after(waits(missed), waits()).late).toBeUndefined());
  it('keeps what was written here before its time ran out', () => {
    const written: Event[] = [
      told({ ...connected, state: 'wrapping-up' }),
      { type: 'draft', change: { notes: 'Half done' } },
      { type: 'contact-over', contactId: call.contactId, n: call.n },
    ];
    expect(after(...written, waits(missed))).toMatchObject({ draft: { notes: 'Half done' }, late: { contact: { missed: true } } });
  });
});

it('words about people in a conversation go with it', () => {
  const text = 'Bela Kiss has left.';
  const said: Event = { type: 'message', message: { kind: 'warning', text, about: keyOf(call) } };
  expect(after(told(connected), said).messages).toMatchObject([{ text }]);
  expect(after(told(connected), said, { type: 'contact-over', contactId: call.contactId, n: call.n }).messages).toEqual([]);
});
