/** Pure: what an agent has written goes on with the contact, to whoever is asked about it or gets it. */
import type { Contact } from '../contacts/contact.ts';
import type { AgentId } from '../ids.ts';
import type { Changes } from '../routing/change.ts';
import type { ContactView, TalkCommand } from '../wire/api.ts';

/** The notes of so many agents are kept with a contact. */
const mostAuthors = 3;

const reaching: readonly TalkCommand['do'][] = ['consult', 'add', 'complete', 'hand-over'];

/** The change by which notes go on with a command that brings somebody else to the contact. */
export function withNotes(
  { passedNotes = [] }: Contact,
  by: { agentId: AgentId; name: string },
  command: TalkCommand['do'],
  notes: string | undefined,
): Changes<Contact> {
  const text = notes?.trim() ?? '';
  if (text === '' || !reaching.includes(command)) return {};
  const others = passedNotes.filter(({ agentId }) => agentId !== by.agentId);
  return { passedNotes: [...others, { agentId: by.agentId, name: by.name, text }].slice(-mostAuthors) };
}

/** What others than the reader have written. */
export function notesFor({ passedNotes = [] }: Contact, reader: AgentId): Pick<ContactView, 'passedNotes'> {
  const others = passedNotes.filter(({ agentId }) => agentId !== reader);
  return others.length === 0 ? {} : { passedNotes: others.map(({ name, text }) => ({ name, text })) };
}
