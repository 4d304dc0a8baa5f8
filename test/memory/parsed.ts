/**
 * What is read in memory is checked once: an item never changes, so the second read of it gives what the first has made of it. Over there each
 * read gives an item of its own and is checked each time; here the checks would be a third of all the time. What they make is frozen: whoever
 * changed it would be found out.
 */
import { Agent, Duty, Entry, Vacancy } from '../../shared/agents/agent.ts';
import { Contact, Interaction, Offer, Word } from '../../shared/contacts/contact.ts';
import { Queue, RoutingProfile } from '../../shared/queues/queue.ts';

interface Schema {
  parse(item: unknown): unknown;
}

function remember(schema: Schema): void {
  const parse = schema.parse.bind(schema);
  const known = new WeakMap<object, unknown>();
  schema.parse = (item: unknown) => {
    if (typeof item !== 'object' || item === null || !Object.isFrozen(item)) return parse(item);
    let parsed = known.get(item);
    if (parsed === undefined) known.set(item, (parsed = Object.freeze(parse(item))));
    return parsed;
  };
}

let done = false;

/** From now on, in this process. */
export function parseOnce(): void {
  if (done) return;
  done = true;
  const schemas: Schema[] = [Contact, Offer, Interaction, Word, Agent, Entry, Vacancy, Duty, Queue, RoutingProfile];
  for (const schema of schemas) remember(schema);
}
