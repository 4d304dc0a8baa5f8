/** Times as people read them. */
const two = (n: number) => String(n).padStart(2, '0');

/** A span as `3:07` or `1:03:07`; never negative. */
export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

const dayAndTime = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
const withSeconds = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

const timeOfDay = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

export const timeText = (at: string): string => timeOfDay.format(new Date(at));
export const dayAndTimeText = (at: string): string => dayAndTime.format(new Date(at));
export const dayText = (at: string): string => day.format(new Date(at));
export const secondsText = (at: string): string => withSeconds.format(new Date(at));
