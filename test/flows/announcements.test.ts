/** What is said in a queue, all of it: recordings that were there before the call, and nothing that a voice would have to make during it. */
import { describe, expect, it } from 'vitest';
import { wantedIn } from '../../infra/prompts/recordings.ts';
import { planActions } from '../../shared/flows/plan-actions.ts';
import { holdMusic } from '../../shared/prompts/catalogue.ts';
import { languageOfKey, promptOfKey } from '../../shared/prompts/prompt-key.ts';
import { languages } from '../../shared/prompts/language.ts';
import { limits } from '../../shared/telephony/sma.ts';

const places = [...Array.from({ length: 100 }, (_, i) => i + 1), 5000];
const waits = [undefined, 0, ...Array.from({ length: 60 }, (_, i) => i + 1), ...Array.from({ length: 99 }, (_, i) => 60 * (i + 1) + 30)];
const exits = [
  { key: '1', prompt: 'still-there' },
  { key: '2', prompt: 'connecting-soon' },
];

describe.each(languages)('announcements in %s', (language) => {
  const shipped = new Set([...wantedIn(language).keys(), holdMusic]);
  const said = (position: number, minutes: number | undefined) => {
    const moment = { nowMs: 0, promptsBucket: 'prompts', language, exits, position, ...(minutes === undefined ? {} : { minutes }) };
    return planActions({ do: 'hold', announce: 'position', broken: false }, moment).actions;
  };
  /** Each place with some wait, and each wait at some place. */
  const all = [...places.map((place) => said(place, 5)), ...waits.map((minutes) => said(3, minutes))];

  it('are recordings of this language that are shipped, and are never spoken', () => {
    for (const actions of all) {
      for (const action of actions) {
        if (action.Type === 'ReceiveDigits') continue;
        if (action.Type !== 'PlayAudio') throw new Error(`${action.Type} is no recording`);
        const { Key } = action.Parameters.AudioSource;
        expect(languageOfKey(Key)).toBe(language);
        expect(shipped.has(promptOfKey(Key) ?? Key), Key).toBe(true);
      }
    }
  });

  it('fit into one answer, with the music at their end', () => {
    for (const actions of all) {
      expect(actions.length).toBeLessThanOrEqual(limits.actionsPerAnswer);
      expect(JSON.stringify(actions.at(-1))).toContain(holdMusic);
      expect(actions.length).toBeGreaterThan(2);
    }
  });
});
