import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { ticketStatuses } from '../../../shared/tickets/words.ts';
import type { ContactView } from '../../../shared/wire/api.ts';
import { submitWrapUp } from '../actions/wrap-up.ts';
import { useClient, useWorld } from '../app/use-world.ts';
import { draftErrors, type Draft, type DraftErrors } from '../state/draft.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { ticketStatusLabels } from '../parts/words.ts';
import { FollowUpFields } from './follow-up-fields.tsx';

export interface FieldProps {
  draft: Draft;
  errors: DraftErrors;
  change: (change: Partial<Draft>) => void;
}

function DispositionField({ draft, errors, change }: FieldProps) {
  const { reasons } = useClient().reasons.dispositions;
  return (
    <div data-field="disposition" className="choices">
      <FormField stretch label="How did it end?" errorText={errors.disposition}>
        <RadioGroup
          direction="horizontal"
          value={draft.disposition ?? null}
          items={reasons.map(({ reasonId, name }) => ({ value: reasonId, label: name }))}
          onChange={({ detail }) => {
            const chosen = reasons.find(({ reasonId }) => reasonId === detail.value);
            if (chosen === undefined) return;
            // The status that a ticket usually has then; the agent may choose another.
            const { reasonId: disposition, ticketStatus } = chosen;
            change({ disposition, ...(ticketStatus === undefined ? {} : { ticketStatus }) });
          }}
        />
      </FormField>
    </div>
  );
}

function TicketField({ draft, errors, change, openTickets }: FieldProps & Pick<ContactView, 'openTickets'>) {
  const items = openTickets.map((ticket) => ({
    value: ticket.ticketId,
    label: ticket.subject,
    description: ticketStatusLabels[ticket.status],
  }));
  return (
    <>
      <div data-field="ticket">
        <FormField stretch label="Ticket" errorText={errors.ticket}>
          <RadioGroup
            value={draft.ticket ?? null}
            items={[...items, { value: 'new', label: 'A new ticket' }]}
            onChange={({ detail }) => change({ ticket: detail.value })}
          />
        </FormField>
      </div>
      {draft.ticket === 'new' && (
        <div data-field="subject" className="subject">
          <FormField stretch label="Subject" errorText={errors.subject}>
            <Input value={draft.subject} onChange={({ detail }) => change({ subject: detail.value.slice(0, 200) })} />
          </FormField>
        </div>
      )}
    </>
  );
}

function TicketStatusField({ draft, errors, change }: FieldProps) {
  const options = ticketStatuses.map((value) => ({ value, label: ticketStatusLabels[value] }));
  return (
    <div data-field="ticketStatus">
      <FormField stretch label="Ticket status" errorText={errors.ticketStatus}>
        <Select
          selectedOption={options.find(({ value }) => value === draft.ticketStatus) ?? null}
          options={options}
          placeholder="Choose"
          onChange={({ detail }) => {
            const ticketStatus = ticketStatuses.find((s) => s === detail.selectedOption.value);
            if (ticketStatus !== undefined) change({ ticketStatus });
          }}
        />
      </FormField>
    </div>
  );
}

/** How the call ended, which ticket it belongs to, and what becomes of that. */
export function WrapUpFields({ openTickets, ...fields }: FieldProps & Pick<ContactView, 'openTickets'>) {
  return (
    <SpaceBetween size="m">
      <DispositionField {...fields} />
      <TicketField {...fields} openTickets={openTickets} />
      <TicketStatusField {...fields} />
      {fields.draft.ticketStatus === 'requires-follow-up' && <FollowUpFields {...fields} />}
    </SpaceBetween>
  );
}

/** The same for the contact on the desk. */
export function WrapUpForm({ contact }: { contact: ContactView }) {
  const world = useWorld();
  const { draft, draftChecked } = useClient();
  const fields: FieldProps = {
    draft,
    errors: draftChecked ? draftErrors(draft, world.now()) : {},
    change: (change) => world.dispatch({ type: 'draft', change }),
  };
  return (
    <SpaceBetween size="m">
      <WrapUpFields {...fields} openTickets={contact.openTickets} />
      <div className="submit">
        <ActionButton action={submitWrapUp} variant="primary">
          Finish
        </ActionButton>
      </div>
    </SpaceBetween>
  );
}
