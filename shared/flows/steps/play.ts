import { promptSource } from '../../prompts/prompt-key.ts';
import type { Circumstances, Step } from '../ask.ts';

/** Plays a prompt from beginning to end. */
export function* play(circumstances: Circumstances, prompt: string): Step<void> {
  const AudioSource = promptSource(circumstances.promptsBucket, prompt, circumstances.language);
  yield {
    do: 'act',
    label: `play ${prompt}`,
    actions: [{ Type: 'PlayAudio', Parameters: { AudioSource, ParticipantTag: 'LEG-A' } }],
  };
}
