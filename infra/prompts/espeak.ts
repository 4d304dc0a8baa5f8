/**
 * eSpeak NG, when the machine has it: speech for languages in which the shipped voice can't speak. A program of its own under the GPL, so it
 * is never a part of Linehall: it is started, where somebody installed it.
 */
import { spawn, spawnSync } from 'node:child_process';
import { Buffer } from 'node:buffer';
import type { Language } from '../../shared/prompts/language.ts';
import { readWav, type Sound } from '../../shared/prompts/sound/wav.ts';

const program = 'espeak-ng';
/** Mandarin with its usual voice takes syllables for English. */
const voices: Record<Language, string> = { 'en-US': 'en-us', 'hu-HU': 'hu', 'cs-CZ': 'cs', 'el-GR': 'el', 'zh-CN': 'cmn-latn-pinyin' };
/** Words a minute; slower than its default, as a telephone takes away the high notes. */
const speed = 150;

let found: boolean | undefined;

/** Whether the program is installed. */
export const hasEspeak = (): boolean => (found ??= spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0);

/** Speaks a text. Rejects when the program fails. */
export function speakWithEspeak(text: string, language: Language): Promise<Sound> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ['-v', voices[language], '-s', String(speed), '-b', '1', '--stdin', '--stdout'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const parts: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== 0) return reject(new Error(`${program} ended with code ${code}.`));
      try {
        resolve(readWav(Buffer.concat(parts)));
      } catch (fault) {
        reject(fault instanceof Error ? fault : new Error(String(fault)));
      }
    });
    child.stdin.end(text);
  });
}
