import { describe, expect, it } from 'vitest';
import type { Ask, Json } from '../../shared/flows/ask.ts';
import { faultsOfSaying } from '../../shared/flows/prompt-faults.ts';
import { say } from '../../shared/flows/steps/say.ts';
import { findGaps } from '../../shared/prompts/gaps.ts';
import { languages } from '../../shared/prompts/language.ts';
import { promptOfKey } from '../../shared/prompts/prompt-key.ts';
import { partsOf, recordingsOf, variablesOf } from '../../shared/prompts/template.ts';
import { count, spelled, spoken, type Variables } from '../../shared/prompts/variables.ts';

/** What is asked for while `say` is answered: `own` are the company's words, `heard` how actions end. */
function said(language: string, variables: Variables, { own, heard }: { own: string; heard?: Json }): Ask[] {
  const step = say({ transactionId: 'call', dialledNumber: '+12025550100', language, promptsBucket: 'prompts' }, 'parcel', variables);
  const asks: Ask[] = [];
  for (let turn = step.next(); turn.done !== true;) {
    asks.push(turn.value);
    turn = step.next(turn.value.do === 'look' ? own : (heard ?? { ok: true }));
  }
  return asks;
}
const audio = (ask: Ask | undefined) =>
  ask?.do === 'act'
    ? ask.actions.map(({ Parameters }) => ('AudioSource' in Parameters ? promptOfKey(Parameters.AudioSource.Key) : 'spoken'))
    : [];

describe('a prompt with variables', () => {
  it('has recordings for what stands between them', () => {
    expect(partsOf('Your parcel {id} comes in {wait}.')).toEqual([
      { text: 'Your parcel' },
      { variable: 'id' },
      { text: 'comes in' },
      { variable: 'wait' },
    ]);
    expect(variablesOf('{a} and {b} and {a}')).toEqual(['a', 'b']);
    expect(recordingsOf('parcel', 'Your parcel {id} comes.')).toEqual([
      ['parcel~1', 'Your parcel'],
      ['parcel~2', 'comes.'],
    ]);
    expect(recordingsOf('welcome', 'Welcome.')).toEqual([['welcome', 'Welcome.']]);
  });

  it('is spoken by Polly where it has a voice', () => {
    const asks = said('cs-CZ', { wait: count(2, 'minute') }, { own: 'Zásilka přijde za {wait}.' });
    expect(asks.at(-1)).toMatchObject({
      actions: [{ Type: 'Speak', Parameters: { Text: 'Zásilka přijde za dvě minuty.', VoiceId: 'Jitka', Engine: 'neural' } }],
    });
  });

  it('is played from recordings where it has none, and where the voice fails', () => {
    const hungarian = said('hu-HU', { wait: count(2, 'minute') }, { own: 'A csomag {wait} múlva érkezik.' });
    expect(audio(hungarian.at(-1))).toEqual(['parcel~1', 'number-2-count', 'unit-minute-other', 'parcel~2']);
    const failed = said(
      'en-US',
      { wait: count(2, 'minute') },
      { own: 'It comes in {wait}.', heard: { ok: false, why: 'SystemException' } },
    );
    expect(audio(failed.at(-1))).toEqual(['parcel~1', 'number-2', 'unit-minute-other']);
  });

  it('never asks for more actions than an answer may hold', () => {
    const asks = said('el-GR', { id: spelled('1234567890AB') }, { own: 'Το δέμα {id} έρχεται.' }).filter(({ do: kind }) => kind === 'act');
    expect(asks.map((ask) => audio(ask).length)).toEqual([10, 4]);
    expect(new Set(asks.map(({ label }) => label)).size).toBe(2);
  });

  it('leaves a name out where nobody can say it', () => {
    expect(audio(said('hu-HU', { name: spoken('Mária') }, { own: 'Jó napot, {name}!' }).at(-1))).toEqual(['parcel~1']);
  });
});

describe('before a caller hears it', () => {
  const known = { prompts: new Map(languages.map((language) => [language, new Set(['parcel', 'welcome'])])), music: new Set<string>() };

  it('free text is found that a language has no voice for', () => {
    const [fault] = faultsOfSaying('parcel', { name: 'spoken' }, known);
    expect(fault?.sentence).toContain('in Hungarian and Greek');
    expect(faultsOfSaying('parcel', { name: 'spelled' }, known)).toEqual([]);
  });

  it('a prompt is found that is said with variables it has no place for, or is missing', () => {
    expect(faultsOfSaying('welcome', { name: 'whole' }, known)[0]?.sentence).toContain('has no place for "name"');
    expect(faultsOfSaying('nothing', { n: 'whole' }, known)[0]?.sentence).toBe('There is no prompt "nothing".');
  });

  it('texts are found that a language lacks, or that name other variables', () => {
    const none = { 'hu-HU': {}, 'cs-CZ': {}, 'el-GR': {}, 'zh-CN': {} };
    const gaps = findGaps({ ...none, 'en-US': { parcel: 'In {wait}.' }, 'hu-HU': { parcel: '{idő} múlva.' } });
    expect(gaps.map(({ language }) => language)).toEqual(['hu-HU', 'cs-CZ', 'el-GR', 'zh-CN']);
    expect(gaps[0]?.sentence).toContain('not those of English: wait');
  });
});
