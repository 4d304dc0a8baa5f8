/** What differs from robot to robot. */

/** Evenly between two bounds. */
export const between = ([from, to]: readonly [number, number]): number => from + Math.random() * (to - from);
/** Exponentially, as arrivals and patience are. */
export const about = (mean: number): number => -mean * Math.log(1 - Math.random());
/** One of those, by weight. */
export function oneOf<T>(choices: readonly (readonly [T, number])[]): T {
  let left = Math.random() * choices.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [choice, weight] of choices) if ((left -= weight) < 0) return choice;
  return choices[0]![0];
}
