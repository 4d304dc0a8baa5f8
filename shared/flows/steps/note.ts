import type { Step } from '../ask.ts';

/** Names that have a meaning of their own in a contact's attributes. */
const reserved = ['left'];

/** Notes what the flow has found out: agents see it with the contact, and it stays with it. A name that is there gets the new value. */
export function* note(attributes: Readonly<Record<string, string>>): Step<void> {
  const taken = Object.keys(attributes).find((name) => reserved.includes(name));
  if (taken !== undefined) throw new Error(`"${taken}" is written by the contact center: note it under another name.`);
  yield { do: 'look', label: `note ${Object.keys(attributes).join(' ')}`, look: { kind: 'note', attributes } };
}
