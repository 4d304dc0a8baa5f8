/** How the agents who may have a contact are ranked; each is a file of `shared/routing/decide/strategies`. */
export const strategies = ['longest-idle', 'fewest-contacts', 'ordered'] as const;
export type Strategy = (typeof strategies)[number];
