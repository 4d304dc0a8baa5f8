/** The form of each list of reasons: a name, and what the list says beside it. */
import { listTitles, type ReasonListId } from '../../../shared/reasons/words.ts';
import { ticketStatuses } from '../../../shared/tickets/words.ts';
import { ticketStatusLabels } from '../parts/words.ts';
import type { Field } from './field.ts';
import type { KindPage } from './kinds.ts';

const beside: Record<ReasonListId, readonly Field[]> = {
  breaks: [
    { type: 'number', path: 'minutes', label: 'At most (minutes)', otherwise: 'no limit' },
    { type: 'switch', path: 'productive', label: 'Counts as work', says: 'As a training does', otherwise: 'no' },
  ],
  dispositions: [
    {
      type: 'choice',
      path: 'ticketStatus',
      label: 'The ticket is then',
      otherwise: 'As the agent says',
      from: ticketStatuses.map((value) => ({ value, label: ticketStatusLabels[value] })),
    },
  ],
  'callback-results': [{ type: 'switch', path: 'over', label: 'Then', says: 'Nobody calls again', otherwise: 'no' }],
  'status-changes': [],
};

const notes: Record<ReasonListId, string> = {
  breaks: 'The agents’ status menu shows them in this order. Who stays longer than a limit is shown so, to them and on the floor.',
  dispositions: 'What an agent chooses in wrap-up.',
  'callback-results': 'What an agent says of a call that reached nobody. Unless nobody shall call again, it is tried again later.',
  'status-changes': 'Suggested to supervisors who set an agent’s status, profile or skills on the floor; they may write something else.',
};

const fieldsOf = (listId: ReasonListId): readonly Field[] => [
  {
    type: 'rows',
    path: 'reasons',
    label: 'Reasons',
    one: 'reason',
    ordered: true,
    blank: {},
    fields: [{ type: 'text', path: 'name', label: 'Name' }, ...beside[listId]],
  },
];

export const reasonPages: NonNullable<KindPage['shipped']> = Object.fromEntries(
  (Object.keys(listTitles) as ReasonListId[]).map((listId) => [
    listId,
    { name: listTitles[listId], note: notes[listId], fields: fieldsOf(listId) },
  ]),
);
