/** The boxes and arrows of a walked flow, as a supervisor would draw it: a box for each step, an arrow for each answer that matters. */
import { asks, runName } from './answers.ts';
import type { Look } from './ask.ts';
import { heardIn } from './story.ts';
import type { Situation, Walk } from './walk.ts';

export interface Box {
  id: string;
  kind: 'start' | 'say' | 'ask' | 'look' | 'queue' | 'end' | 'lost';
  text: string;
  /** The prompt's name and the like, in small. */
  note: string;
}
export interface Arrow {
  from: string;
  to: string;
  /** The answers that lead this way; empty when there is no other way. */
  label: string;
}
export interface Chart {
  flow: string;
  boxes: Box[];
  arrows: Arrow[];
}

/** One box for all tries of a step, and for each end one of its own. */
function boxOf({ next, place }: Situation): string {
  const ends = next.kind === 'act' || next.kind === 'look' ? '' : next.kind;
  return next.kind === 'lost' ? ends : `${ends} ${place?.id ?? ''}`;
}

/** What a look wants to know, for people. */
export function lookWords(look: Look, label = ''): string {
  switch (look.kind) {
    case 'identify':
      return 'Who is calling?';
    case 'is-open':
      return look.hoursId === undefined ? 'Open now?' : `Open now (hours “${look.hoursId}”)?`;
    case 'opens-at':
      return 'When does it open?';
    case 'run':
      return runName(label);
    case 'queue':
      return `How does the queue for ${look.topic} stand?`;
    case 'notice':
      return 'Is a notice on?';
    case 'note':
      return `Noted: ${Object.keys(look.attributes).join(', ')}`;
    case 'language':
      return `From here on in ${look.language}`;
    case 'consent':
      return `Recording: ${look.consent}`;
    case 'split':
      return `Split “${look.name}”`;
    case 'agent':
      return look.agentId === undefined ? 'Whose extension?' : `Agent ${look.agentId}`;
    case 'dial':
      return `May ${look.number} be called?`;
    case 'customer-number':
      return 'Whose customer number?';
    case 'pin':
      return 'Right PIN?';
    case 'mailbox':
      return 'Where do messages go?';
    case 'message':
      return 'Was something said?';
    case 'callback-offer':
      return 'Can they be called back?';
    case 'callback-number':
      return 'Can this number be called?';
    case 'callback-request':
      return 'Note the callback';
    case 'keep-message':
      return 'Keep the message';
    case 'drop-message':
      return 'Drop the message';
    case 'words':
      return `Which words has “${look.prompt}”?`;
  }
}

function describe(id: string, { next }: Situation, tries: number): Box {
  switch (next.kind) {
    case 'act': {
      const heard = heardIn(next.actions);
      const text = heard.map(({ text: words, prompt }) => words ?? prompt ?? '').join(' ');
      const names = heard.flatMap(({ prompt }) => prompt ?? []).join(', ');
      const notes = [names, ...(next.menu === undefined ? [] : ['by voice or keys']), ...(tries > 1 ? [`up to ${tries} tries`] : [])];
      return {
        id,
        kind: asks(next) ? 'ask' : 'say',
        text: text === '' ? next.label : text,
        note: notes.filter((note) => note !== '').join(' · '),
      };
    }
    case 'look':
      return { id, kind: 'look', text: lookWords(next.look, next.label), note: '' };
    case 'enqueue':
      return { id, kind: 'queue', text: `Waits for ${next.topic}`, note: 'queue' };
    case 'flow':
      return { id, kind: 'queue', text: `Goes on in “${next.flow}”`, note: 'flow' };
    case 'hang-up':
      return { id, kind: 'end', text: 'The call ends', note: '' };
    case 'lost':
      return { id, kind: 'lost', text: 'Something went wrong: an operator', note: '' };
  }
}

/** Whose words a prompt has is nothing that a caller notices. */
const isWords = ({ next }: Situation): boolean => next.kind === 'look' && next.look.kind === 'words';

/** A bot was not sure: was that meant? */
const isConfirmation = ({ next }: Situation): boolean => next.kind === 'act' && next.label.endsWith(', sure');
const [yes, no] = ['“yes”', '“no”'];

function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key) ?? new Set();
  sets.set(key, set.add(value));
}

class Drawing {
  readonly boxes = new Map<string, Box>();
  readonly #answers = new Map<string, { from: string; to: string; keys: Set<string>; other: Set<string> }>();
  readonly #walk: Walk;
  readonly #labels = new Map<string, Set<string>>();
  readonly #tries = new Map<string, Set<string>>();
  readonly #seen = new Set<number>();

  constructor(walk: Walk) {
    this.#walk = walk;
    for (const situation of walk.situations) {
      const { next } = situation;
      if (!('label' in next)) continue;
      const box = boxOf(situation);
      addTo(this.#labels, box, next.label);
      // A try by voice that fails is the same try by keypad; and whether a word was meant is asked within its try.
      if (next.kind === 'act' && asks(next)) addTo(this.#tries, box, next.label.replace(/( aloud)?(, sure)?$/, ''));
    }
  }

  #first = (id: string): string | undefined => [...(this.#labels.get(id) ?? [])][0];

  arrow(from: string, to: string, kind: 'keys' | 'other', words: string): void {
    const key = JSON.stringify([from, to]);
    const drawn = this.#answers.get(key) ?? { from, to, keys: new Set(), other: new Set() };
    if (words !== '') drawn[kind].add(words);
    this.#answers.set(key, drawn);
  }

  /** Draws a situation and all that follow it. What can't be played is left out: it is nobody's answer. */
  draw(situation: Situation): string {
    const said = this.#walk.situations[isWords(situation) ? (situation.ways[0]?.to ?? -1) : -1];
    if (said !== undefined) return this.draw(said);
    const id = boxOf(situation);
    if (this.#seen.has(situation.id)) return id;
    this.#seen.add(situation.id);
    const tries = this.#tries.get(id)?.size ?? 0;
    if (!this.boxes.has(id)) this.boxes.set(id, describe(id, situation, tries));
    for (const { answer, to } of situation.ways) {
      const then = this.#walk.situations[to];
      if (then === undefined || answer.kind === 'fault') continue;
      const next = this.draw(then);
      // The next try is in the same box; a loop comes back to its first.
      if (next === id && 'label' in then.next && then.next.label !== this.#first(id)) continue;
      // Whether a word was meant is no answer of the menu: its “yes” is the word's own way.
      const isAside = isConfirmation(situation) && (answer.words === yes || answer.words === no);
      const words = isAside ? '' : answer.kind === 'no-input' ? `no valid key${tries > 1 ? `, ${tries} times` : ''}` : answer.words;
      this.arrow(id, next, answer.kind === 'keys' ? 'keys' : 'other', words);
    }
    return id;
  }

  arrows(): Arrow[] {
    const all = [...this.#answers.values()];
    return all.map(({ from, to, keys, other }) => {
      const only = all.filter((arrow) => arrow.from === from).length === 1;
      return { from, to, label: only && keys.size === 0 ? '' : [...[...keys].toSorted(), ...other].join(' · ') };
    });
  }
}

/** Makes the chart of a walk. */
export function chartOf(walk: Walk): Chart {
  const drawing = new Drawing(walk);
  const start: Box = { id: 'start', kind: 'start', text: 'A call comes in', note: walk.flow };
  drawing.boxes.set(start.id, start);
  for (const root of walk.situations.filter(({ from }) => from === undefined)) {
    drawing.arrow(start.id, drawing.draw(root), 'other', root.withheld ? 'number withheld' : 'number shown');
  }
  return { flow: walk.flow, boxes: [...drawing.boxes.values()], arrows: drawing.arrows() };
}
