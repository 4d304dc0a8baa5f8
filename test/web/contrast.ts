/** Contrast as WCAG 2.2 has it. */
const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/;

/** The relative luminance of WCAG 2.2. */
function luminance(colour: string): number {
  if (!hex.test(colour)) throw new Error(`not a colour: ${colour}`);
  const digits = colour.length === 4 ? [...colour.slice(1)].map((d) => d + d).join('') : colour.slice(1);
  const [r = 0, g = 0, b = 0] = [0, 2, 4].map((at) => {
    const part = Number.parseInt(digits.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
/** From 1, the same, to 21, black and white. Throws for what is no colour in hexadecimal. */
export function ratio(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}
