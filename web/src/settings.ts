import { z } from 'zod';

/** What a stage tells its client when it starts; served beside the client as `/settings.json`. */
export const Settings = z.object({
  /** The OpenID Connect issuer. */
  authority: z.string(),
  clientId: z.string(),
  /** Where the sign-in service ends its own session. */
  logoutUrl: z.string().optional(),
  /** Asked for at sign-in: separated by blanks, or a list. */
  scopes: z.union([z.string(), z.array(z.string()).transform((list) => list.join(' '))]).default('openid profile email'),
  /** Where the live socket opens when the ticket's answer names no address. */
  liveUrl: z.string().default('/live'),
  stage: z.string().default(''),
});
export type Settings = z.infer<typeof Settings>;

/** Reads `/settings.json`. Throws when it is missing or not what this client understands. */
export async function loadSettings(): Promise<Settings> {
  const answer = await fetch('/settings.json', { cache: 'no-cache' });
  if (!answer.ok) throw new Error(`settings.json answered ${answer.status}`);
  return Settings.parse(await answer.json());
}
