/** `npx linehall flows check [flow]`: walks every branch and says what a caller would be the first to notice. */
import path from 'node:path';
import { findFaults, type Finding, namesIn } from '../../shared/flows/findings.ts';
import type { Names } from '../../shared/flows/step-faults.ts';
import { measure, walk } from '../../shared/flows/walk.ts';
import { type FoundFlow, root } from './find-flows.ts';

export interface Checked {
  findings: Finding[];
  /** One line for people. */
  summary: string;
}

type Checkable = Pick<FoundFlow, 'flow' | 'examples' | 'languages'>;

/** Walks a flow and looks for faults. */
export function checkFlow({ flow, examples, languages }: Checkable, all: Names): Checked {
  const names = languages === undefined ? all : namesIn(languages, all);
  const walked = walk(flow, examples);
  const { events, bytes } = measure(walked);
  const places = new Set(walked.situations.map(({ place }) => place?.id)).size;
  const loops = walked.situations.some(({ round }) => round > 1) ? ', loops walked a few rounds' : '';
  const summary = `${flow.name}: ${places} steps, ${walked.situations.length} situations; a call takes at most ${events} events and ${bytes} bytes of record${loops}`;
  return { findings: findFaults(walked, names), summary };
}

/** A finding as the terminal shows it: place, what is wrong, what to do, how a caller comes there. */
export function findingLines({ flow, step, site, rule, sentence, remedy, way }: Finding): string {
  const where = site === undefined ? flow : `${path.relative(root, site.file)}:${site.line}`;
  const how = way === '' ? '' : `\n    way    ${way}`;
  return `${where}  ${flow}, ${step}: ${sentence} (${rule})\n    remedy ${remedy}${how}`;
}

/** Checks flows and tells; false when something is wrong. */
export function checkFlows(flows: readonly FoundFlow[], names: Names, tell: (line: string) => void): boolean {
  const checked = flows.map((found) => checkFlow(found, names));
  for (const { findings, summary } of checked) {
    tell(`${findings.length === 0 ? 'ok    ' : 'WRONG '} ${summary}`);
    for (const finding of findings) tell(`  ${findingLines(finding)}`);
  }
  return checked.every(({ findings }) => findings.length === 0);
}
