/** What `npm start` may be told. */
import { networkInterfaces } from 'node:os';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Trunk } from '../../gateway/contract.ts';

export const usage = `npm start -- [--fresh] [--port 4400] [--sip-port 5060] [--lan]
                [--trunk HOST[:PORT]] [--no-open] [--no-watch] [--dir .linehall]

  --fresh     begins anew: what was kept is deleted
  --port      the first of three ports: the client, the AWS APIs, the meetings
  --sip-port  where telephones call
  --lan       lets telephones of the same network call in
  --trunk     where calls to numbers of the outside go: a provider or your own exchange. What it asks for
              is taken from LINEHALL_TRUNK_USER, LINEHALL_TRUNK_PASSWORD and LINEHALL_TRUNK_FROM
  --no-open   opens no browser
  --no-watch  does not rebuild when a file is saved
  --dir       keeps its state in another folder`;

const port = z.coerce.number().int().min(1).max(65_533);
/** `host`, `host:port`, `[address]:port`. */
const trunkPlace = /^(?:\[(?<address>[0-9a-fA-F:]+)\]|(?<name>[A-Za-z0-9.-]+))(?::(?<port>\d{1,5}))?$/;
const Options = z.object({
  fresh: z.boolean().default(false),
  port: port.default(4400),
  'sip-port': port.default(5060),
  lan: z.boolean().default(false),
  trunk: z.string().regex(trunkPlace, 'is HOST or HOST:PORT').optional(),
  'no-open': z.boolean().default(false),
  'no-watch': z.boolean().default(false),
  dir: z.string().min(1).default('.linehall'),
  help: z.boolean().default(false),
});
export type Options = z.infer<typeof Options>;

/** Reads the command line; a sentence when it can't be read. */
export function readOptions(given: string[]): Options | string {
  const flag = { type: 'boolean' } as const;
  const text = { type: 'string' } as const;
  try {
    const options = {
      fresh: flag,
      port: text,
      'sip-port': text,
      lan: flag,
      trunk: text,
      'no-open': flag,
      'no-watch': flag,
      dir: text,
      help: flag,
    };
    const parsed = Options.safeParse(parseArgs({ args: given, options }).values);
    return parsed.success ? parsed.data : z.prettifyError(parsed.error);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The trunk of the command line, with what only the environment may say: passwords don't belong into a list of processes. */
export function readTrunk(place: string, environment: NodeJS.ProcessEnv): Trunk {
  const { address, name = place, port } = trunkPlace.exec(place)?.groups ?? {};
  const { LINEHALL_TRUNK_USER: user, LINEHALL_TRUNK_PASSWORD: password, LINEHALL_TRUNK_FROM: from } = environment;
  return {
    host: address ?? name,
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
    ...(from === undefined ? {} : { from }),
  };
}

/** This machine's first address in its network. */
export function lanAddress(): string | undefined {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find((address) => address.family === 'IPv4' && !address.internal)?.address;
}

/** A fault as one clear sentence for the person who starts; undefined: not one that has such a sentence. */
export function sentenceFor(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, port: taken, syscall } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE')
    return `Port ${taken ?? ''} is in use: perhaps Linehall runs already. End it, or choose others with --port and --sip-port.`;
  if (code === 'EACCES' && (syscall === 'listen' || syscall === 'bind'))
    return `Port ${taken ?? ''} may not be opened by you. Choose one above 1023 with --port or --sip-port.`;
  if (error.name === 'Unsupported' || error.name === 'BrokenAssembly') return `The templates can not be run here: ${error.message}`;
  return undefined;
}
