/** Whom a call can go to, as the people's box lists them: colleagues, queues and the number that was typed. Pure. */
import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { Directory, Request } from '../../../shared/wire/api.ts';
import type { Reasons } from '../../../shared/reasons/words.ts';
import { clockText } from '../parts/time.ts';
import { stateLabels, statusText } from '../parts/words.ts';
import type { State } from './state.ts';
import { may } from './talk.ts';

type Command = Request<'POST /api/contacts/{contactId}/talk'>['command'];
export type Target = Extract<Command, { do: 'consult' }>['target'];

/** What can be done with the one who was found. */
export const ways = ['talk-first', 'add', 'transfer', 'call'] as const;
export type Way = (typeof ways)[number];

export interface Choice {
  key: string;
  kind: 'agent' | 'queue' | 'number';
  target: Target;
  title: string;
  /** Extension, waiting and the like. */
  detail: string;
  sign: StatusIndicatorProps.Type;
  word: string;
  /** Why nothing can be done with this one now. */
  whyNot?: string;
}

type Agent = Directory['agents'][number];
type Queue = Directory['queues'][number];

function presenceOf(agent: Agent, reasons: Reasons): Pick<Choice, 'sign' | 'word'> {
  if (!agent.live || agent.status === 'offline') return { sign: 'stopped', word: 'Offline' };
  if (agent.state !== 'idle') return { sign: 'in-progress', word: stateLabels[agent.state] };
  if (agent.status === 'available') return { sign: 'success', word: 'Available' };
  return { sign: 'pending', word: statusText(reasons, agent) };
}

function agentChoice(agent: Agent, reasons: Reasons, nowMs: number): Choice {
  const since = `for ${clockText(nowMs - Date.parse(agent.since))}`;
  const detail = [agent.extension === undefined ? undefined : `Extension ${agent.extension}`, since];
  return {
    key: `agent ${agent.agentId}`,
    kind: 'agent',
    target: { agentId: agent.agentId },
    title: agent.name,
    detail: detail.filter(Boolean).join(' · '),
    ...presenceOf(agent, reasons),
    ...(agent.reachable ? {} : { whyNot: `Not now: ${agent.name} ${agent.why ?? 'can’t be called'}` }),
  };
}

function queueChoice(queue: Queue): Choice {
  const wait = queue.expectedWaitMinutes;
  const detail = [
    `${queue.staffed} ${queue.staffed === 1 ? 'agent' : 'agents'}`,
    `${queue.waiting} waiting`,
    wait === undefined ? undefined : `about ${wait} min`,
  ];
  const [sign, word] = !queue.open
    ? (['stopped', 'Closed'] as const)
    : queue.staffed === 0
      ? (['warning', 'Open, nobody there'] as const)
      : (['success', 'Open'] as const);
  return {
    key: `queue ${queue.queueId}`,
    kind: 'queue',
    target: { queueId: queue.queueId },
    title: queue.name,
    detail: detail.filter(Boolean).join(' · '),
    sign,
    word,
  };
}

/** The digits of what may be a telephone number; undefined when letters are in it or it is too short. */
export function digitsOf(typed: string): string | undefined {
  if (!/^\+?[\d\s().\-/]+$/.test(typed.trim())) return undefined;
  const digits = typed.replace(/\D/g, '');
  return digits.length >= 2 ? digits : undefined;
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
/** Every typed word begins a word of the name; or the extension begins with it. */
function matches(typed: string, name: string, extension?: string): boolean {
  const words = plain(name).split(/\s+/);
  const asked = plain(typed).split(/\s+/).filter(Boolean);
  return (extension !== undefined && typed !== '' && extension.startsWith(typed)) || asked.every((a) => words.some((w) => w.startsWith(a)));
}

const rank = ({ whyNot, word }: Choice): number => (whyNot === undefined ? (word === 'Available' ? 0 : 1) : 2);

interface Asked {
  typed: string;
  meId: string | undefined;
  nowMs: number;
  reasons: Reasons;
  /** The typed number as people read it. */
  readable: (typed: string) => string;
  /** Queues can be sent to, and not be called. */
  withQueues: boolean;
  /** Whose number it is, when one was clicked. */
  name?: string | undefined;
}

/** Who fits what was typed: those who can be reached first, then by name; a number always first, unless it is somebody's extension. */
export function choicesOf(directory: Directory | undefined, { typed, meId, reasons, nowMs, readable, withQueues, name }: Asked): Choice[] {
  const wanted = typed.trim();
  const agents = (directory?.agents ?? []).filter((a) => a.agentId !== meId && matches(wanted, a.name, a.extension));
  const queues = withQueues ? (directory?.queues ?? []).filter((queue) => matches(wanted, queue.name)) : [];
  const found = [
    ...agents.map((agent) => agentChoice(agent, reasons, nowMs)).toSorted((a, b) => rank(a) - rank(b) || a.title.localeCompare(b.title)),
    ...queues.map(queueChoice).toSorted((a, b) => a.title.localeCompare(b.title)),
  ];
  if (digitsOf(wanted) === undefined) return found;
  const number: Choice = {
    key: 'number',
    kind: 'number',
    target: { number: wanted, ...(name === undefined ? {} : { name }) },
    title: readable(wanted),
    detail: name ?? 'Outside number',
    sign: 'info',
    word: 'Number',
  };
  const isExtension = agents.some((agent) => agent.extension === wanted);
  return isExtension ? [...found, number] : [number, ...found];
}

/** What may be done with the choice in this state of the conversation, the usual first. */
export function waysFor(state: Pick<State, 'link' | 'contact'>, choice: Choice | undefined): readonly Way[] {
  if (choice === undefined || choice.whyNot !== undefined) return [];
  if (state.contact === undefined) return choice.kind === 'queue' ? [] : ['call'];
  const allowed: Record<Way, boolean> = {
    'talk-first': may(state, 'consult'),
    add: may(state, 'add'),
    transfer: may(state, choice.kind === 'number' ? 'pass-on' : 'hand-over'),
    call: false,
  };
  // Who chooses a queue mostly sends the caller there; a person is asked first.
  const usual: readonly Way[] = choice.kind === 'queue' ? ['transfer', 'talk-first', 'add'] : ways;
  return usual.filter((way) => allowed[way]);
}

/** The command that a way is. */
export function commandOf(way: Exclude<Way, 'call'>, { kind, target }: Choice): Command {
  if (way === 'talk-first') return { do: 'consult', target };
  if (way === 'add') return { do: 'add', target };
  return kind === 'number' ? { do: 'pass-on', target } : { do: 'hand-over', target };
}
