/** Commands on the conversation: told to the server with the version that was seen, and shown when the server says what became of it. */
import { mostPassedNotes, type Request } from '../../../shared/wire/api.ts';
import type { Result } from '../api.ts';
import { valueOf, type World } from '../app/world.ts';
import { talkOf } from '../state/talk.ts';

export type TalkCommand = Request<'POST /api/contacts/{contactId}/talk'>['command'];

/** Asks again once when the network took the answer: the request carries an id, so what was done is not done twice. */
export async function twice<T>(ask: () => Promise<Result<T>>): Promise<Result<T>> {
  const first = await ask();
  return first.ok || first.problem.code !== 'network-lost' ? first : ask();
}

/** Gives the command; false when it was refused, and then the problem is told and the state is looked at again. */
export async function command(world: World, wanted: TalkCommand): Promise<boolean> {
  const state = world.state();
  const { contact } = state;
  const talk = talkOf(state);
  if (contact === undefined || talk === undefined) return false;
  const notes = state.draft.notes.slice(0, mostPassedNotes);
  const request = {
    n: contact.n,
    version: talk.version,
    commandId: crypto.randomUUID(),
    command: wanted,
    ...(notes === '' ? {} : { notes }),
  };
  const path = { contactId: contact.contactId };
  const view = valueOf(world, await twice(() => world.api.call('POST /api/contacts/{contactId}/talk', request, path)));
  if (view !== undefined) world.dispatch({ type: 'contact', contact: view });
  else await world.load();
  return view !== undefined;
}
