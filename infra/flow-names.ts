/**
 * What flows name of the settings, read from their files: topics, hours, queues and prompts that are written there as words. Who removes one of
 * them is told so at once; what a flow makes up while it runs only `flows check` finds.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A setting that a flow names. */
export interface FlowName {
  kind: 'topic' | 'hours' | 'queue' | 'prompt';
  id: string;
}

const word = "'([a-z0-9][a-z0-9-]{0,63})'";
const patterns: readonly [FlowName['kind'], RegExp][] = [
  ['topic', new RegExp(`\\b(?:enqueue|queueState|notice)\\(\\s*${word}`, 'g')],
  ['topic', new RegExp(`\\btopic: ${word}`, 'g')],
  // The choices of a menu: key → topic.
  ['topic', new RegExp(`\\b[0-9]: ${word}`, 'g')],
  ['hours', new RegExp(`\\b(?:isOpen|opensAt)\\(\\s*${word}`, 'g')],
  ['queue', new RegExp(`\\bqueue: ${word}`, 'g')],
  ['prompt', new RegExp(`\\b(?:play|say|message|menu|digits|secretDigits|press|tryDigits)\\(\\s*${word}`, 'g')],
  ['prompt', new RegExp(`\\bprompt: ${word}`, 'g')],
];

/** Pure: what a flow's source names, each thing once. */
export function namesIn(source: string): FlowName[] {
  const found = patterns.flatMap(([kind, pattern]) => [...source.matchAll(pattern)].map(([, id = '']) => ({ kind, id })));
  return found.filter(({ kind, id }, i) => found.findIndex((one) => one.kind === kind && one.id === id) === i);
}

/** By flow. */
export function readFlowNames(folder: string): Record<string, FlowName[]> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));
  return Object.fromEntries(files.map((file) => [path.basename(file, '.ts'), namesIn(readFileSync(path.join(folder, file), 'utf8'))]));
}
