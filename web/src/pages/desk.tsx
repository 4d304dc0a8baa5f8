import SpaceBetween from '@cloudscape-design/components/space-between';
import { keyOf } from '../state/state.ts';
import { useClient } from '../app/use-world.ts';
import { CustomerPanel } from '../views/customer-panel.tsx';
import { OwnHelp } from '../views/help-chat.tsx';
import { IdleCard } from '../views/idle-card.tsx';
import { LateWrapUp } from '../views/late-wrap-up.tsx';
import { OfferCard } from '../views/offer-card.tsx';
import { WaitingList } from '../views/waiting-list.tsx';
import { WorkCard } from '../views/work-card.tsx';

/** Where an agent works: on the left what is to be done, on the right whom it concerns. */
export function Desk() {
  const { contact, late } = useClient();
  return (
    <div className="desk">
      <section aria-label="Work">
        {contact === undefined && late === undefined && (
          <SpaceBetween size="l">
            <IdleCard />
            <WaitingList />
          </SpaceBetween>
        )}
        {contact === undefined && late !== undefined && <LateWrapUp key={keyOf(late.contact)} />}
        {contact?.state === 'offered' && <OfferCard contact={contact} />}
        {contact !== undefined && contact.state !== 'offered' && <WorkCard key={keyOf(contact)} contact={contact} />}
      </section>
      <section aria-label="Customer">
        <SpaceBetween size="l">
          <OwnHelp />
          <CustomerPanel contact={contact ?? late?.contact} />
        </SpaceBetween>
      </section>
    </div>
  );
}
