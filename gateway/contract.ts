/**
 * The gateway from outside: a SIP media application service. It knows the contract of SIP media applications and nothing of the
 * contact center. Who runs it gives it a way to invoke functions and to read audio objects; addresses and quotas are settings.
 */
import type { IntentResult, TelephonyEvent } from '../shared/telephony/sma.ts';
import type { Trunk } from './legs/route.ts';
import type { SipAccount } from './sip/contract.ts';

export type { SipAccount, Trunk };

export interface GatewaySettings {
  account: string;
  region: string;
  /**
   * `accounts` are the desk phones that may register, asked for a proof in `realm`; `trunk` is where calls to all other numbers go. Without
   * it only desk phones and open browser phones are in reach.
   */
  sip: { host: string; port: number; publicHost?: string; accounts?: readonly SipAccount[]; realm?: string; trunk?: Trunk };
  /** HTTP and WebSocket of the meetings' signalling, and of the browser phone. */
  http: { host: string; port: number; publicUrl?: string };
  rtp: { host: string; portFrom: number; portTo: number };
  /** Where applications and rules are kept between runs; absent: in memory. */
  stateFile?: string;
  quotas: Quotas;
}

/** As in the AWS General Reference, defaults of one account and Region. */
export interface Quotas {
  activeCalls: number;
  createCallsPerSecond: number;
  updateCallsPerSecond: number;
  invocationsPerCall: number;
  meetings: number;
}
export const defaultQuotas: Quotas = {
  activeCalls: 10,
  createCallsPerSecond: 1,
  updateCallsPerSecond: 5,
  invocationsPerCall: 1000,
  meetings: 250,
};

/** How an invocation of a function ended: its answer, its own error (4xx of the Invoke API or FunctionError), or no way to it. */
export type Invocation = { kind: 'answer'; payload: unknown } | { kind: 'refused'; status: number; message: string };

/** Without bytes: `tag` is the one that was known. */
export interface AudioObject {
  tag: string;
  bytes?: Uint8Array;
}

/** One conversation of a caller with a Lex V2 bot. */
export interface BotSession {
  /** Names the conversation with the service; of one call all have the same. */
  sessionId: string;
  botAliasArn: string;
  localeId: string;
  attributes: Readonly<Record<string, string>>;
}
/** What a caller gave to a bot: keys as text, speech as samples of 8 kHz, or nothing in the time they had. */
export type BotInput = { text: string } | { speech: Int16Array } | 'nothing';
/** Why there is no conversation, in the service's words. */
export interface BotRefusal {
  kind: 'refused';
  errorType: 'ResourceNotFound' | 'ResourceAccessDenied' | 'ActionExecutionThrottled' | 'InvalidActionParameter' | 'SystemException';
  message: string;
}
/** Lex V2, as the gateway uses it in the name of the service principal. */
export interface Bots {
  /** Whether the bot is there, may be used and has room for one more; with the voice that it speaks with. */
  begin(session: BotSession): Promise<{ kind: 'ready'; voiceId: string } | BotRefusal>;
  understand(session: BotSession, input: BotInput): Promise<{ kind: 'understood'; result: IntentResult } | BotRefusal>;
  /** The conversation that was begun is over. */
  end(session: BotSession): void;
}

/** What the gateway needs of the world around it. Those of S3 and functions act as the service principal `voiceconnector.chime.amazonaws.com`. */
export interface Neighbours {
  invoke(functionArn: string, event: TelephonyEvent): Promise<Invocation>;
  /**
   * Reads an audio object: its bytes, better with a tag that changes with them (S3's ETag). `knownTag` is the tag under which the gateway
   * holds the object already. Throws when it is not there or not allowed.
   */
  readObject(bucket: string, key: string, knownTag?: string): Promise<Uint8Array | AudioObject>;
  /** Stores a recording. Throws when that is not allowed. Absent where recordings have no place: `RecordAudio` then fails as `SystemException`. */
  writeObject?(bucket: string, key: string, bytes: Uint8Array, contentType: string): Promise<void>;
  /** Speech as WAV; absent where no voice is at hand: `Speak` then fails as `SystemException`. */
  speak?(speech: { text: string; voiceId: string; ssml: boolean }): Promise<Uint8Array>;
  /** Bots that understand speech; absent where there are none: `StartBotConversation` then fails as `SystemException`. */
  bots?: Bots;
  /** A line for people: what calls do, numbers masked. */
  log(line: string, details?: Record<string, unknown>): void;
}

/** A request to one of the two REST-JSON APIs, authenticated and judged already. `path` without the query. */
export interface ApiRequest {
  api: 'chime-sdk-voice' | 'chime-sdk-meetings';
  method: string;
  path: string;
  query: Record<string, string>;
  body: unknown;
}
export interface ApiAnswer {
  status: number;
  /** Name of the exception for `x-amzn-errortype`. */
  error?: string;
  body?: unknown;
}

export interface CallSummary {
  transactionId: string;
  from: string;
  to: string;
  state: string;
  startedAt: number;
  legs: { callId: string; tag: string; status: string }[];
}

export interface Gateway {
  readonly sip: { host: string; port: number };
  /** `http://host:port`: signalling of meetings under `/control/…`, the browser phone's socket under `/phone`. */
  readonly url: string;
  handle(request: ApiRequest): Promise<ApiAnswer>;
  calls(): CallSummary[];
  meetings(): { meetingId: string; attendees: number }[];
  close(): Promise<void>;
}
