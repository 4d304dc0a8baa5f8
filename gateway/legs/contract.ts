/**
 * LEG-A as a call sees it, whatever it is made of: a SIP dialog, a browser's phone. Its audio is the media worker's line `lineId`,
 * which the leg opens and connects, and which is closed when the call is released.
 */
export interface Leg {
  readonly direction: 'inbound' | 'outbound';
  /** User part of the caller's address; undefined when it was withheld. */
  readonly from: string | undefined;
  /** User part of the called address. */
  readonly to: string;
  /** Host name of the called address, where it has one: for rules by host name. */
  readonly host?: string;
  /** Headers that the function may see: X-…, User-to-User, Diversion. */
  readonly headers: Readonly<Record<string, string>>;
  readonly lineId: string;
  /** Inbound: the caller hears ringing. */
  ring(): void;
  /** Inbound: accepts the call; `answered` follows when its audio can flow. */
  answer(): void;
  /** Inbound, unanswered: refuses with a SIP status. */
  reject(status: number): void;
  /** Ends the leg in whatever state it is; `status` for a call that is not answered yet. Idempotent. */
  hangUp(status?: number): void;
  /** Audio arrives (again) on its line, or has stopped for 30 s. A leg that learns of it in another way has none. */
  flowing?(flows: boolean): void;
  /** Set once, before any event can come. */
  listener: LegListener;
}

export interface LegListener {
  /** Outbound: the far end rings. */
  ringing(): void;
  answered(): void;
  /** Once. 0: ended normally; else a SIP status (487: the caller gave up before the answer). Not called after our own `hangUp`. */
  ended(code: number): void;
}

/** Places calls of the Create… API. The leg comes back at once; that it cannot be placed is told by `ended`. */
export type Dial = (call: { to: string; from: string; headers: Record<string, string> }) => Leg;

/** For a leg that nobody listens to yet. */
export const deafListener: LegListener = { ringing: () => undefined, answered: () => undefined, ended: () => undefined };
