import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { drawMachine } from '../../shared/talk/draw.ts';

const page = 'docs/decisions/0009-everybody-is-a-party.md';
const block = /```mermaid\n[\s\S]*?\n```/;

test('the drawing in the documentation is the machine’s (DRAW=1 draws it anew)', () => {
  const text = readFileSync(page, 'utf8');
  const drawn = text.replace(block, () => `\`\`\`mermaid\n${drawMachine()}\n\`\`\``);
  if (process.env['DRAW'] === '1') writeFileSync(page, drawn);
  else expect(text).toBe(drawn);
});
