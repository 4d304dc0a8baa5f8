/** What callers have left at the stand-in. */
import { ContactId, instant, QueueId, TicketId } from '../../../shared/ids.ts';
import type { Answer } from '../../../shared/wire/api.ts';

const ago = (minutes: number) => instant(Date.now() - minutes * 60_000);
const technical = { queueId: QueueId.parse('technical'), queueName: 'Technical' };

export const left = (): Answer<'GET /api/left'> => ({
  voicemails: [
    {
      voicemailId: 'v-1',
      version: 1,
      contactId: ContactId.parse('c-v1'),
      ticketId: TicketId.parse('t-v1'),
      queueId: technical.queueId,
      forName: 'Technical',
      number: '+12025550111',
      customerName: 'Maria Keller',
      seconds: 24,
      at: ago(12),
      state: 'unheard',
    },
    {
      voicemailId: 'v-2',
      version: 3,
      contactId: ContactId.parse('c-v2'),
      ticketId: TicketId.parse('t-v2'),
      queueId: technical.queueId,
      forName: 'Technical',
      seconds: 71,
      at: ago(190),
      state: 'heard',
      heardByName: 'Béla Kiss',
      ownerName: 'Béla Kiss',
    },
  ],
  callbacks: [
    {
      contactId: ContactId.parse('c-cb1'),
      version: 4,
      ...technical,
      number: '+12025550112',
      customerName: 'Tomas Novak',
      arrivedAt: ago(40),
      requestedAt: ago(35),
      dueAt: ago(-10),
      attempts: 1,
      most: 3,
      last: 'no-answer',
      state: 'scheduled',
    },
  ],
  missed: [{ ...technical, number: '+12025550199', count: 2, lastAt: ago(55), cleared: false }],
});
