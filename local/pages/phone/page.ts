/** The browser phone's files, made when they are first asked for: the page, its script from one esbuild pass, and the caller's voice. */
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { build } from 'esbuild';
import { levelled, telephoneRate, toTelephone, trimmed } from '../../../shared/prompts/sound/shape.ts';
import { speak } from '../../../infra/prompts/voice.ts';
import { writeWav } from '../../../shared/prompts/sound/wav.ts';
import type { PhoneSettings } from './settings.ts';

export interface PageFile {
  type: string;
  body: string | Uint8Array;
}

const here = import.meta.dirname;
const html = 'text/html; charset=utf-8';

/** What the recorded caller says, again and again. A man's voice, so that nobody takes it for a prompt. */
export const callerSays =
  'Hello, good day. I am calling about my last order. The parcel came yesterday, but one part of it is missing. Could you please have a look at it for me? Thank you.';
const callerVoice = 'rms';
const pauseMs = 3500;

/** Speech of the recorded caller as a WAV file, with a pause after it. */
export async function recordCaller(text = callerSays): Promise<Uint8Array> {
  const { samples, rate } = await speak(text, callerVoice);
  return writeWav(trimmed(levelled(toTelephone(samples, rate), -20), pauseMs), telephoneRate);
}

async function bundle(): Promise<string> {
  const entryPoints = [path.join(here, 'browser/main.ts')];
  const { outputFiles } = await build({
    entryPoints,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

/**
 * The files below `/phone` by their path; undefined for a path that is none of them. `settings` is asked each time, since ports are
 * known late.
 */
export function phonePage(settings: () => PhoneSettings): (path: string) => Promise<PageFile | undefined> {
  const made = new Map<string, Promise<string | Uint8Array>>();
  const once = async (name: string, type: string, make: () => Promise<string | Uint8Array>): Promise<PageFile> => {
    const making = made.get(name) ?? make();
    made.set(name, making);
    return { type, body: await making };
  };
  const read = (name: string) => () => readFile(path.join(here, name), 'utf8');
  return async (asked) => {
    switch (asked) {
      case '/phone':
      case '/phone/':
        return once('page', html, read('index.html'));
      case '/phone/phone.css':
        return once('style', 'text/css; charset=utf-8', read('phone.css'));
      case '/phone/phone.js':
        return once('script', 'text/javascript; charset=utf-8', bundle);
      case '/phone/caller.wav':
        return once('voice', 'audio/wav', recordCaller);
      case '/phone/settings.json':
        return { type: 'application/json', body: JSON.stringify(settings()) };
      default:
        return undefined;
    }
  };
}

/** The same as answers of an HTTP server: false for a path that is none of the phone's. */
export function servePhone(
  settings: () => PhoneSettings,
): (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<boolean> {
  const fileAt = phonePage(settings);
  return async (_request, response, url) => {
    const file = await fileAt(url.pathname);
    if (file) response.writeHead(200, { 'content-type': file.type, 'cache-control': 'no-cache' }).end(file.body);
    return file !== undefined;
  };
}
