import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { epochMs } from '../../../shared/ids.ts';
import type { Timeline as TimelineView } from '../../../shared/wire/api.ts';
import { useWorld } from '../app/use-world.ts';
import { phoneText } from '../parts/phone.ts';
import { PhoneNumber } from '../parts/phone-number.tsx';
import { ProblemFace } from '../parts/problem-face.tsx';
import { clockText, dayAndTimeText, secondsText } from '../parts/time.ts';
import { useLoad } from '../parts/use-load.ts';
import { readable } from '../parts/words.ts';
import { MissedWrapUp } from '../views/missed-wrap-up.tsx';

function Lines({ lines }: { lines: TimelineView['lines'] }) {
  const first = lines[0];
  if (first === undefined) return <Box color="text-body-secondary">Nothing is recorded about this contact yet.</Box>;
  return (
    <ol className="timeline">
      {lines.map((line) => (
        <li key={line.seq}>
          <time dateTime={line.at}>{secondsText(line.at)}</time>
          <span className="timeline-after" title="Since arrival">
            +{clockText(epochMs(line.at) - epochMs(first.at))}
          </span>
          <span>{line.sentence}</span>
        </li>
      ))}
    </ol>
  );
}

/** A record that nobody has given a name yet is a new customer’s. */
function whoOf({ customerName, callerNumber }: TimelineView): string {
  if (customerName !== undefined) return customerName === '' ? 'New customer' : customerName;
  return callerNumber === undefined ? 'Number withheld' : phoneText(callerNumber);
}

/** What happened to one contact, fact by fact. The page's address is its link. */
export default function Timeline({ contactId }: { contactId: string }) {
  const world = useWorld();
  const { loaded, again } = useLoad(contactId, () => world.api.call('GET /api/contacts/{contactId}/timeline', {}, { contactId }));
  if (loaded.face === 'failed') return <ProblemFace problem={loaded.problem} again={again} />;
  const view = loaded.face === 'there' ? loaded.value : undefined;
  const who = view === undefined ? '' : whoOf(view);
  const began = view?.lines[0];
  return (
    <Container
      header={
        <Header
          variant="h1"
          description={view === undefined ? ' ' : `${began === undefined ? '' : `${dayAndTimeText(began.at)} · `}${readable(view.state)}`}
          actions={
            <SpaceBetween direction="horizontal" size="s" alignItems="center">
              {view?.callerNumber !== undefined && <PhoneNumber number={view.callerNumber} name={view.customerName} />}
              <CopyToClipboard
                variant="button"
                copyButtonText="Copy link"
                copySuccessText="Copied"
                copyErrorText="The browser did not copy it."
                textToCopy={`${location.origin}/contacts/${encodeURIComponent(contactId)}`}
              />
            </SpaceBetween>
          }
        >
          {view === undefined ? 'Contact' : `Contact: ${who}`}
        </Header>
      }
    >
      {view === undefined ? (
        <div className="whole-face" role="status">
          <Spinner /> Loading the timeline
        </div>
      ) : (
        <SpaceBetween size="l">
          {view.missed.map((missed) => (
            <MissedWrapUp key={missed.n} timeline={view} missed={missed} done={again} />
          ))}
          <Lines lines={view.lines} />
        </SpaceBetween>
      )}
    </Container>
  );
}
