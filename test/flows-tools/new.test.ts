import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { check, resolveConfig } from 'prettier';
import { afterAll, describe, expect, it } from 'vitest';
import { checkFlow } from '../../bin/flows/check.ts';
import { findFlow, findFlows, root } from '../../bin/flows/find-flows.ts';
import { guide, newFlow } from '../../bin/flows/new.ts';
import { names } from '../../bin/flows/settings.ts';
import { dial } from '../flows/caller.ts';

/** A repository of its own, with the toolkit of this one. */
const folder = mkdtempSync(path.join(os.tmpdir(), 'linehall-new-'));
mkdirSync(path.join(folder, 'functions'));
for (const part of ['shared', 'functions/kit', 'node_modules']) symlinkSync(path.join(root, part), path.join(folder, part));
afterAll(() => rmSync(folder, { recursive: true }));

describe('new flow', () => {
  it('writes a flow in order, and a test that tells its story', async () => {
    const lines: string[] = [];
    newFlow('returns-desk', (line) => lines.push(line), folder);
    expect(lines.join('\n')).toContain("flow: 'returns-desk'");
    const found = await findFlow('returns-desk', path.join(folder, 'functions/flows'));
    expect(checkFlow(found, names).findings).toEqual([]);
    const { caller, call } = dial(found.flow);
    caller.hears('welcome');
    call.isQueuedIn('operator');
    expect(readFileSync(path.join(folder, 'test/flows/returns-desk.test.ts'), 'utf8')).toContain(
      "from '../../functions/flows/returns-desk.ts'",
    );
  });

  it('adds its part to the guide, once, and leaves the others as they are', async () => {
    newFlow('orders', () => undefined, folder);
    for (const file of ['functions/flows/orders.ts', 'test/flows/orders.test.ts']) rmSync(path.join(folder, file));
    const lines: string[] = [];
    newFlow('orders', (line) => lines.push(line), folder);
    newFlow('parcels', (line) => lines.push(line), folder);
    const told = readFileSync(path.join(folder, guide), 'utf8');
    expect(told.match(/^## .*/gm)).toEqual(['## returns-desk', '## orders', '## parcels']);
    expect(told).toContain('npx linehall flows try parcels');
    expect(lines).toContain(`Added: ${guide}, “parcels”`);
    const options = await resolveConfig(path.join(root, guide));
    expect(await check(told, { ...options, parser: 'markdown' })).toBe(true);
  });

  it('is described in the guide, as all flows are', async () => {
    const told = readFileSync(path.join(root, guide), 'utf8');
    for (const { flow } of await findFlows()) expect(told).toContain(`\n## ${flow.name}\n`);
  });

  it('never overwrites: neither flow nor test', () => {
    newFlow('twice', () => undefined, folder);
    const file = path.join(folder, 'functions/flows/twice.ts');
    const before = readFileSync(file, 'utf8');
    expect(() => newFlow('twice', () => undefined, folder)).toThrow('functions/flows/twice.ts is there already');
    rmSync(file);
    expect(() => newFlow('twice', () => undefined, folder)).toThrow('test/flows/twice.test.ts is there already');
    expect(existsSync(file)).toBe(false);
    expect(before).toContain("defineFlow('twice'");
  });

  it.each([undefined, '', 'Returns', '../evil', 'a b', '1st', 'end-', 'x'.repeat(41)])('refuses the name %s', (name) => {
    expect(() => newFlow(name, () => undefined, folder)).toThrow('small letters');
  });

  it('is found with all others, each under the name of its file', async () => {
    const found = await findFlows();
    expect(found.map(({ flow, file }) => `${flow.name}.ts` === path.basename(file))).not.toContain(false);
    await expect(findFlow('nowhere')).rejects.toThrow('There is no flow "nowhere". There are: ');
    await expect(findFlow('../kit/world')).rejects.toThrow('There is no flow');
  });
});
