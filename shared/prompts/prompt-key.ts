import type { AudioSource } from '../telephony/sma.ts';

/** Where a prompt's audio lies in the prompts bucket. */
export const promptKey = (name: string, language: string): string => `prompts/${language}/${name}.wav`;

/** The name of the prompt at a key, or undefined when the key is none of ours. */
export const promptOfKey = (key: string): string | undefined => /^prompts\/[^/]+\/([^/]+)\.wav$/.exec(key)?.[1];

/** A prompt as an action names it. */
export const promptSource = (bucket: string, name: string, language: string): AudioSource => ({
  Type: 'S3',
  BucketName: bucket,
  Key: promptKey(name, language),
});
