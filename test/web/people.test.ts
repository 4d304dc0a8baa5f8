import { describe, expect, it } from 'vitest';
import { defaultReasons } from '../../shared/reasons/words.ts';
import { e164Of, phoneText } from '../../web/src/parts/phone.ts';
import { choicesOf, commandOf, digitsOf, waysFor } from '../../web/src/state/people.ts';
import type { ContactView, TalkView } from '../../shared/wire/api.ts';
import { directory, talks } from './stand-in/conversation.ts';
import { maria } from './stand-in/people.ts';

const find = (typed: string, withQueues = true) =>
  choicesOf(directory(), { typed, meId: 'anna', nowMs: Date.now(), readable: phoneText, withQueues, reasons: defaultReasons });
const names = (typed: string, withQueues = true) => find(typed, withQueues).map(({ title }) => title);
const inTalk = (talk: TalkView | undefined): { link: 'live'; contact: ContactView } => {
  if (talk === undefined) throw new Error('no such conversation');
  return { link: 'live', contact: { ...maria('c-1'), state: 'connected', talk } };
};

describe('the box of people', () => {
  it('lists who can be reached first, and never oneself', () => {
    expect(names('')).toEqual(['Béla Kiss', 'Clara Osei', 'Dora Nilsson', 'Emil Horvat', 'Billing', 'Orders', 'Technical']);
  });

  it('finds by the beginning of any word, without accents, and by extension', () => {
    expect(names('bel')).toEqual(['Béla Kiss']);
    expect(names('kiss b')).toEqual(['Béla Kiss']);
    expect(names('203')[0]).toBe('Clara Osei');
    expect(names('zzz')).toEqual([]);
  });

  it('offers a typed number, and after the colleague whose extension it is', () => {
    expect(find('+36 30 123 4567')).toMatchObject([{ kind: 'number', title: '+36 30 123 4567', target: { number: '+36 30 123 4567' } }]);
    expect(names('202')).toEqual(['Béla Kiss', '202']);
    expect(digitsOf('call me')).toBeUndefined();
  });

  it('says why somebody can’t be called, and how a queue stands', () => {
    expect(find('dora')[0]?.whyNot).toContain('in a conversation');
    expect(find('technical')[0]?.word).toBe('Open, nobody there');
    expect(find('billing')[0]?.detail).toBe('3 agents · 2 waiting · about 4 min');
  });

  it('lists no queues where a call begins', () => {
    expect(names('', false)).not.toContain('Billing');
  });
});

describe('what can be done with who was found', () => {
  const bela = find('bela')[0];
  const billing = find('billing')[0];
  const number = find('+36301234567')[0];

  it('is a call while nothing is on the desk', () => {
    expect(waysFor({ link: 'live' }, bela)).toEqual(['call']);
    expect(waysFor({ link: 'live' }, billing)).toEqual([]);
  });

  it('is in a conversation what its state allows: a person is asked first, a queue gets the caller', () => {
    expect(waysFor(inTalk(talks['talking']), bela)).toEqual(['talk-first', 'add', 'transfer']);
    expect(waysFor(inTalk(talks['on-hold']), number)).toEqual(['talk-first', 'transfer']);
    expect(waysFor(inTalk(talks['conference']), bela)).toEqual(['add']);
    expect(waysFor(inTalk(talks['talking']), billing)[0]).toBe('transfer');
    expect(waysFor(inTalk(talks['calling']), bela)).toEqual([]);
  });

  it('is nothing with one who can’t be reached', () => {
    expect(waysFor(inTalk(talks['talking']), find('dora')[0])).toEqual([]);
  });

  it('hands people and queues over, and passes numbers on', () => {
    if (bela === undefined || number === undefined) throw new Error('nobody was found');
    expect(commandOf('transfer', bela)).toEqual({ do: 'hand-over', target: { agentId: 'bela' } });
    expect(commandOf('transfer', number)).toEqual({ do: 'pass-on', target: { number: '+36301234567' } });
    expect(commandOf('talk-first', bela)).toEqual({ do: 'consult', target: { agentId: 'bela' } });
  });
});

describe('telephone numbers', () => {
  it('are grouped for reading, and stay as they are when they are none', () => {
    expect(phoneText('+36301234567')).toBe('+36 30 123 4567');
    expect(phoneText('anonymous')).toBe('anonymous');
  });

  it('are read in any usual spelling with a country code', () => {
    expect(e164Of(' +1 (202) 555-0111 ')).toBe('+12025550111');
    expect(e164Of('0301234567')).toBeUndefined();
    expect(e164Of('+1')).toBeUndefined();
  });
});
