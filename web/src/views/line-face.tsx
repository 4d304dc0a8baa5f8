import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ContactView } from '../../../shared/wire/api.ts';
import type { Figures, Line } from '../state/state.ts';

/** The figures behind the word, for whoever looks closer. */
function figuresText({ roundTripMs, lossPercent, jitterMs }: Figures): string {
  return [
    roundTripMs === undefined ? undefined : `${roundTripMs} ms there and back`,
    lossPercent === undefined ? undefined : `${lossPercent} % lost`,
    jitterMs === undefined ? undefined : `${jitterMs} ms jitter`,
  ]
    .filter(Boolean)
    .join(', ');
}

function Quality({ line }: { line: Extract<Line, { face: 'on' | 'joining' | 'reconnecting' }> }) {
  if (line.quality === 'none') return <StatusIndicator type="error">No audio arrives: you may not hear each other</StatusIndicator>;
  if (line.quality === 'poor') return <StatusIndicator type="warning">Weak network: the others may hear gaps</StatusIndicator>;
  return <StatusIndicator type="success">Good connection</StatusIndicator>;
}

/** How the agent's audio is: by telephone, starting, running and how well, or not there. */
export function LineFace({ contact, line }: { contact: ContactView; line: Line }) {
  const connected = contact.state === 'connected';
  if (contact.byPhone === true) {
    return connected ? (
      <StatusIndicator type="success">You talk by telephone</StatusIndicator>
    ) : (
      <StatusIndicator type="in-progress">Your telephone rings: press 1 there</StatusIndicator>
    );
  }
  if (line.face === 'failed') return <StatusIndicator type="error">No audio</StatusIndicator>;
  if (line.face === 'reconnecting') return <StatusIndicator type="warning">Audio reconnecting …</StatusIndicator>;
  if (line.face !== 'on') return <StatusIndicator type="in-progress">Starting your audio …</StatusIndicator>;
  // A call that goes out says by itself how far it is.
  if (!connected && contact.talk?.state !== 'dialling') return <StatusIndicator type="in-progress">Fetching the caller …</StatusIndicator>;
  const figures = line.figures === undefined ? '' : figuresText(line.figures);
  return (
    <span className="line-face">
      <Quality line={line} />
      {figures !== '' && (
        <span className="line-below" aria-hidden="true">
          {figures}
        </span>
      )}
    </span>
  );
}
