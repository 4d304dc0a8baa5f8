import { Refusal } from './refusal.ts';

/** One page of a list by `max-results` (1 to 100, 100 by default) and `next-token`. */
export function page<T>(all: readonly T[], query: Readonly<Record<string, string>>): { items: T[]; next: { NextToken?: string } } {
  const size = Number(query['max-results'] ?? 100);
  const from = Number(query['next-token'] ?? 0);
  if (!Number.isInteger(size) || size < 1 || size > 100) throw new Refusal('BadRequestException', 'max-results must be 1 to 100.');
  if (!Number.isInteger(from) || from < 0) throw new Refusal('BadRequestException', 'next-token is not valid.');
  const to = from + size;
  return { items: all.slice(from, to), next: to < all.length ? { NextToken: String(to) } : {} };
}
