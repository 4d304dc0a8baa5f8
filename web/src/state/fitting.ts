/**
 * Pure: how many of a row's items have room, the first first. Where not all have, the button of the menu for the others needs its room too.
 * Widths in pixels.
 */
export function howManyFit(widths: readonly number[], room: number, { gap, more }: { gap: number; more: number }): number {
  const ends = widths.reduce<number[]>((so, width) => [...so, (so.at(-1) ?? -gap) + gap + width], []);
  if ((ends.at(-1) ?? 0) <= room) return widths.length;
  return ends.filter((end) => end + gap + more <= room).length;
}
