import { valueOf } from '../app/world.ts';
import { draftErrors, wrapUpOf } from '../state/draft.ts';
import { wrapUpOnDesk } from '../state/standing.ts';
import type { Action } from './action.ts';

/** Submits the wrap-up; with something missing it shows what, and takes the person there. */
export const submitWrapUp: Action = {
  name: 'submit-wrap-up',
  label: 'Finish the wrap-up',
  shortcut: 'Ctrl+Enter',
  group: 'Wrap-up',
  allowed: (state) => wrapUpOnDesk(state) !== undefined && state.link !== 'elsewhere',
  run: async (world) => {
    const state = world.state();
    const { draft, pushes } = state;
    const contact = wrapUpOnDesk(state);
    if (contact === undefined) return;
    const request = wrapUpOf(draft, contact, world.now());
    if (request === undefined) {
      world.dispatch({ type: 'draft-checked' });
      return focusFirst(Object.keys(draftErrors(draft, world.now())));
    }
    const { contactId, n } = contact;
    const me = valueOf(world, await world.api.call('POST /api/contacts/{contactId}/wrap-up', request, { contactId }));
    if (me === undefined) return;
    const unheard = world.state().pushes === pushes;
    world.dispatch(state.contact === undefined ? { type: 'late' } : { type: 'contact-over', contactId, n });
    if (unheard) world.dispatch({ type: 'me', me, pushesWhenAsked: world.state().pushes, nowMs: Date.now() });
    else await world.load();
  },
};

/** A late wrap-up is given up: what was written goes. */
export const forgetWrapUp: Action = {
  name: 'forget-wrap-up',
  label: 'Give up the late wrap-up',
  group: 'Wrap-up',
  allowed: ({ late, contact }) => late !== undefined && contact === undefined,
  run: async (world) => {
    const contact = world.state().late?.contact;
    world.dispatch({ type: 'late' });
    if (contact === undefined) return;
    const { contactId, n } = contact;
    valueOf(world, await world.api.call('POST /api/contacts/{contactId}/forget-wrap-up', { n }, { contactId }));
    await world.load();
  },
};

/** The first control of the first field that is in error, once the errors are drawn. */
function focusFirst(fields: readonly string[]): void {
  requestAnimationFrame(() => {
    const selector = fields.map((field) => `[data-field="${field}"] :is(input, textarea, button)`).join(', ');
    document.querySelector<HTMLElement>(selector)?.focus();
  });
}
