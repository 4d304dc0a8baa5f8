/** Routes of the HTTP API about what callers leave behind: voicemail, callbacks, missed calls. */
export const leftRoutes = {} as const;
