/** A telephone number for logs: the first digits and the last four; anything else is not shown at all. */
export function masked(number: string): string {
  if (number === 'anonymous') return number;
  return /^\+?\d{7,15}$/.test(number) ? `${number.slice(0, 2)}•••••${number.slice(-4)}` : '•••••';
}
