import { useEffect, useState } from 'react';
import Alert from '@cloudscape-design/components/alert';
import type { NoticeView } from '../../../shared/wire/settings.ts';
import { useClient, useWorld } from '../app/use-world.ts';

const whom = ({ noticeId, place }: NoticeView): string => {
  if (place === undefined) return 'All callers hear';
  return noticeId.startsWith('queue:') ? `Callers of ${place} hear` : `Callers of the number ${place} hear`;
};
const until = (at: string): string => new Date(at).toLocaleString([], { weekday: 'short', hour: '2-digit', minute: '2-digit' });

/** What callers are told first at the moment, for everybody who talks to them. */
export function Notices() {
  const world = useWorld();
  const { notices } = useClient();
  const [, look] = useState(0);
  const on = notices.filter((one) => Date.parse(one.until) > world.now());
  const end = Math.min(...on.map((one) => Date.parse(one.until)));
  useEffect(() => {
    if (!Number.isFinite(end)) return;
    // Looks again when the first is over; a longer time is not held by timers.
    const timer = setTimeout(() => look((n) => n + 1), Math.min(end - world.now() + 200, 2_000_000_000));
    return () => clearTimeout(timer);
  }, [world, end]);
  if (on.length === 0) return null;
  return (
    <div className="notices">
      {on.map((one) => (
        <Alert key={one.noticeId} type="warning" statusIconAriaLabel="Notice">
          <strong>{whom(one)}:</strong> {one.text ?? `the prompt “${one.prompt ?? ''}”`}{' '}
          <span className="soft">
            Until {until(one.until)}
            {one.by === undefined ? '' : `, by ${one.by}`}.
          </span>
        </Alert>
      ))}
    </div>
  );
}
