import type { Ask, Json } from './ask.ts';
import type { Call } from './call.ts';

/** The script of a call: a generator that reads like it. Its return value means nothing; at its end the call is hung up. */
export type Script = (call: Call) => Generator<Ask, unknown, Json>;

export interface Flow {
  readonly name: string;
  readonly script: Script;
}

/** Names a script. The name is what a dialled number's row points to. */
export const defineFlow = (name: string, script: Script): Flow => ({ name, script });
