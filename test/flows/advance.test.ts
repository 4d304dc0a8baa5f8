import { describe, expect, it } from 'vitest';
import { advance } from '../../shared/flows/advance.ts';
import type { Circumstances } from '../../shared/flows/ask.ts';
import { defineFlow, type Script } from '../../shared/flows/flow.ts';
import { recordBytes } from '../../shared/flows/record.ts';

const circumstances: Circumstances = { transactionId: 'call', dialledNumber: '+12025550100', language: 'en-US', promptsBucket: 'prompts' };
const run = (script: Script, record: Parameters<typeof advance>[2] = []) => advance(defineFlow('flow', script), circumstances, record);

describe('advancing a flow', () => {
  it('runs from the top with the recorded results and gives the first ask that has none', () => {
    const script: Script = function* (call) {
      const open = yield* call.isOpen('support');
      yield* call.play(open ? 'welcome' : 'closed');
    };
    expect(run(script)).toMatchObject({ kind: 'look', step: 0, look: { kind: 'is-open', hoursId: 'support' } });
    expect(run(script, [['is open support', false]])).toMatchObject({ kind: 'act', label: 'play closed' });
    expect(
      run(script, [
        ['is open support', true],
        ['play welcome', { ok: true }],
      ]),
    ).toEqual({ kind: 'hang-up' });
  });

  it('loses a call whose record does not fit the code', () => {
    const script: Script = function* (call) {
      yield* call.play('welcome');
    };
    expect(run(script, [['play goodbye', { ok: true }]])).toMatchObject({ kind: 'lost' });
    expect(
      run(script, [
        ['play welcome', { ok: true }],
        ['play welcome', { ok: true }],
      ]),
    ).toMatchObject({ kind: 'lost' });
  });

  it.each<[string, () => unknown]>([
    ['Date.now', () => Date.now()],
    ['new Date', () => new Date()],
    ['Math.random', () => Math.random()],
    ['crypto.randomUUID', () => crypto.randomUUID()],
    ['performance.now', () => performance.now()],
  ])('loses a call whose flow uses %s, and gives it back afterwards', (name, use) => {
    const next = run(function* (call) {
      use();
      yield* call.play('welcome');
    });
    expect(next).toMatchObject({ kind: 'lost' });
    expect(next.kind === 'lost' ? next.why : '').toContain(name);
    expect(use).not.toThrow();
  });

  it('lets a flow compute with dates that it was given', () => {
    const script: Script = function* (call) {
      if (new Date('2026-01-01T00:00:00Z').getUTCFullYear() === 2026) yield* call.play('welcome');
    };
    expect(run(script)).toMatchObject({ kind: 'act' });
  });

  it('loses a call whose record has grown beyond what a call can carry', () => {
    const next = run(
      function* (call) {
        yield* call.run('large', async () => '');
      },
      [['run large', 'x'.repeat(recordBytes)]],
    );
    expect(next).toMatchObject({ kind: 'lost' });
  });

  it('loses a call whose flow asks for actions that the service would refuse', () => {
    const next = run(function* () {
      yield { do: 'act', label: 'silence', actions: [] };
    });
    expect(next).toMatchObject({ kind: 'lost' });
  });
});
