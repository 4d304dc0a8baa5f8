/** Pure: whether changes of settings may be made, taken together, and if not, a sentence that says which value of which field is wrong. */
import type { z } from 'zod';
import type { Item } from '../database/database.ts';
import type { Problem } from '../problem.ts';
import { kinds, type Reference } from './kinds.ts';
import type { Snapshot, Stored } from './snapshot.ts';
import { kindTitles, labelOf, type ReferredKind, type SettingKind, settingKinds } from './words.ts';

/** A setting as somebody wants it; without an item it goes. */
export interface Wanted {
  kind: SettingKind;
  id: string;
  item?: Item | undefined;
}

/** What settings refer to or are referred to by, and isn't among them. */
export interface Around {
  flows: readonly string[];
  /** Flow → what it names. */
  named: Readonly<Record<string, readonly { kind: ReferredKind; id: string }[]>>;
  prompts: readonly string[];
  agents: readonly { agentId: string; name: string; profileId: string; skills?: Readonly<Record<string, number>> | undefined }[];
  /** Queue id → how many wait there. */
  waiting: ReadonlyMap<string, number>;
}

const small = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
export const called = (kind: ReferredKind, id: string): string => (kind === 'calling' ? 'Calling' : `${kindTitles[kind]} “${id}”`);

/** The names that there are of a kind. */
function namesOf(kind: ReferredKind, snapshot: Snapshot, around: Around): string[] {
  if (kind === 'flow') return [...around.flows];
  if (kind === 'prompt') return [...around.prompts];
  if (kind === 'agent') return around.agents.map(({ agentId }) => agentId);
  return [...(snapshot.get(kind)?.keys() ?? [])];
}

const shown = 12;
function choices(names: readonly string[], what: string): string {
  if (names.length === 0) return `There is no ${what} yet: make one first.`;
  const more = names.length > shown ? ` … (${names.length} in all)` : '';
  return `Choose one of ${names.slice(0, shown).join(', ')}${more}.`;
}

function unknownReference({ kind, id }: Wanted, { kind: to, id: missing, field }: Reference, names: readonly string[]): Problem {
  const label = labelOf(kind, field);
  const what = label === kindTitles[to].toLowerCase() || label.endsWith(` ${kindTitles[to].toLowerCase()}`) ? label : `${label}:`;
  return {
    code: 'unknown-reference',
    sentence: `${called(kind, id)} has the ${what} “${missing}”, which does not exist.`,
    remedy: choices(names, small(kindTitles[to])),
    status: 400,
    about: field,
  };
}

/** What is wrong with a value, in words that follow a colon. */
function wording(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_small':
      if (issue.origin === 'string') return 'it must not be empty';
      return issue.origin === 'array' ? `there must be at least ${issue.minimum}` : `it must be at least ${issue.minimum}`;
    case 'too_big':
      if (issue.origin === 'string') return `it must have at most ${issue.maximum} characters`;
      return issue.origin === 'array' ? `there may be at most ${issue.maximum}` : `it may be at most ${issue.maximum}`;
    case 'invalid_type':
      return issue.input === undefined ? 'it is missing' : `it must be a ${issue.expected}`;
    case 'invalid_value':
      return `it must be one of ${issue.values.join(', ')}`;
    case 'unrecognized_keys':
      return `there is no field “${issue.keys.join('”, “')}”`;
    default:
      return issue.message.startsWith('Invalid') ? 'it has not the form that it must have' : `it must be ${issue.message}`;
  }
}

export function wrongField(kind: SettingKind, id: string, field: string, why: string): Problem {
  const label = labelOf(kind, field);
  return {
    code: 'setting-not-right',
    sentence: `${called(kind, id)}${label === '' ? '' : `, ${label}`}: ${why}.`,
    remedy: 'Correct it and save again.',
    status: 400,
    ...(field === '' ? {} : { about: field }),
  };
}

/** The item as the kind's schema reads it, or what is wrong with it. Ids of settings that are there already are not questioned. */
function shapeOf({ kind, id, item }: Wanted, before: Stored | undefined): { item: Item } | { refused: Problem } {
  const { schema, idField, id: newId, only } = kinds[kind];
  const named = before === undefined && only === undefined ? newId.safeParse(id) : undefined;
  if (named?.success === false)
    return { refused: wrongField(kind, id, idField ?? '', `the id must be ${named.error.issues[0]?.message ?? 'another'}`) };
  const parsed = schema.safeParse(
    { ...item, schemaVersion: 1, ...(idField === undefined ? {} : { [idField]: id }) },
    { reportInput: true },
  );
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    if (issue === undefined) throw new Error('A refusal without an issue');
    return { refused: wrongField(kind, id, issue.path.join('.'), wording(issue)) };
  }
  const fault = kinds[kind].check(parsed.data);
  return fault === undefined
    ? { item: kinds[kind].keeps(before?.item, parsed.data) }
    : { refused: wrongField(kind, id, fault.field, fault.why) };
}

/** Who refers to a setting: `Topic “billing”`, `Agent “Anna”`. */
function referrers(kind: SettingKind, id: string, after: Snapshot, around: Around): string[] {
  const settings = settingKinds.flatMap((from) =>
    [...(after.get(from)?.values() ?? [])]
      .filter((one) => kinds[from].references(one.item, one.id).some((to) => to.kind === kind && to.id === id))
      .map((one) => called(from, one.id)),
  );
  const agents = around.agents
    .filter(({ profileId, skills = {} }) => (kind === 'profile' && profileId === id) || (kind === 'skill' && id in skills))
    .map(({ name }) => called('agent', name));
  const flows = Object.entries(around.named)
    .filter(([, names]) => names.some((to) => to.kind === kind && to.id === id))
    .map(([flow]) => called('flow', flow));
  return [...settings, ...agents, ...flows];
}

function mayGo({ kind, id }: Wanted, after: Snapshot, around: Around): Problem | undefined {
  const still = { status: 409, about: id } as const;
  if (kinds[kind].only !== undefined || id in kinds[kind].shipped)
    return {
      code: 'setting-is-needed',
      sentence: `${called(kind, id)} can not be removed.`,
      remedy: 'Change its fields instead.',
      ...still,
    };
  if (kind === 'number' && id === 'default')
    return {
      code: 'setting-is-needed',
      sentence: 'The number “default” answers every number without a row of its own; it can not be removed.',
      remedy: 'Change its flow instead.',
      ...still,
    };
  const by = referrers(kind, id, after, around);
  if (by.length > 0)
    return {
      code: 'setting-is-used',
      sentence: `${called(kind, id)} is used by ${by.slice(0, shown).join(', ')}${by.length > shown ? ` and ${by.length - shown} more` : ''}.`,
      remedy: `Let ${by.length === 1 ? 'it' : 'them'} use another first.`,
      ...still,
    };
  const waiting = kind === 'queue' ? (around.waiting.get(id) ?? 0) : 0;
  if (waiting === 0) return undefined;
  return {
    code: 'queue-not-empty',
    sentence: `${waiting} ${waiting === 1 ? 'contact waits' : 'contacts wait'} in queue “${id}”.`,
    remedy: 'Lead new callers elsewhere, and remove it when nobody waits any more.',
    ...still,
  };
}

/** A change that may be made, its item as it will be stored. */
export type Judged = Wanted & { before: Stored | undefined };

/** Judges changes by what all of them together lead to: so a file may bring what refers and what is referred to in any order. */
export function judge(snapshot: Snapshot, wanted: readonly Wanted[], around: Around): { changes: Judged[] } | { refused: Problem[] } {
  const after = new Map(settingKinds.map((kind) => [kind, new Map(snapshot.get(kind))]));
  const problems: Problem[] = [];
  const changes: Judged[] = [];
  for (const one of wanted) {
    const before = snapshot.get(one.kind)?.get(one.id);
    if (one.item === undefined) {
      after.get(one.kind)?.delete(one.id);
      changes.push({ ...one, before });
      continue;
    }
    const shape = shapeOf(one, before);
    if ('refused' in shape) problems.push(shape.refused);
    else {
      after.get(one.kind)?.set(one.id, { id: one.id, item: shape.item, version: 0 });
      changes.push({ ...one, item: shape.item, before });
    }
  }
  for (const one of changes) {
    if (one.item === undefined) {
      const problem = mayGo(one, after, around);
      if (problem !== undefined) problems.push(problem);
      continue;
    }
    for (const reference of kinds[one.kind].references(one.item, one.id)) {
      const names = namesOf(reference.kind, after, around);
      if (!names.includes(reference.id)) problems.push(unknownReference(one, reference, names));
    }
  }
  return problems.length > 0 ? { refused: problems } : { changes };
}
