/** baresip as the caller's telephone: says a tone from a file, records what it hears, and obeys over its control socket. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { wavOf } from '../../local/caller.ts';

export interface Baresip {
  /** Where it listens: calls to its number may come from there. */
  readonly at: { host: string; port: number };
  dial(uri: string): Promise<void>;
  /** Sends a key as an RFC 4733 event. */
  press(key: string): Promise<void>;
  hangUp(): Promise<void>;
  /** Answers the call that rings. */
  accept(): Promise<void>;
  /** Resolves when baresip tells of such an event (`CALL_ESTABLISHED`), or has told since the one asked for before. Rejects after `withinMs`. */
  event(type: string, withinMs?: number): Promise<void>;
  /** All that was heard in the last call so far, 8 kHz. */
  recording(): Int16Array;
  close(): Promise<void>;
}

const modules = '/usr/lib/baresip/modules';
const Told = z.object({ type: z.string().optional(), data: z.string().optional() });

/** Two ports that are free at this moment. */
async function freePorts(): Promise<[number, number]> {
  const servers = [net.createServer().listen(0, '127.0.0.1'), net.createServer().listen(0, '127.0.0.1')] as const;
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const [one, other] = servers.map((server) => (server.address() as net.AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return [one ?? 0, other ?? 0];
}

const configuration = (dir: string, sipPort: number, controlPort: number): string => `
poll_method epoll
sip_listen 127.0.0.1:${sipPort}
call_max_calls 1
audio_player aufile,${dir}/played.wav
audio_source aufile,${dir}/says.wav
audio_alert aufile,${dir}/alert.wav
ausrc_srate 8000
auplay_srate 8000
ausrc_channels 1
auplay_channels 1
audio_buffer 20-160
net_interface 127.0.0.1
module_path ${modules}
module g711.so
module aufile.so
module sndfile.so
module_tmp uuid.so
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:${controlPort}
snd_path ${dir}
`;

/** The control socket: netstrings of JSON, `12:{"command":…},`. */
class Control {
  readonly #socket: net.Socket;
  readonly #told: string[] = [];
  #said = '';
  #rest = Buffer.alloc(0);
  #look: () => void = () => undefined;

  constructor(socket: net.Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => this.#take(chunk));
  }

  send(command: string, params = ''): void {
    const text = JSON.stringify({ command, params, token: command });
    this.#socket.write(`${Buffer.byteLength(text)}:${text},`);
  }

  event(type: string, withinMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no ${type} within ${withinMs} ms, but ${this.#told.join(', ')}`)), withinMs);
      this.#look = () => {
        const at = this.#told.indexOf(type);
        if (at < 0) return;
        this.#told.splice(0, at + 1);
        clearTimeout(timer);
        resolve();
      };
      this.#look();
    });
  }

  /** Asks until what baresip says of itself matches: what happened before we listened is told by no event. */
  async state(command: string, pattern: RegExp, withinMs = 10_000): Promise<void> {
    const endAt = Date.now() + withinMs;
    while (!pattern.test(this.#said)) {
      if (Date.now() > endAt) throw new Error(`${command} never said ${pattern.source}, but ${this.#said}`);
      this.send(command);
      await pause(100);
    }
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const colon = this.#rest.indexOf(':');
      const length = Number(this.#rest.subarray(0, colon).toString());
      if (colon < 0 || this.#rest.length < colon + length + 2) return;
      const { type, data } = Told.parse(JSON.parse(this.#rest.subarray(colon + 1, colon + 1 + length).toString()));
      this.#rest = this.#rest.subarray(colon + length + 2);
      if (type !== undefined) this.#told.push(type);
      if (data !== undefined) this.#said = data;
      this.#look();
    }
  }
}

/** Connects to the control socket as soon as it listens; undefined when baresip ends before, or does without one. */
async function connect(port: number, child: ChildProcess): Promise<net.Socket | undefined> {
  const endAt = Date.now() + 15_000;
  while (child.exitCode === null && child.signalCode === null && Date.now() < endAt) {
    const socket = net.connect(port, '127.0.0.1');
    const open = await new Promise<boolean>((resolve) => socket.once('connect', () => resolve(true)).once('error', () => resolve(false)));
    if (open) return socket;
    await pause(100);
  }
  return undefined;
}

/** Runs baresip in `dir`: with other ports, when one was taken by somebody else meanwhile, or the one after SIP's, which it takes for TLS. */
async function runBaresip(dir: string): Promise<{ child: ChildProcess; sipPort: number; socket: net.Socket }> {
  let said = '';
  for (let tries = 0; tries < 5; tries++) {
    const [sipPort, controlPort] = await freePorts();
    writeFileSync(path.join(dir, 'config'), configuration(dir, sipPort, controlPort));
    const child = spawn('baresip', ['-f', dir], { cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => (said = `${said}${text.toString()}`.slice(-2000)));
    const socket = await connect(controlPort, child);
    if (socket !== undefined) return { child, sipPort, socket };
    child.kill();
  }
  throw new Error(`baresip does not run:\n${said}`);
}

/** The files in which sndfile writes what calls hear, named by the second. */
const heardFiles = (dir: string): string[] =>
  readdirSync(dir)
    .filter((name) => name.startsWith('dump') && name.endsWith('-dec.wav'))
    .map((name) => path.join(dir, name));

/** The last call's received audio; the header of its file is not finished before the call is. */
function heard(dir: string): Int16Array {
  const file = heardFiles(dir).sort().at(-1);
  if (file === undefined) return new Int16Array();
  const bytes = readFileSync(file).subarray(44);
  return Int16Array.from({ length: bytes.length >> 1 }, (_, i) => bytes.readInt16LE(2 * i));
}

/** Where baresip registers, and as whom. */
export interface Registration {
  user: string;
  password: string;
  /** `host:port` of the registrar. */
  sip: string;
}

const accountOf = (who: string | Registration): string =>
  typeof who === 'string'
    ? `<sip:${who}@127.0.0.1>;regint=0;audio_codecs=pcmu`
    : `<sip:${who.user}@${who.sip}>;auth_user=${who.user};auth_pass=${who.password};regint=60;audio_codecs=pcmu`;

/** A tone of four minutes. */
const tone = (hz: number): Uint8Array =>
  wavOf(Int16Array.from({ length: 8000 * 240 }, (_, i) => 8000 * Math.sin((2 * Math.PI * hz * i) / 8000)));

/** Starts baresip with a number of its own, or with an account and waits until it is registered. It says a tone of so many hertz, or a WAV. */
export async function startBaresip(who: string | Registration, voice: number | Uint8Array): Promise<Baresip> {
  if (!existsSync(modules)) throw new Error(`baresip has no modules in ${modules}`);
  const dir = mkdtempSync(path.join(os.tmpdir(), 'linehall-baresip-'));
  writeFileSync(path.join(dir, 'says.wav'), typeof voice === 'number' ? tone(voice) : voice);
  writeFileSync(path.join(dir, 'alert.wav'), wavOf(new Int16Array(800)));
  writeFileSync(path.join(dir, 'accounts'), `${accountOf(who)}\n`);
  const { child, sipPort, socket } = await runBaresip(dir);
  const ended = once(child, 'exit');
  const control = new Control(socket);
  if (typeof who !== 'string') await control.state('reginfo', /OK .*Expires [1-9]/);
  return {
    at: { host: '127.0.0.1', port: sipPort },
    async dial(uri) {
      // What an earlier call heard is not taken for what this one hears.
      for (const file of heardFiles(dir)) rmSync(file);
      control.send('dial', uri);
    },
    press: async (key) => control.send('sndcode', key),
    hangUp: async () => control.send('hangup'),
    accept: async () => control.send('accept'),
    event: (type, withinMs = 15_000) => control.event(type, withinMs),
    recording: () => heard(dir),
    async close() {
      control.close();
      child.kill();
      await ended;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
