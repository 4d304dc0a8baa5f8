import { describe, expect, it } from 'vitest';
import guide from '../../../docs/guides/for-agents.md?raw';
import { defaultReasons } from '../../../shared/reasons/words.ts';
import { talkEvents, talkStates, type TalkEvent, type TalkState } from '../../../shared/talk/machine.ts';
import { instant } from '../../../shared/ids.ts';
import type { ContactView, PartyView, TalkView } from '../../../shared/wire/api.ts';
import type { Action } from '../../../web/src/actions/action.ts';
import { actionsIn } from '../../../web/src/actions/all.ts';
import { command, twice } from '../../../web/src/actions/command.ts';
import { openKeys } from '../../../web/src/actions/keypad.ts';
import type { Result } from '../../../web/src/api.ts';
import type { World } from '../../../web/src/app/world.ts';
import { partyFace, talkFace } from '../../../web/src/parts/party-words.ts';
import { emptyDraft } from '../../../web/src/state/draft.ts';
import { effectsOf } from '../../../web/src/state/effects.ts';
import type { Event } from '../../../web/src/state/event.ts';
import { partedWords } from '../../../web/src/state/parted.ts';
import { reduce } from '../../../web/src/state/reduce.ts';
import { initialState, keyOf, type State } from '../../../web/src/state/state.ts';
import { chosenParty, may, neighbour, phonesIn, whyNot } from '../../../web/src/state/talk.ts';
import { anna } from '../stand-in/center.ts';
import { bela, customer, oven, owner, talkIn, talks } from '../stand-in/conversation.ts';
import { maria } from '../stand-in/people.ts';

const join = { meeting: { MeetingId: 'm' }, attendee: { AttendeeId: 'a', ExternalUserId: 'x', JoinToken: 't' } };
const call = (talk: TalkView, change: Partial<ContactView> = {}): ContactView => ({
  ...maria('c-1'),
  state: 'connected',
  join,
  talk,
  ...change,
});
const told = (contact: ContactView): Event => ({ type: 'told', message: { type: 'contact', contact } });
const after = (...events: Event[]): State => events.reduce(reduce, reduce(initialState('/', emptyDraft), { type: 'link', state: 'live' }));
const inState = (talk: TalkView, change: Partial<ContactView> = {}): State => after(told(call(talk, change)));
const deeds = (before: State, event: Event) => effectsOf(before, reduce(before, event)).map((effect) => effect.do);
const actions = actionsIn({ reasons: defaultReasons });
const action = (name: string): Action => {
  const found = actions.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no action ${name}`);
  return found;
};

describe('what the conversation allows', () => {
  const people: PartyView[] = [customer, owner, bela];
  const named: Partial<Record<TalkEvent, string>> = {
    swap: 'talk-swap',
    merge: 'talk-merge',
    complete: 'talk-complete',
    cancel: 'talk-cancel',
  };

  it.each(Object.keys(talkStates) as TalkState[])('is in %s exactly what the machine allows', (state) => {
    const shown = inState(talkIn(state, people));
    for (const event of Object.keys(talkEvents) as TalkEvent[]) {
      const name = named[event];
      if (name !== undefined) expect(action(name).allowed(shown), event).toBe(may(shown, event));
    }
    expect(action('talk-hold').allowed(shown)).toBe(state === 'on-hold' ? may(shown, 'resume') : may(shown, 'hold'));
    expect(action('invite').allowed(shown)).toBe((['consult', 'add', 'hand-over', 'pass-on'] as const).some((event) => may(shown, event)));
  });

  it('is nothing for one who does not own the contact, and the reason names who does', () => {
    const shown = inState(talks['not-mine']!);
    expect(may(shown, 'add')).toBe(false);
    expect(whyNot(shown, 'add')).toContain('Béla Kiss');
    expect(action('hang-up').allowed(shown)).toBe(true);
  });

  it('is nothing in a window that was left for another', () => {
    const shown = reduce(inState(talks['talking']!), { type: 'told', message: { type: 'signed-in-elsewhere' } });
    expect(may(shown, 'hold')).toBe(false);
  });

  it('is no hold and no transfer between colleagues', () => {
    expect(whyNot(inState(talks['talking']!, { direction: 'internal' }), 'hold')).toContain('colleagues');
  });

  it('has a face for every state and every party', () => {
    for (const state of Object.keys(talkStates) as TalkState[]) expect(talkFace(talkIn(state, people)).text, state).not.toBe('');
    const faces = [
      bela,
      { ...bela, held: true },
      { ...bela, muted: true },
      { ...bela, away: true },
      { ...bela, state: 'calling' as const },
    ];
    expect(new Set(faces.map((party) => partyFace(party).text)).size).toBe(faces.length);
  });
});

describe('one of several', () => {
  const shown = inState(talks['conference']!);

  it('is the last who came until another is chosen, and the keys go round', () => {
    expect(chosenParty(shown)?.name).toBe('Oven Service');
    expect(neighbour(shown, 1)?.name).toBe('Maria Fernandez');
    const next = reduce(shown, { type: 'party-chosen', partyId: 'customer' });
    expect(chosenParty(next)?.name).toBe('Maria Fernandez');
    expect(neighbour(next, 1)?.name).toBe('Béla Kiss');
  });

  it('may be held, muted and taken out; the customer is never taken out', () => {
    expect(['talk-hold-party', 'talk-mute-party', 'talk-drop'].map((name) => action(name).allowed(shown))).toEqual([true, true, true]);
    const customerChosen = reduce(shown, { type: 'party-chosen', partyId: 'customer' });
    expect(action('talk-drop').allowed(customerChosen)).toBe(false);
  });

  it('hears keys only on a telephone that is not on hold', () => {
    expect(phonesIn(talkIn('conference', [customer, owner, bela, { ...oven, held: true }])).map(({ name }) => name)).toEqual([
      'Maria Fernandez',
    ]);
  });
});

describe('what is told of a conversation', () => {
  it('never goes back to an older version', () => {
    const newer = call({ ...talks['on-hold']!, version: 5 });
    const state = after(told(newer), told(call({ ...talks['talking']!, version: 4 })));
    expect(state.contact?.talk?.state).toBe('on-hold');
  });

  it('says who came, who did not, who left and whose connection is lost', () => {
    const words = (before: PartyView[], now: PartyView[]) =>
      partedWords(call(talkIn('calling', before)), call(talkIn('talking', now)), false).map(({ text }) => text);
    const calling: PartyView = { ...bela, state: 'calling' };
    expect(words([customer, owner, calling], [customer, owner])).toEqual(['Béla Kiss did not come.']);
    expect(words([customer, owner, calling], [customer, owner, bela])).toEqual(['Béla Kiss is there.']);
    expect(words([customer, owner, bela], [customer, owner])).toEqual(['Béla Kiss has left.']);
    expect(words([customer, owner, bela], [customer, owner, { ...bela, away: true }])).toEqual(['Béla Kiss has lost the connection.']);
    expect(words([customer, { ...owner, owner: false }], [customer, owner])).toEqual(['This contact is yours now.']);
  });

  it('says nothing of one whom the agent has just taken out', () => {
    const dropping = reduce(inState(talks['conference']!), { type: 'began', action: 'talk-drop' });
    const state = reduce(dropping, told(call({ ...talks['conference']!, version: 2, parties: [customer, owner, bela] })));
    expect(state.messages.filter(({ text }) => text.includes('Oven'))).toEqual([]);
  });
});

describe('the agent’s own audio', () => {
  const on: Event[] = [
    { type: 'line-joining', contact: keyOf(maria('c-1')) },
    { type: 'line-on', contact: keyOf(maria('c-1')) },
  ];
  const gone = call(talkIn('deserted', [customer, { ...owner, away: true }], { version: 9 }));

  it('is reported again when the server took this client for gone', () => {
    const talking = on.reduce(reduce, inState(talks['talking']!));
    expect(deeds(talking, told(gone))).toContain('report-audio');
    expect(deeds(reduce(talking, told(gone)), told(gone))).not.toContain('report-audio');
    const reloaded = reduce(after(told(gone)), on[0]!);
    expect(deeds(reloaded, on[1]!)).toContain('report-audio');
  });

  it('is joined again in another meeting, and not over a telephone', () => {
    const other = { ...join, meeting: { MeetingId: 'm2' } };
    expect(deeds(inState(talks['talking']!), told(call(talks['talking']!, { join: other })))).toContain('join');
    expect(deeds(after(), told(call(talks['talking']!, { byPhone: true })))).not.toContain('join');
  });

  it('is joined again when it was lost and the network is back', () => {
    const problem = { code: 'audio-lost', sentence: 'Lost.', remedy: 'Again.', status: 503 };
    const events: Event[] = [on[0]!, { type: 'line-failed', contact: 'c-1/1', problem }, { type: 'link', state: 'lost' }];
    const lost = events.reduce(reduce, inState(talks['talking']!));
    expect(deeds(lost, { type: 'link', state: 'live' })).toContain('join');
  });
});

describe('an offer', () => {
  const offer = (change: Partial<ContactView>): Event => ({
    type: 'told',
    message: { type: 'offer', contact: { ...maria('c-1'), ...change } },
  });

  it('rings, accepts itself, or leaves the ringing to the telephone', () => {
    expect(deeds(after(), offer({}))).toContain('ring');
    expect(deeds(after(), offer({ autoAccept: true }))).toContain('accept-by-itself');
    const byPhone = deeds(after(), offer({ byPhone: true, autoAccept: true }));
    expect(byPhone).toContain('show-offer');
    expect(byPhone).not.toContain('ring');
    expect(action('accept').allowed(after(offer({ byPhone: true })))).toBe(false);
  });
});

describe('a contact that was handed on', () => {
  const inWrapUp = call(talks['talking']!, { state: 'wrapping-up', takeBackUntil: instant(Date.now() + 30_000) });

  it('comes back under a new number, with what was written', () => {
    const before = after(told(inWrapUp), { type: 'draft', change: { notes: 'About the oven' } });
    expect(action('take-back').allowed(before)).toBe(true);
    const back = reduce(before, { type: 'contact', contact: call(talks['talking']!, { n: 2, offeredAt: instant(Date.now()) }) });
    expect(back.contact).toMatchObject({ n: 2, state: 'connected' });
    expect(back.draft.notes).toBe('About the oven');
    expect(back.late).toBeUndefined();
  });
});

describe('a wrap-up whose time ran out', () => {
  const wrapUp = call(talks['talking']!, { state: 'wrapping-up' });
  const closed: Event = { type: 'told', message: { type: 'contact-closed', contactId: wrapUp.contactId, n: 1 } };
  const written = after(told(wrapUp), { type: 'draft', change: { notes: 'Half a sentence' } });
  const late = reduce(written, closed);

  it('keeps what was written, and is remembered', () => {
    expect(late).toMatchObject({ late: { contact: { contactId: 'c-1' } }, draft: { notes: 'Half a sentence' } });
    expect(late.contact).toBeUndefined();
    const deedsOfEnd = effectsOf(written, late).map((effect) => effect.do);
    expect(deedsOfEnd).toContain('keep-late');
    expect(deedsOfEnd).not.toContain('forget-draft');
  });

  it('waits while the next call is served, and comes back after it', () => {
    const next = reduce(late, { type: 'told', message: { type: 'offer', contact: { ...maria('c-2'), offeredAt: instant(Date.now()) } } });
    expect(next.draft.notes).toBe('');
    const free = reduce(next, {
      type: 'told',
      message: { type: 'offer-withdrawn', contactId: next.contact!.contactId, n: 1, why: 'missed' },
    });
    expect(free.draft.notes).toBe('Half a sentence');
    expect(action('submit-wrap-up').allowed(free)).toBe(true);
  });

  it('is none when it is just being handed in', () => {
    expect(reduce(reduce(written, { type: 'began', action: 'submit-wrap-up' }), closed).late).toBeUndefined();
  });

  it('is forgotten with its draft when it is handed in or thrown away', () => {
    expect(deeds(late, { type: 'late' })).toEqual(['forget-draft', 'keep-late']);
  });
});

describe('a command', () => {
  const lost: Result<ContactView> = { ok: false, problem: { code: 'network-lost', sentence: 'Lost.', remedy: 'Again.', status: 503 } };
  function world(answers: Result<ContactView>[]) {
    const asked: { commandId: string; version: number; command: object }[] = [];
    let state = inState({ ...talks['talking']!, version: 7 });
    let loads = 0;
    const it = {
      state: () => state,
      dispatch: (event: Event) => void (state = reduce(state, event)),
      api: { call: (_route: string, request: (typeof asked)[number]) => (asked.push(request), Promise.resolve(answers.shift())) },
      load: () => Promise.resolve(void loads++),
    };
    return { world: it as unknown as World, asked, loads: () => loads, state: () => state };
  }
  const held: Result<ContactView> = { ok: true, value: call({ ...talks['on-hold']!, version: 8 }) };

  it('carries the version that was seen, and shows what the server made of it', async () => {
    const w = world([held]);
    expect(await command(w.world, { do: 'hold' })).toBe(true);
    expect(w.asked).toMatchObject([{ n: 1, version: 7, command: { do: 'hold' } }]);
    expect(w.state().contact?.talk?.state).toBe('on-hold');
  });

  it('is asked once more with the same id when the network took the answer', async () => {
    const w = world([lost, held]);
    await command(w.world, { do: 'hold' });
    expect(w.asked).toHaveLength(2);
    expect(w.asked[0]?.commandId).toBe(w.asked[1]?.commandId);
  });

  it('that is refused is not repeated: its problem is told, and the state looked at again', async () => {
    const refused: Result<ContactView> = {
      ok: false,
      problem: { code: 'somebody-faster', sentence: 'Faster.', remedy: 'Look.', status: 409 },
    };
    const w = world([refused]);
    expect(await command(w.world, { do: 'hold' })).toBe(false);
    expect(w.state().messages).toMatchObject([{ kind: 'error', text: 'Faster.', remedy: 'Look.' }]);
    expect(w.loads()).toBe(1);
    expect(w.asked).toHaveLength(1);
  });

  it('is given up after the second loss', async () => {
    let times = 0;
    await twice(() => (times++, Promise.resolve(lost)));
    expect(times).toBe(2);
  });

  it('with keys waits for the one before, and takes along what was pressed meanwhile', async () => {
    const w = world([held, held]);
    const press = openKeys(w.world);
    for (const digit of '123') press(customer.partyId, digit);
    await expect
      .poll(() => w.asked.map((request) => request.command))
      .toEqual([
        { do: 'keys', partyId: 'customer', digits: '1' },
        { do: 'keys', partyId: 'customer', digits: '23' },
      ]);
  });
});

describe('keys', () => {
  it('are each for one action', () => {
    const keys = actions.flatMap(({ shortcut }) => shortcut ?? []);
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  });

  it('there is one for everything that a conversation allows', () => {
    expect(actions.filter(({ group, shortcut }) => group === 'Conversation' && shortcut === undefined)).toEqual([]);
  });
});

describe('the guide for agents', () => {
  it('names every key with what it does', () => {
    const rows = guide.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
    const missing = actions.filter(
      ({ shortcut, label }) => shortcut !== undefined && !rows.some((cells) => cells[1] === `\`${shortcut}\`` && cells[2] === label),
    );
    expect(missing.map(({ name }) => name)).toEqual([]);
  });
});

describe('a raised hand', () => {
  const line = (messageId: string, second: number) => ({
    ...{ messageId, agentId: anna, fromId: anna, fromName: 'Anna', text: messageId },
    at: instant(Date.UTC(2026, 5, 1, 9, 0, second)),
  });

  it('has its lines once and in order, pushed or loaded', () => {
    const state = after(
      { type: 'told', message: { type: 'help-message', message: line('second', 2) } },
      { type: 'help-loaded', agentId: anna, messages: [line('first', 1), line('second', 2)] },
      { type: 'told', message: { type: 'help-message', message: line('second', 2) } },
    );
    expect(state.help.chats[anna]?.map(({ text }) => text)).toEqual(['first', 'second']);
    expect(state.pushes).toBe(0);
  });
});
