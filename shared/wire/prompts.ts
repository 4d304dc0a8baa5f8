/** Routes of the HTTP API about prompts: their texts, recordings and uploads. */
export const promptsRoutes = {} as const;
