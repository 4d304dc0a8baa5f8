/** The same seed plays the same game: give it by SEED, and the number of games by RUNS. Another each time where none is named. */
export function parameters(title: string, numRuns: number, usual = Date.now() % 2 ** 31): { seed: number; numRuns: number } {
  const seed = process.env['SEED'] === undefined ? usual : Number(process.env['SEED']);
  const given = { seed, numRuns: Number(process.env['RUNS'] ?? numRuns) };
  console.log(`${title}: SEED=${given.seed} RUNS=${given.numRuns}`);
  return given;
}
