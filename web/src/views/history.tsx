import Badge from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { HistoryLine } from '../../../shared/wire/api.ts';
import { reasonName } from '../../../shared/reasons/words.ts';
import { useClient } from '../app/use-world.ts';
import { LinkTo } from '../parts/link-to.tsx';
import { dayAndTimeText } from '../parts/time.ts';
import { readable } from '../parts/words.ts';

export function History({ lines }: { lines: readonly HistoryLine[] }) {
  const { reasons } = useClient();
  return (
    <section>
      <Box variant="h3">Earlier contacts ({lines.length})</Box>
      {lines.length === 0 && <Box color="text-body-secondary">None: this is the first.</Box>}
      <ul className="lines">
        {lines.map((line) => (
          <li key={line.contactId}>
            <div className="line-top">
              <LinkTo path={`/contacts/${line.contactId}`}>{dayAndTimeText(line.arrivedAt)}</LinkTo>
              {line.disposition !== undefined && <Badge>{reasonName(reasons, 'dispositions', line.disposition)}</Badge>}
              {line.missedBy !== undefined && <StatusIndicator type="warning">Wrap-up missed</StatusIndicator>}
            </div>
            <div className="line-below">
              {[line.topic === undefined ? undefined : readable(line.topic), line.agentName].filter(Boolean).join(' · ') || 'Not answered'}
            </div>
            {line.notes !== undefined && line.notes !== '' && <div>{line.notes}</div>}
          </li>
        ))}
      </ul>
    </section>
  );
}
