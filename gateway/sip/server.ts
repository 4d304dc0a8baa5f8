import { setTimeout as delay } from 'node:timers/promises';
import type { SipServer, SipSettings } from './contract.ts';
import { machineTimers } from './timers.ts';
import { openUdp, type Log } from './transport.ts';
import { UserAgent } from './user-agent.ts';

/** How long a closing server waits for the far sides to confirm their BYE. */
const farewellMs = 500;

/**
 * Starts SIP over UDP at `settings.host` and `settings.port` (0: the system chooses). Rejects when the address can't be had.
 * `close` hangs up every call, waits half a second at most for the answers, and frees the port.
 */
export async function startSip(settings: SipSettings, log: Log = () => undefined): Promise<SipServer> {
  const transport = await openUdp(settings.host, settings.port, log);
  const timers = machineTimers();
  const agent = new UserAgent({ ...settings, transport, timers, host: settings.publicHost ?? settings.host, log });
  let closing: Promise<void> | undefined;
  return Object.assign(agent, {
    close: () =>
      (closing ??= (async () => {
        agent.onCall = (call) => call.reject(503);
        await Promise.race([agent.hangUpAll(), delay(farewellMs, undefined, { ref: false })]);
        timers.cancelAll();
        await transport.close();
      })()),
  });
}
