import type { Logger } from 'amazon-chime-sdk-js';

/** One of the SDK's parts tries WebAssembly before it falls back; the security policy refuses, which is as it should be. */
const isExpected = (text: string) => text.includes('wasm-eval');

/** The SDK's own chatter contains ids of meetings and attendees and says nothing to a person: only its errors are let through. */
export const quietLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: (text) => {
    if (!isExpected(text)) console.error(`audio: ${text}`);
  },
  setLogLevel: () => undefined,
  // 3 is the SDK's LogLevel.ERROR; importing the value would load the SDK.
  getLogLevel: () => 3,
};
