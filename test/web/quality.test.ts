import { expect, it } from 'vitest';
import { figuresOf, silentReports, watchQuality } from '../../web/src/call/quality.ts';

const watch = () => {
  const told: string[] = [];
  return { told, ...watchQuality((quality) => told.push(quality)) };
};
const seconds = (n: number, run: () => void) => Array.from({ length: n }).forEach(run);

it('Audio that stops arriving is told after three seconds, once, and so is its return', () => {
  const { told, arrived } = watch();
  arrived(50);
  seconds(silentReports - 1, () => arrived(0));
  expect(told).toEqual([]);
  seconds(5, () => arrived(0));
  arrived(50);
  expect(told).toEqual(['none', 'good']);
});

it('What the SDK said meanwhile stands when audio arrives again', () => {
  const { told, arrived, said } = watch();
  seconds(silentReports, () => arrived(0));
  said('poor');
  arrived(50);
  said('good');
  expect(told).toEqual(['none', 'poor', 'good']);
});

it('A browser that does not count says nothing of silence', () => {
  const { told, arrived } = watch();
  seconds(9, () => arrived(undefined));
  seconds(9, () => arrived(Number.NaN));
  expect(told).toEqual([]);
});

it('Figures are told as the session measured them, and left out where the browser does not', () => {
  const metrics = { currentRoundTripTimeMs: Number.NaN, audioUpstreamRoundTripTimeMs: 41.6, audioPacketsReceivedFractionLoss: 0 };
  expect(figuresOf(metrics)).toEqual({ roundTripMs: 42, lossPercent: 0 });
});
