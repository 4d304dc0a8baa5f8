/** `npx linehall prompts check | render`: the recordings of the prompts in the repository. */
import path from 'node:path';
import { findLeftovers, findRecordings, hasVoice, recordMissing } from '../../infra/prompts/recordings.ts';
import { languageNames, languages } from '../../shared/prompts/language.ts';
import { findGaps } from '../../shared/prompts/gaps.ts';
import { voices } from '../../shared/prompts/voices.ts';

const usage = `linehall prompts <command>

  check     says which texts and recordings are missing, and which recordings speak words of yesterday
  render    records what is missing or stale with the voices of this machine (English always; others where espeak-ng is installed)`;

/** Tells; false when something is wrong. */
function check(): boolean {
  const gaps = findGaps();
  for (const { name, sentence, remedy } of gaps) console.log(`${name}: ${sentence}\n    remedy ${remedy}`);
  const found = findRecordings();
  const wrong = found.filter(({ state }) => state !== 'fresh');
  for (const { language, name, text, state } of wrong) console.log(`${language}/${name}: the recording is ${state}: “${text}”`);
  const leftovers = findLeftovers();
  for (const file of leftovers) console.log(`${path.relative(process.cwd(), file)}: no prompt of that name is left`);
  if (wrong.length + leftovers.length > 0)
    console.log('    remedy Run `npx linehall prompts render`, or record them, and commit the files.');
  for (const language of languages) {
    const all = found.filter((one) => one.language === language);
    const fresh = all.filter(({ state }) => state === 'fresh').length;
    const voice = voices[language] === undefined ? 'Polly has no voice' : `Polly speaks it as ${voices[language].voiceId}`;
    console.log(`${fresh === all.length ? 'ok    ' : 'WRONG '} ${languageNames[language]}: ${fresh} of ${all.length} recordings; ${voice}`);
  }
  return gaps.length + wrong.length + leftovers.length === 0;
}

async function render(): Promise<boolean> {
  const names = await recordMissing(languages, console.log);
  console.log(
    names.length === 0 ? 'All recordings speak the texts of today.' : `${names.length} recorded. Listen to them before you commit them.`,
  );
  const dumb = languages.filter((language) => !hasVoice(language));
  const left = findRecordings(dumb).filter(({ state }) => state !== 'fresh');
  if (left.length > 0) console.error(`linehall: ${left.length} can't be recorded here: install espeak-ng, or record them.`);
  return left.length === 0;
}

if (import.meta.main) {
  const [command] = process.argv.slice(2);
  if (command === 'check') process.exitCode = check() ? 0 : 1;
  else if (command === 'render') process.exitCode = (await render()) ? 0 : 1;
  else {
    console.error(usage);
    process.exitCode = command === undefined || command === '--help' ? 0 : 2;
  }
}
