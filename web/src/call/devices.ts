/** The microphone and speaker of this device: what was checked is remembered here, in this browser, for this person's next visits. */
import { z } from 'zod';
import type { Devices } from './line.ts';

const Checked = z.object({
  microphoneId: z.string(),
  speakerId: z.string(),
  /** Where it rings: the speaker, unless another one was chosen for that. */
  ringerId: z.string().optional(),
  /** The person said that they heard the tone. */
  heard: z.boolean(),
  /** What became of notifications: allowed, or knowingly done without. */
  notifications: z.enum(['granted', 'without']),
});
export type Checked = z.infer<typeof Checked>;

const storedAs = 'linehall.readiness';

export function rememberedCheck(): Checked | undefined {
  try {
    const parsed = Checked.safeParse(JSON.parse(localStorage.getItem(storedAs) ?? 'null'));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

export const rememberCheck = (checked: Checked): void => localStorage.setItem(storedAs, JSON.stringify(checked));

export const chosenDevices = (): Devices & { ringerId: string } => {
  const { microphoneId = '', speakerId = '', ringerId = speakerId } = rememberedCheck() ?? {};
  return { microphoneId, speakerId, ringerId };
};

/** True when the remembered check still holds: its microphone is there and may be used, and notifications were not taken away. */
export async function isReady(): Promise<boolean> {
  const checked = rememberedCheck();
  if (checked?.heard !== true) return false;
  if (checked.notifications === 'granted' && (typeof Notification === 'undefined' || Notification.permission !== 'granted')) return false;
  if (['denied', 'prompt'].includes(await microphonePermission())) return false;
  const present = await navigator.mediaDevices.enumerateDevices();
  return present.some((d) => d.kind === 'audioinput' && d.deviceId === checked.microphoneId);
}

/** `unknown` where the browser doesn't tell; then only asking shows it. */
async function microphonePermission(): Promise<PermissionState | 'unknown'> {
  try {
    return (await navigator.permissions.query({ name: 'microphone' })).state;
  } catch {
    return 'unknown';
  }
}
