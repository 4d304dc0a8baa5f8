/** What an expression is made of. */
import { invalid } from '../value.ts';

export interface Token {
  /** `word` is a bare identifier or keyword, `name` a `#placeholder`, `value` a `:placeholder`, `index` a number in brackets. */
  kind: 'word' | 'name' | 'value' | 'number' | 'symbol' | 'end';
  text: string;
  at: number;
}

const pattern = /\s*(?:([A-Za-z][A-Za-z0-9_]*)|(#[A-Za-z0-9_]+)|(:[A-Za-z0-9_]+)|(\d+)|(<>|<=|>=|[=<>(),.[\]+-]))/y;
const kindsInOrder = ['word', 'name', 'value', 'number', 'symbol'] as const;

/** `which` names the expression in the error, as the service does: `ConditionExpression` … */
export function tokens(source: string, which: string): Token[] {
  const found: Token[] = [];
  pattern.lastIndex = 0;
  let at = 0;
  while (source.slice(at).trim() !== '') {
    const match = pattern.exec(source);
    if (match === null) throw syntaxError(which, source, source.length - source.slice(at).trimStart().length);
    const group = match.slice(1).findIndex((part) => part !== undefined);
    found.push({
      kind: kindsInOrder[group] ?? 'symbol',
      text: match[group + 1] ?? '',
      at: pattern.lastIndex - (match[group + 1] ?? '').length,
    });
    at = pattern.lastIndex;
  }
  found.push({ kind: 'end', text: '<EOF>', at: source.length });
  return found;
}

export function syntaxError(which: string, source: string, at: number) {
  const token = at >= source.length ? '<EOF>' : (/^(\w+|[#:]\w*|<>|<=|>=|.)/.exec(source.slice(at))?.[0] ?? '');
  return invalid(`Invalid ${which}: Syntax error; token: "${token}", near: "${source.slice(Math.max(0, at - 8), at + 16).trim()}"`);
}
