import { promptText } from '../../prompts/catalogue.ts';
import type { Step } from '../ask.ts';

/** Speaks the text of a prompt with the service's own voice (Polly). */
export function* say(prompt: string): Step<void> {
  yield {
    do: 'act',
    label: `say ${prompt}`,
    actions: [{ Type: 'Speak', Parameters: { Text: promptText(prompt), ParticipantTag: 'LEG-A' } }],
  };
}
