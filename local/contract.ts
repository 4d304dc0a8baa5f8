/** What the parts of the local cloud have in common: a signed request that arrives, and a service that answers it. */
import type { Buffer } from 'node:buffer';

/** Who signed a request. `root` is the operator (seeding, tests, the pages); everybody else is judged by its role's policies. */
export type Caller = { kind: 'root' } | { kind: 'role'; roleArn: string; functionName: string } | { kind: 'service'; principal: string };

export interface AwsRequest {
  /** The service in the signature's scope: dynamodb, s3, sqs, events, lambda, execute-api, cognito-idp, chime, logs … */
  service: string;
  /** From `x-amz-target` without its prefix, where the protocol has one. */
  target?: string;
  method: string;
  /** As received, still encoded, without the query. */
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: Buffer;
  caller: Caller;
}
export interface AwsAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

/** One permission that a request needs: all of a request's must be allowed. */
export interface Needed {
  action: string;
  resource: string;
  context?: Record<string, string | string[]>;
}

/** A resource of a template, its intrinsic functions resolved. */
export interface Resource {
  stack: string;
  logicalId: string;
  type: string;
  properties: Record<string, unknown>;
}
/** What became of it: the value of `Ref` and of each `Fn::GetAtt`. */
export interface Made {
  ref: string;
  attributes: Record<string, string>;
}

/** How a service wakes a function; `asynchronous` returns at once and retries as Lambda does (two retries, then the dead letter). */
export type Invoke = (
  functionArn: string,
  payload: unknown,
  mode: 'synchronous' | 'asynchronous',
  /** The condition key `aws:SourceArn`: the rule, API or bucket on whose behalf it is woken. */
  sourceArn?: string,
) => Promise<{ status: number; functionError?: string; payload?: unknown; executedVersion?: string }>;

export interface Service {
  /** Makes resources of these CloudFormation types; called at every start, so what exists already is kept and brought up to date. */
  readonly makes?: Record<string, (resource: Resource) => Promise<Made>>;
  /** Takes away what a template no longer has; a type without it is forgotten and keeps its data. */
  readonly removes?: Record<string, (resource: Resource, made: Made) => Promise<void>>;
  /** Signing names that come here. */
  readonly names: readonly string[];
  /** What the request needs; undefined for a request that the service will refuse as malformed anyway. */
  needs(request: AwsRequest): Needed[] | undefined;
  handle(request: AwsRequest): Promise<AwsAnswer>;
  close?(): Promise<void>;
}

/** Where an account's resources are: the local cloud is one account in one Region. */
export interface Place {
  account: string;
  region: string;
}
export const defaultPlace: Place = { account: '000000000000', region: 'us-east-1' };

/** Thrown by a service: becomes the protocol's error answer. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  readonly extra: Record<string, unknown>;
  constructor(code: string, message: string, status = 400, extra: Record<string, unknown> = {}) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.status = status;
    this.extra = extra;
  }
}

/** `.linehall/endpoints.json` while it runs: tools and tests find the system by it. */
export interface Endpoints {
  sip: string;
  client: string;
  phone: string;
  aws: string;
  http: string;
  webSocket: string;
  /** Demo people: name, e-mail, password. */
  signIns: { name: string; email: string; password: string; groups: string[] }[];
  /** SIP accounts for desk phones: register as `user` at the address `sip`; `number` rings them; `agent` is a demo person's e-mail. */
  phones: { user: string; password: string; number: string; agent: string }[];
}
