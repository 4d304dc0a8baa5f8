import type { AudioSource } from '../telephony/sma.ts';

/** Where a prompt's audio lies in the prompts bucket. */
export const promptKey = (name: string, language: string): string => `prompts/${language}/${name}.wav`;

/** Where the audio that a deploy ships lies; it is copied to `promptKey` unless the company has a recording of its own. */
export const shippedKey = (name: string, language: string): string => `shipped/${language}/${name}.wav`;

/** Where a company's own recordings lie, each under a name of its own: none is ever overwritten, so that a change can be taken back. */
export const ownKey = (name: string, language: string, id: string): string => `own/${language}/${name}/${id}.wav`;

/** The name of the prompt at a key, or undefined when the key is none of ours. */
export const promptOfKey = (key: string): string | undefined => /^prompts\/[^/]+\/([^/]+)\.wav$/.exec(key)?.[1];

/** The language of the prompt at a key, or undefined when the key is none of ours. */
export const languageOfKey = (key: string): string | undefined => /^prompts\/([^/]+)\/[^/]+\.wav$/.exec(key)?.[1];

/** A prompt as an action names it. */
export const promptSource = (bucket: string, name: string, language: string): AudioSource => ({
  Type: 'S3',
  BucketName: bucket,
  Key: promptKey(name, language),
});
