import { expect, test } from 'vitest';
import { CallbackGame } from './callback-game.ts';

/** The same games each time; others by SEED and RUNS. */
test('one live attempt for a number, one agent for a callback, and each ends once, whatever comes together, twice or dies half way', async () => {
  const first = Number(process.env['SEED'] ?? 5000);
  for (let seed = first; seed < first + Number(process.env['RUNS'] ?? 40); seed++) {
    const game = new CallbackGame(seed);
    await game
      .play()
      .catch((error: unknown) =>
        expect.unreachable(`SEED=${seed} RUNS=1\n${String(error)}\n${game.story.join('\n')}\n${error instanceof Error ? error.stack : ''}`),
      );
  }
}, 60_000);
