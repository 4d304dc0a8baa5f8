/** What a target receives: the event, a part of it, a constant, or a template filled from it. */

export interface TargetInput {
  Input?: string;
  InputPath?: string;
  InputTransformer?: { InputPathsMap?: Record<string, string>; InputTemplate: string };
}

/** The value at a simple JSON path (`$.detail.items[0]`); undefined where there is none. */
export function atPath(event: unknown, path: string): unknown {
  let here = event;
  for (const [, name, quoted, index] of path.replace(/^\$/, '').matchAll(/\.([^.[\]]+)|\['([^']*)'\]|\[(\d+)\]/g)) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = (here as Record<string, unknown>)[name ?? quoted ?? index ?? ''];
  }
  return here;
}

/** Inside quotes a value stands as its text; elsewhere as JSON. */
function filled(template: string, values: Record<string, unknown>): string {
  let quoted = false;
  return template.replace(/\\.|"|<([^<>]+)>/g, (found, name?: string) => {
    if (found === '"') quoted = !quoted;
    if (name === undefined || !Object.hasOwn(values, name)) return found;
    const value = values[name];
    if (!quoted) return JSON.stringify(value ?? '');
    const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
    return JSON.stringify(text).slice(1, -1);
  });
}

export function inputOf(target: TargetInput, event: Record<string, unknown>, ruleArn: string): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) return JSON.stringify(atPath(event, target.InputPath) ?? null);
  const transformer = target.InputTransformer;
  if (transformer === undefined) return JSON.stringify(event);
  const given = Object.entries(transformer.InputPathsMap ?? {}).map(([name, path]) => [name, atPath(event, path)] as const);
  const values: Record<string, unknown> = {
    ...Object.fromEntries(given),
    'aws.events.rule-arn': ruleArn,
    'aws.events.rule-name': ruleArn.split('/').at(-1),
    'aws.events.event': event,
    'aws.events.event.json': event,
    'aws.events.event.ingestion-time': event['time'],
  };
  return filled(transformer.InputTemplate, values);
}
