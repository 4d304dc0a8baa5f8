export const ticketStatuses = ['open', 'closed', 'resolved', 'requires-follow-up'] as const;
export type TicketStatus = (typeof ticketStatuses)[number];
