/** Calls a person who looks elsewhere: a desktop notification and a flashing title. */
import type { ContactView } from '../../../shared/wire/api.ts';

export interface Attention {
  call: (contact: ContactView) => void;
  done: () => void;
}

const flashMs = 1_000;

/** `usual`: the window's title while nothing rings. */
export function openAttention(usual: () => string): Attention {
  let flash: ReturnType<typeof setInterval> | undefined;
  let shown: Notification | undefined;
  const done = () => {
    clearInterval(flash);
    flash = undefined;
    document.title = usual();
    shown?.close();
    shown = undefined;
  };
  return {
    call(contact) {
      done();
      const who = contact.customer?.name ?? '';
      const text =
        contact.purpose === undefined || contact.purpose === 'serve'
          ? `Incoming call · ${contact.queueName}`
          : `${contact.invitedBy ?? 'A colleague'} asks for you`;
      document.title = `☎ ${text}`;
      flash = setInterval(() => (document.title = document.title === usual() ? `☎ ${text}` : usual()), flashMs);
      if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
      try {
        shown = new Notification(text, { body: who === '' ? 'A new caller' : who, tag: contact.contactId, requireInteraction: true });
        shown.onclick = () => window.focus();
      } catch {
        // Some systems allow notifications to service workers only; ring and title remain.
      }
    },
    done,
  };
}
