import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkFlow, checkFlows, findingLines } from '../../bin/flows/check.ts';
import { settingFaults, settingsToCheck } from '../../bin/flows/check-settings.ts';
import { findFlow } from '../../bin/flows/find-flows.ts';
import { names } from '../../bin/flows/settings.ts';
import type { Examples } from '../../shared/flows/answers.ts';
import type { Flow } from '../../shared/flows/flow.ts';
import * as faulty from './faulty-flows.ts';

const check = (flow: Flow, examples: Examples = {}, known = names) => checkFlow({ flow, examples }, known).findings;
const file = path.join(import.meta.dirname, 'faulty-flows.ts');
/** The line that the comment marks, counted from 1. */
const lineOf = (mark: string): number => 1 + readFileSync(file, 'utf8').split('\n').findIndex((line) => line.includes(`// ${mark}`)); // prettier-ignore

describe('flows check', () => {
  it('finds nothing wrong with the first flow, as `npm run check` says of all that are shipped', async () => {
    const lines: string[] = [];
    expect(
      checkFlows([await findFlow('main')], names, (line) => lines.push(line)),
      lines.join('\n'),
    ).toBe(true);
    expect(lines[0]).toMatch(/^ok {5}main: \d+ steps, \d+ situations; a call takes at most \d+ events and \d+ bytes of record$/);
  });

  it('finds callers who are hung up on without a word, and says by which keys they come there', () => {
    const [found, ...others] = check(faulty.wordless);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ rule: 'dead-end', flow: 'wordless', step: 'hangUp', site: { file, line: lineOf('wordless') } });
    expect(found?.way).toBe('menu main-menu 1: key 9');
  });

  it('finds that those who press nothing have no branch', () => {
    const found = check(faulty.silentEnd);
    expect(found.map(({ rule }) => rule)).toContain('no-input');
    expect(found.find(({ rule }) => rule === 'no-input')?.site?.line).toBe(lineOf('silent end'));
  });

  it('finds a loop that nobody gets out of', () => {
    const found = check(faulty.noExit);
    expect(found).toEqual([expect.objectContaining({ rule: 'loop', step: 'play' })]);
  });

  it('finds a loop in which a caller who does nothing stays for ever', () => {
    const found = check(faulty.patient);
    expect(found).toEqual([expect.objectContaining({ rule: 'no-input', step: 'menu', site: { file, line: lineOf('patient') } })]);
  });

  it('finds flows, queues and prompts that settings name and that are not there', async () => {
    const shipped = await settingsToCheck(undefined);
    for (const wanted of Object.values(shipped)) expect(settingFaults(wanted, names)).toEqual([]);
    const service = shipped['settings of a new contact center']?.find(({ kind }) => kind === 'queue');
    const exits = [{ key: '1', flow: 'nowhere', prompt: 'silence' }];
    const wrong = [
      ...(shipped['settings of a new contact center'] ?? []).filter(({ kind }) => kind !== 'queue'),
      { kind: 'queue' as const, id: 'service', item: { ...service?.item, fallback: 'gone', exits } },
      { kind: 'number' as const, id: '+12025550177', item: { number: '+12025550177', flow: 'lost', hoursId: 'office' } },
    ];
    const faults = settingFaults(wrong, names);
    for (const what of ['flow “nowhere”', 'prompt “silence”', '“gone”', 'flow “lost”'])
      expect(
        faults.some((fault) => fault.includes(what)),
        `${what} in ${faults.join('\n')}`,
      ).toBe(true);
    expect(faults).toHaveLength(4);
  });

  it('lets a loop pass that counts its rounds', () => {
    expect(check(faulty.threeRounds)).toEqual([]);
  });

  it('finds what makes a call a lost one: the clock, and what is thrown', () => {
    const [byClock] = check(faulty.clock);
    expect(byClock).toMatchObject({ rule: 'lost', site: { line: lineOf('clock') } });
    expect(byClock?.sentence).toContain('new Date');
    const [thrown] = check(faulty.throwing);
    expect(thrown).toMatchObject({ rule: 'lost', site: { line: lineOf('throwing') }, way: 'identify: number withheld' });
    expect(thrown?.sentence).toContain('nobody called');
  });

  it('finds names that nobody knows: hours, prompts and topics', () => {
    const found = check(faulty.strangeNames).map(({ rule, site }) => [rule, site?.line]);
    const first = lineOf('hours, prompt');
    expect(found.toSorted()).toEqual([['hours', first], ['prompt', first], ['topic', lineOf('topic')]]); // prettier-ignore
  });

  it('finds flows, extensions, numbers and languages that can’t be meant', () => {
    const found = check(faulty.strangeWays).map(({ rule, site }) => [rule, site?.line]);
    expect(found).toEqual([
      ['language', lineOf('language')],
      ['agent', lineOf('agent')],
      ['number', lineOf('number')],
      ['flow', lineOf('fallback')],
      ['flow', lineOf('flow')],
    ]);
  });

  it('finds what takes longer than the service waits', () => {
    expect(check(faulty.slow, { 'find order': ['operator'] })).toEqual([
      expect.objectContaining({ rule: 'slow', site: { file, line: lineOf('slow') } }),
    ]);
  });

  it('asks what comes of secret digits', () => {
    expect(check(faulty.unknownSecret)).toEqual([expect.objectContaining({ rule: 'example', sentence: 'What comes after "auth-pin" can\'t be checked.' })]); // prettier-ignore
    expect(check(faulty.unknownSecret, { 'auth-pin': ['right', 'wrong'] })).toEqual([]);
  });

  it('finds prompts that are missing in one of the languages', () => {
    const prompts = new Map([...names.prompts, ['hu-HU' as const, new Set(['welcome'])]]);
    const sentences = check(faulty.noExit, {}, { ...names, prompts }).map(({ sentence }) => sentence);
    expect(sentences).toContain('The prompt "closed" has no words in hu-HU.');
    expect(sentences.join()).not.toContain('welcome');
  });

  it('asks what a run may give, and goes on with that', () => {
    expect(check(faulty.unknownResult)).toEqual([expect.objectContaining({ rule: 'example', site: { file, line: lineOf('example') } })]);
    const given = check(faulty.unknownResult, { 'find order': ['shipped', 'lost'] });
    expect(given).toEqual([expect.objectContaining({ rule: 'prompt', way: 'find order: "lost"' })]);
  });

  it('finds a step that no key can answer', () => {
    expect(check(faulty.deaf).map(({ rule, sentence }) => [rule, sentence])).toEqual([
      ['no-keys', 'No keys were found that ^[A-D]$ accepts.'],
    ]);
  });

  it('finds a record that grows too large', () => {
    const page = 'x'.repeat(2500);
    const examples = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`page ${n}`, [page]]));
    expect(check(faulty.greedy, examples).map(({ rule }) => rule)).toEqual(expect.arrayContaining(['lost', 'budget']));
  });

  it('says file, line, step, remedy and way in its lines', () => {
    const [found] = check(faulty.wordless);
    const text = found === undefined ? '' : findingLines(found);
    expect(text).toContain(`test/flows-tools/faulty-flows.ts:${lineOf('wordless')}`);
    expect(text).toMatch(/wordless, hangUp: .* \(dead-end\)\n {4}remedy .*\n {4}way {4}menu main-menu 1: key 9/);
  });
});
