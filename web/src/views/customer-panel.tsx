import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ContactView, CustomerView } from '../../../shared/wire/api.ts';
import { LinkTo } from '../parts/link-to.tsx';
import { PhoneNumber } from '../parts/phone-number.tsx';
import { dayText } from '../parts/time.ts';
import { readable, whoIsIn } from '../parts/words.ts';
import { History } from './history.tsx';
import { OpenTickets } from './open-tickets.tsx';
import { PassedNotes } from './passed-notes.tsx';

function pairsOf(customer: CustomerView) {
  return [
    { label: 'Company', value: customer.company ?? '–' },
    { label: customer.numbers.length > 1 ? 'Numbers' : 'Number', value: <Numbers customer={customer} /> },
    { label: 'E-mail', value: customer.email ?? '–' },
    { label: 'Customer since', value: dayText(customer.since) },
    ...(customer.notes === undefined || customer.notes === '' ? [] : [{ label: 'Notes', value: customer.notes }]),
  ];
}

/** Each can be called. */
function Numbers({ customer: { numbers, customerId, name } }: { customer: CustomerView }) {
  if (numbers.length === 0) return '–';
  return (
    <span className="numbers">
      {numbers.map((number) => (
        <PhoneNumber key={number} number={number} name={name === '' ? undefined : name} customerId={customerId} />
      ))}
    </span>
  );
}

const consentWords = {
  given: 'The caller agreed',
  refused: 'The caller did not agree',
  notified: 'The caller was told',
} as const;

/** `hu-HU`, in words; as it is where nobody knows it. */
function languageName(language: string): string {
  try {
    return new Intl.DisplayNames(['en'], { type: 'language', languageDisplay: 'standard' }).of(language) ?? language;
  } catch {
    return language;
  }
}

/** Why the contact was not served where it waited first: the engine's own attribute `left`. */
const leftWords: Readonly<Record<string, string>> = {
  'timed-out': 'they had waited too long',
  'no-agents': 'nobody was there',
  'queue-full': 'too many waited',
  closed: 'it was closed',
  'exited-by-key': 'they chose to',
  withdrawn: 'a supervisor released them',
};
const attributePair = ([name, value]: [string, string]) =>
  name === 'left' && leftWords[value] !== undefined
    ? { label: 'Left the queue because', value: leftWords[value] }
    : { label: readable(name), value: readable(value) };

/** What the flow learnt on the way to the agent. */
function Learnt({ attributes, consent, language }: Pick<ContactView, 'attributes' | 'consent' | 'language'>) {
  const items = [
    ...(language === undefined ? [] : [{ label: 'Language', value: languageName(language) }]),
    ...(consent === undefined ? [] : [{ label: 'Recording', value: consentWords[consent] }]),
    ...Object.entries(attributes).map(attributePair),
  ];
  return items.length === 0 ? null : <KeyValuePairs columns={2} items={items} />;
}

function nameOf(contact: ContactView): string {
  const { customer } = contact;
  if (contact.direction === 'internal') return whoIsIn(contact);
  if (customer === undefined) return 'Unknown caller';
  return customer.name === '' ? 'New customer' : customer.name;
}

function withoutRecord({ direction, callerNumber }: ContactView): string {
  if (direction === 'internal') return 'A call between colleagues: no customer is concerned.';
  if (callerNumber !== undefined) return 'No record has this number.';
  return 'The number was withheld, so no record is shown. Ask who is calling.';
}

/** Whom the contact concerns: record, open tickets and earlier contacts. */
export function CustomerPanel({ contact }: { contact: ContactView | undefined }) {
  if (contact === undefined) {
    return (
      <Container fitHeight>
        <div className="idle">
          <Box color="text-body-secondary" textAlign="center">
            The customer with history and open tickets appears here while the call rings.
          </Box>
        </div>
      </Container>
    );
  }
  return (
    <Container
      header={
        <Header variant="h2" actions={<LinkTo path={`/contacts/${contact.contactId}`}>This contact’s timeline</LinkTo>}>
          {nameOf(contact)}
        </Header>
      }
    >
      <SpaceBetween size="l">
        <PassedNotes contact={contact} />
        {contact.customer === undefined ? (
          <Box color="text-body-secondary">{withoutRecord(contact)}</Box>
        ) : (
          <KeyValuePairs columns={2} items={pairsOf(contact.customer)} />
        )}
        <Learnt attributes={contact.attributes} consent={contact.consent} language={contact.language} />
        <OpenTickets tickets={contact.openTickets} />
        <History lines={contact.history} />
      </SpaceBetween>
    </Container>
  );
}
