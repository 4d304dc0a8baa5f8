/** What a person can do: its name, its key, when it is allowed and what it does, in one place. Buttons, keys and the key list are drawn from it. */
import type { State } from '../state/state.ts';
import type { World } from '../app/world.ts';

export interface Action {
  name: string;
  label: string;
  /** A single key works where nothing is typed; one with `Ctrl+` works everywhere. */
  shortcut?: string;
  group: 'Call' | 'Conversation' | 'Wrap-up' | 'Status' | 'Pages' | 'Follow-ups' | 'Call backs' | 'Window';
  allowed: (state: State) => boolean;
  /** Why it isn't allowed now, as a sentence, where a person may wonder. */
  whyNot?: (state: State) => string | undefined;
  run: (world: World) => void | Promise<void>;
}

/** Does an action unless it isn't allowed now or is under way already. */
export async function perform(world: World, action: Action): Promise<void> {
  const state = world.state();
  if (!action.allowed(state) || state.running.includes(action.name)) return;
  world.dispatch({ type: 'began', action: action.name });
  try {
    await action.run(world);
  } catch (fault) {
    console.error(fault);
    const text = `“${action.label}” did not work.`;
    world.dispatch({ type: 'message', message: { kind: 'error', text, remedy: 'Try again. If it stays so, load this page again.' } });
  } finally {
    world.dispatch({ type: 'ended', action: action.name });
  }
}
