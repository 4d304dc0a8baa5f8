import { describe, expect, it } from 'vitest';
import { type Language, languages } from '../../shared/prompts/language.ts';
import { type Piece, written } from '../../shared/prompts/read/reader.ts';
import { readers } from '../../shared/prompts/read/readers.ts';
import { count, date, duration, money, phone, readVariable, spelled, time, type Variable, whole } from '../../shared/prompts/variables.ts';

const said = (language: Language, pieces: readonly Piece[]) => written(pieces, readers[language]);
const read = (language: Language, variable: Variable) => said(language, readVariable(variable, language) ?? []);
/** `[variable, words]` in one language. */
const all = (language: Language, examples: [Variable, string][]) =>
  expect(examples.map(([variable]) => read(language, variable))).toEqual(examples.map(([, words]) => words));

describe.each(languages)('whole numbers in %s', (language) => {
  const { whole: reading, fragments } = readers[language];
  it('are said by fragments that exist, every one of them up to 999,999', () => {
    const missing = new Set<string>();
    const look = (n: number): void => {
      for (const { name } of reading(n)) if (fragments[name] === undefined) missing.add(name);
    };
    for (let n = 0; n < 20_000; n++) look(n);
    // Beyond, a number is its thousands and its rest: every one of both.
    for (let thousands = 20_000; thousands < 1_000_000; thousands += 1000)
      for (const rest of [0, 1, 2, 3, 4, 5, 10, 11, 12, 14, 20, 21, 22, 99, 100, 101, 102, 110, 200, 203, 999]) look(thousands + rest);
    expect([...missing]).toEqual([]);
  });

  it('are all said differently', () => {
    const heard = new Set<string>();
    for (let n = 0; n < 5_000; n++) heard.add(said(language, reading(n)));
    for (let n = 5_000; n < 999_999_999; n = Math.round(n * 1.01) + 7) heard.add(said(language, reading(n)));
    let wanted = 5_000;
    for (let n = 5_000; n < 999_999_999; n = Math.round(n * 1.01) + 7) wanted += 1;
    expect(heard.size).toBe(wanted);
  });
});

it('English is read as it is spoken', () => {
  all('en-US', [
    [whole(1234), 'one thousand two hundred thirty-four'],
    [whole(-3), 'minus three'],
    [count(1, 'minute'), 'one minute'],
    [count(5, 'minute'), 'five minutes'],
    [money(12.5, 'EUR'), 'twelve euros fifty cents'],
    [money(0.01, 'USD'), 'one cent'],
    [date('2026-11-26'), 'Thursday November twenty-sixth'],
    [date('2005-02-01', { year: true }), 'Tuesday February first two thousand five'],
    [time('14:30'), 'two thirty p m'],
    [time('9:05'), 'nine oh five a m'],
    [time('12:00'), 'noon'],
    [duration(3725), 'one hour two minutes'],
    [spelled('AB-12'), 'A B one two'],
    [phone('+36 1 234'), 'plus three six one, two three four'],
  ]);
});

it('Hungarian counts with két, joins its numbers, and leaves nouns in the singular', () => {
  all('hu-HU', [
    [whole(2), 'kettő'],
    [count(2, 'minute'), 'két perc'],
    [whole(21), 'huszonegy'],
    [count(22, 'hour'), 'huszonkét óra'],
    [whole(1999), 'ezerkilencszázkilencvenkilenc'],
    [whole(2026), 'kétezer-huszonhat'],
    [money(12_490, 'HUF'), 'tizenkétezer-négyszázkilencven forint'],
    [date('2026-11-26', { year: true }), 'kétezer-huszonhat november huszonhatodika csütörtök'],
    [time('14:30'), 'tizennégy óra harminc perc'],
  ]);
});

it('Czech agrees in gender and number', () => {
  all('cs-CZ', [
    [count(1, 'minute'), 'jedna minuta'],
    [count(2, 'minute'), 'dvě minuty'],
    [count(5, 'minute'), 'pět minut'],
    [count(1, 'day'), 'jeden den'],
    [money(1, 'EUR'), 'jedno euro'],
    [money(2, 'CZK'), 'dvě koruny'],
    [money(22.5, 'CZK'), 'dvacet dva korun padesát haléřů'],
    [money(4, 'USD'), 'čtyři dolary'],
    [whole(2_300), 'dva tisíce tři sta'],
    [whole(5_000_000), 'pět milionů'],
    [date('2026-11-26'), 'čtvrtek dvacátého šestého listopadu'],
    [time('2:01'), 'dvě hodiny jedna minuta'],
  ]);
});

it('Greek agrees in gender', () => {
  all('el-GR', [
    [count(1, 'minute'), 'ένα λεπτό'],
    [count(1, 'hour'), 'μία ώρα'],
    [count(3, 'minute'), 'τρία λεπτά'],
    [count(24, 'hour'), 'είκοσι τέσσερις ώρες'],
    [money(200, 'EUR'), 'διακόσια ευρώ'],
    [money(200, 'CZK'), 'διακόσιες κορόνες'],
    [whole(203_003), 'διακόσιες τρεις χιλιάδες τρία'],
    [whole(1_000_000), 'ένα εκατομμύριο'],
    [date('2026-03-01'), 'Κυριακή πρώτη Μαρτίου'],
    [time('9:00'), 'εννέα ακριβώς'],
  ]);
});

it('Chinese counts with 两, in ten thousands, and says what is skipped', () => {
  all('zh-CN', [
    [whole(2), '二'],
    [count(2, 'minute'), '两分钟'],
    [whole(105), '一百零五'],
    [whole(110), '一百一十'],
    [whole(10_005), '一万零五'],
    [whole(20_000), '两万'],
    [whole(123_456), '十二万三千四百五十六'],
    [whole(100_001_000), '一亿零一千'],
    [money(12.34, 'CNY'), '十二元三角四分'],
    [date('2026-11-26', { year: true }), '二零二六年十一月二十六日星期四'],
    [time('14:05'), '十四点零五分'],
  ]);
});

it('a value that is none of its kind is left out, and free text is for voices only', () => {
  expect(readVariable(time('25:00'), 'en-US')).toEqual([]);
  expect(readVariable(date('soon'), 'en-US')).toEqual([]);
  expect(readVariable(whole(Number.NaN), 'hu-HU')).toEqual([]);
  expect(readVariable({ kind: 'spoken', value: 'Maria' }, 'en-US')).toBeUndefined();
  expect(read('en-US', whole(1_234_567_890))).toBe('one two three four five six seven eight nine zero');
});
