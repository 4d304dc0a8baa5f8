/** Routes of the HTTP API about routing: picking, why, a supervisor’s changes. */
export const routingRoutes = {} as const;
