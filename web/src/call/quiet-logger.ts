import type { Logger } from 'amazon-chime-sdk-js';

/** What the SDK calls an error and is none. */
const expected = [
  // One of its parts tries WebAssembly before it falls back; the security policy refuses, which is as it should be.
  /wasm-eval/,
  // A caller who hangs up ends the meeting before the client has left it.
  /status code MeetingEnded\b/,
  // Who handed a caller on has no seat in the conversation any more, also before the client knows.
  /status code AudioAttendeeRemoved\b/,
  // Said beside each status that ends a session; the status itself is told in a line of its own.
  /session will not be reconnected/,
  // A look at its figures that was under way when the session ended.
  /null \(reading 'currentState'\)/,
];
const isExpected = (text: string) => expected.some((pattern) => pattern.test(text));

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
