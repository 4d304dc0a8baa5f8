import type { ContactId } from '../../ids.ts';
import { followTurn } from '../../talk/follow-turn.ts';
import { takeTurn } from '../../talk/take-turn.ts';
import type { World } from '../../world.ts';
import type { CallbackEnd } from '../words.ts';
import { isOpenCallback } from './callback.ts';
import { tellCallback } from './read-callback.ts';
import { closed } from './turns.ts';

/** Ends a callback that is not being called, whoever asks. False when there is nothing to end. */
export async function closeCallback(world: World, contactId: ContactId, why: CallbackEnd): Promise<boolean> {
  const taken = await takeTurn<undefined>(world, contactId, (contact) => {
    const may = isOpenCallback(contact) && contact.state !== 'ended' && contact.callback?.dials !== true;
    return Promise.resolve(may ? closed(contact, why, world.now()) : { nothing: undefined });
  });
  if ('nothing' in taken) return false;
  await followTurn(world, taken);
  await tellCallback(world, taken.after);
  return true;
}
