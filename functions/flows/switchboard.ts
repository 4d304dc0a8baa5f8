import { listAgents, readAgent } from '../../shared/agents/read-agent.ts';
import { keysOfName } from '../../shared/agents/keys-of-name.ts';
import type { Ask, Json } from '../../shared/flows/ask.ts';
import type { Call } from '../../shared/flows/call.ts';
import { defineFlow } from '../../shared/flows/flow.ts';
import { spoken } from '../../shared/prompts/variables.ts';
import { define } from '../kit/definition.ts';
import { flowHandler } from '../kit/flow-handler.ts';
import { flowing } from '../kit/grants.ts';
import { openWorld } from '../kit/world.ts';

export const definition = define({
  purpose: 'The flow "switchboard": people by extension and by name; who is not there leads back to the operator.',
  wakes: { flow: 'switchboard' },
  may: flowing({ routing: ['GetItem', 'Query'] }),
});

/** So many people can be chosen from by one key. */
const mostFound = 3;
/** So long one of them is called before the operator is. */
const ringSeconds = 20;

/** In these a voice can say anybody's name. */
export const languages = ['en-US', 'cs-CZ', 'zh-CN'] as const;

export const examples = {
  'find by name': [
    [],
    [{ name: 'Anna Kovacs', extension: '201' }],
    [
      { name: 'Anna Kovacs', extension: '201' },
      { name: 'Anton Berg', extension: '204' },
    ],
  ],
};

/** Those whose first or last name begins with these keys, and who have an extension. */
async function findByName(keys: string): Promise<{ name: string; extension: string }[]> {
  const { db } = openWorld();
  const named = (await listAgents(db)).filter(({ name }) => keysOfName(name).some((word) => word.startsWith(keys)));
  const agents = await Promise.all(named.slice(0, mostFound).map(({ agentId }) => readAgent(db, agentId)));
  return agents.flatMap((agent) => (agent?.extension === undefined ? [] : [{ name: agent.name, extension: agent.extension }]));
}

/** The extension of somebody by the first letters of their name; undefined when nobody is meant. */
function* byName(call: Call): Generator<Ask, string | undefined, Json> {
  const keys = yield* call.digits('name-keys', { length: 3, pattern: '[2-9]{3}', tries: 2 });
  if (keys === undefined) return undefined;
  const found = yield* call.run('find by name', () => findByName(keys), { default: [] });
  if (found.length === 0) yield* call.play('name-unknown');
  for (const { name, extension } of found) {
    yield* call.say('name-found', { name: spoken(name) });
    if ((yield* call.digits('name-right', { length: 1, pattern: '[12]', tries: 1 })) === '1') return extension;
  }
  return undefined;
}

export const flow = defineFlow('switchboard', function* (call) {
  yield* call.identify();
  yield* call.notice();
  for (let round = 0; round < 2; round++) {
    const way = yield* call.menu('switchboard', { 1: 'extension', 2: 'name', 0: 'operator' });
    if (way === 'operator') break;
    const extension = way === 'name' ? yield* byName(call) : yield* call.digits('extension', { min: 2, max: 6, tries: 2 });
    if (extension === undefined) continue;
    // Comes back only when nobody has that extension; who does not answer leads to the operator.
    yield* call.toAgent({ extension }, { seconds: ringSeconds, topic: 'operator' });
    yield* call.play('extension-unknown');
  }
  return yield* call.enqueue('operator');
});

export const handler = flowHandler(flow);
