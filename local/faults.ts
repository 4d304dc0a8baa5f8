/** Faults on demand: a test says what goes wrong, how often, and finds out what the system does then. */
export type FaultEffect =
  /** The request or invocation is refused as AWS does when it is too much. */
  | { kind: 'throttle' }
  | { kind: 'delay'; ms: number }
  /** An asynchronous or polled delivery happens twice. */
  | { kind: 'duplicate' }
  /** The function's environment ends so long after it began to work. */
  | { kind: 'kill'; afterMs: number };

export interface Fault {
  /** `request`: an API call, `<service> <operation or method and path>`; the others: a function's name. */
  at: 'request' | 'invocation' | 'delivery';
  matches: string | RegExp;
  effect: FaultEffect;
  /** How often; default once. */
  times?: number;
}

export interface Faults {
  /** Arms a fault; the answer disarms it. */
  arm(fault: Fault): () => void;
  clear(): void;
  /** The effects that strike here, each counted. */
  strike(at: Fault['at'], subject: string): FaultEffect[];
}

/** No faults yet. */
export function createFaults(): Faults {
  const armed = new Map<Fault, number>();
  const fits = (fault: Fault, subject: string) =>
    typeof fault.matches === 'string' ? subject.includes(fault.matches) : fault.matches.test(subject);
  return {
    arm(fault) {
      armed.set(fault, fault.times ?? 1);
      return () => armed.delete(fault);
    },
    clear: () => armed.clear(),
    strike(at, subject) {
      const struck: FaultEffect[] = [];
      for (const [fault, left] of armed) {
        if (fault.at !== at || !fits(fault, subject)) continue;
        struck.push(fault.effect);
        if (left <= 1) armed.delete(fault);
        else armed.set(fault, left - 1);
      }
      return struck;
    },
  };
}
