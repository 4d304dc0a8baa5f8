/** The outside world: every number that isn't ours, behind the gateway's trunk. A call to any of them rings until the test does something. */
import { takeCall, type PlacedCall, type RingingCall } from '../../local/caller.ts';
import { startSip } from '../../gateway/sip/server.ts';

export interface Outside {
  /** Where the trunk leads. */
  readonly trunk: { host: string; port: number };
  /** The next call to a number that nobody has taken yet. Rejects when none comes in time. */
  rings(number: string, withinMs?: number): Promise<RingingCall>;
  /** All that ring now and that nobody has taken; whoever asks has them. */
  ringing(): RingingCall[];
  /** The same as `rings`, picked up at once. */
  answers(number: string, say: Uint8Array): Promise<PlacedCall>;
  close(): Promise<void>;
}

export async function openOutside(): Promise<Outside> {
  const host = '127.0.0.1';
  const sip = await startSip({ host, port: 0, name: 'The outside' });
  const ringing: RingingCall[] = [];
  const waiting = new Set<() => void>();
  sip.onCall = (call) => {
    void takeCall(call, host).then((taken) => {
      ringing.push(taken);
      for (const look of [...waiting]) look();
    });
  };
  const rings: Outside['rings'] = (number, withinMs = 10_000) =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const at = ringing.findIndex(({ to }) => to === number);
        const [taken] = at < 0 ? [] : ringing.splice(at, 1);
        if (taken === undefined) return;
        clearTimeout(timer);
        waiting.delete(look);
        resolve(taken);
      };
      const timer = setTimeout(() => {
        waiting.delete(look);
        reject(new Error(`nobody called ${number} within ${withinMs} ms`));
      }, withinMs);
      waiting.add(look);
      look();
    });
  return {
    trunk: sip.address,
    rings,
    ringing: () => ringing.splice(0),
    answers: async (number, say) => (await rings(number)).answer(say),
    close: () => sip.close(),
  };
}
