import type { Problem } from '../../problem.ts';

export const changedMeanwhile = (by: string | undefined): Problem => ({
  code: 'changed-meanwhile',
  sentence: `This prompt has been changed meanwhile${by === undefined ? '' : ` by ${by}`}.`,
  remedy: 'See what it is now, and make your change again if it is still right.',
  status: 409,
});

export const noSuchPrompt: Problem = {
  code: 'no-such-prompt',
  sentence: 'There is no prompt of that name in this language.',
  remedy: 'Give it a text first, or load the page again.',
  status: 404,
};

export const nothingToUndo: Problem = {
  code: 'nothing-to-undo',
  sentence: 'Nobody has changed this prompt.',
  remedy: 'Load the page again.',
  status: 404,
};

export const badRecording = (why: string): Problem => ({
  code: 'recording-refused',
  sentence: `This recording can't be used: ${why}.`,
  remedy: 'Record it again, or save it as WAV of at least 8 kHz and at most 5 minutes.',
  status: 422,
});

export const otherVariables = (wanted: readonly string[]): Problem => ({
  code: 'other-variables',
  sentence:
    wanted.length === 0
      ? 'This prompt is said without variables, so its text has none in braces.'
      : `The text must have each of these once: ${wanted.map((name) => `{${name}}`).join(', ')}.`,
  remedy: 'The flow fills them in: mend the words in braces.',
  status: 422,
});

export const voiceSilent: Problem = {
  code: 'voice-missing',
  sentence: 'There is no voice here that speaks this language, so the new text has nothing to be heard by.',
  remedy: 'Use a Region in which Amazon Polly has the voice; on a laptop, install espeak-ng.',
  status: 503,
};

export const voiceBusy: Problem = {
  code: 'voice-busy',
  sentence: 'The voice has too much to say just now.',
  remedy: 'Save the text again in a minute.',
  status: 429,
};

export const promptIsUsed = (name: string, users: readonly string[]): Problem => ({
  code: 'prompt-is-used',
  sentence: `Prompt “${name}” would be gone, and is used by ${users.slice(0, 12).join(', ')}.`,
  remedy: `Let ${users.length === 1 ? 'it' : 'them'} use another first.`,
  status: 409,
});
