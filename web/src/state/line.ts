import type { Event } from './event.ts';
import type { Line } from './state.ts';

type LineEvent = Extract<Event, { type: `line-${string}` }>;

/** The audio's next face. Words about another contact's audio are passed over. */
export function reduceLine(line: Line, event: LineEvent): Line {
  if (event.type === 'line-off') return { face: 'off' };
  if (event.type === 'line-joining') return { face: 'joining', contact: event.contact, muted: false, quality: 'good' };
  if (line.face === 'off' || line.contact !== event.contact) return line;
  if (event.type === 'line-failed') return { face: 'failed', contact: event.contact, problem: event.problem };
  if (line.face === 'failed') return line;
  switch (event.type) {
    case 'line-on':
      return { ...line, face: 'on' };
    case 'line-reconnecting':
      return { ...line, face: 'reconnecting' };
    case 'line-muted':
      return { ...line, muted: event.muted };
    case 'line-quality':
      return { ...line, quality: event.quality };
    case 'line-figures':
      return { ...line, figures: event.figures };
  }
}
