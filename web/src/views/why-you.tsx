import Box from '@cloudscape-design/components/box';
import Popover from '@cloudscape-design/components/popover';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { ContactView } from '../../../shared/wire/api.ts';
import type { Why } from '../../../shared/wire/routing.ts';
import { useWorld } from '../app/use-world.ts';
import { useLoad } from '../parts/use-load.ts';
import { ConsideredList, LoadedFace } from './considered.tsx';

function WholeWhy({ contactId }: { contactId: string }) {
  const world = useWorld();
  const { loaded, again } = useLoad<Why>(contactId, () => world.api.call('GET /api/contacts/{contactId}/why', {}, { contactId }));
  return (
    <LoadedFace loaded={loaded} again={again}>
      {({ details, agents }) => (
        // Higher than the room beside the card, it is moved by the arrow keys.
        <div className="why-whole" role="region" aria-label="How it was decided" tabIndex={0}>
          <SpaceBetween size="xs">
            {details.map((detail) => (
              <Box key={detail}>{detail}</Box>
            ))}
            {agents.length > 0 && <ConsideredList agents={agents} />}
          </SpaceBetween>
        </div>
      )}
    </LoadedFace>
  );
}

/** The sentence that says why this agent; behind it, on demand, who else was considered and what decided. */
export function WhyYou({ contact }: { contact: ContactView }) {
  const [asked, setAsked] = useState(false);
  return (
    <span className="why-you">
      {contact.reason}{' '}
      <span onClick={() => setAsked(true)}>
        <Popover
          header="Why you"
          size="large"
          triggerType="text-inline"
          dismissAriaLabel="Close"
          content={asked ? <WholeWhy contactId={contact.contactId} /> : null}
        >
          How it was decided
        </Popover>
      </span>
    </span>
  );
}
