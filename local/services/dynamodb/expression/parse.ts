/** Parses condition, key condition, filter, projection and update expressions (developer guide, "Expressions reference"). */
import { invalid } from '../value.ts';
import { isReserved } from './reserved-words.ts';
import { syntaxError, tokens, type Token } from './tokens.ts';
import { comparators, conditionFunctions } from './tree.ts';
import type { Comparator, Condition, ConditionFunction, Operand, Parsed, Path, SetValue, Update } from './tree.ts';

/** Reads one expression from left to right. `which` names it in errors. */
class Reader {
  readonly names = new Set<string>();
  readonly values = new Set<string>();
  private readonly source: string;
  readonly which: string;
  private readonly list: Token[];
  private position = 0;

  constructor(source: string, which: string) {
    if (source.trim() === '') throw invalid(`Invalid ${which}: The expression can not be empty;`);
    if (Buffer.byteLength(source) > 4096) {
      throw invalid(
        `Invalid ${which}: Expression size has exceeded the maximum allowed size; expression size: ${Buffer.byteLength(source)}`,
      );
    }
    this.source = source;
    this.which = which;
    this.list = tokens(source, which);
  }
  peek(ahead = 0): Token {
    return this.list[Math.min(this.position + ahead, this.list.length - 1)] as Token;
  }
  next(): Token {
    const token = this.peek();
    this.position++;
    return token;
  }
  fail(): never {
    throw syntaxError(this.which, this.source, this.peek().at);
  }
  /** Takes the symbol if it is next. */
  symbol(text: string): boolean {
    const found = this.peek().kind === 'symbol' && this.peek().text === text;
    if (found) this.position++;
    return found;
  }
  expect(text: string): void {
    if (!this.symbol(text)) this.fail();
  }
  isWord(word: string): boolean {
    return this.peek().kind === 'word' && this.peek().text.toUpperCase() === word;
  }
  word(word: string): boolean {
    const found = this.isWord(word);
    if (found) this.position++;
    return found;
  }
  end(): void {
    if (this.peek().kind !== 'end') this.fail();
  }
  valueName(): string {
    if (this.peek().kind !== 'value') this.fail();
    const name = this.next().text;
    this.values.add(name);
    return name;
  }
  path(): Path {
    const path: Path = [this.attributeName()];
    for (;;) {
      if (this.symbol('.')) path.push(this.attributeName());
      else if (this.symbol('[')) {
        if (this.peek().kind !== 'number') this.fail();
        path.push(Number(this.next().text));
        this.expect(']');
      } else return path;
    }
  }
  private attributeName(): string {
    const token = this.peek();
    if (token.kind === 'name') this.names.add(token.text);
    else if (token.kind !== 'word') this.fail();
    else if (isReserved(token.text)) {
      throw invalid(`Invalid ${this.which}: Attribute name is a reserved keyword; reserved keyword: ${token.text}`);
    }
    this.position++;
    return token.text;
  }
}

function operand(reader: Reader): Operand {
  if (reader.peek().kind === 'value') return { kind: 'value', name: reader.valueName() };
  if (reader.peek().kind === 'word' && reader.peek(1).text === '(') {
    const name = reader.next().text;
    if (name !== 'size')
      throw invalid(`Invalid ${reader.which}: The function is not allowed to be used this way in an expression; function: ${name}`);
    reader.expect('(');
    const of = operand(reader);
    reader.expect(')');
    return { kind: 'size', of };
  }
  return { kind: 'path', path: reader.path() };
}

function disjunction(reader: Reader): Condition {
  let left = conjunction(reader);
  while (reader.word('OR')) left = { kind: 'or', left, right: conjunction(reader) };
  return left;
}
function conjunction(reader: Reader): Condition {
  let left = negation(reader);
  while (reader.word('AND')) left = { kind: 'and', left, right: negation(reader) };
  return left;
}
function negation(reader: Reader): Condition {
  if (reader.word('NOT')) return { kind: 'not', of: negation(reader) };
  return simpleCondition(reader);
}

function simpleCondition(reader: Reader): Condition {
  if (reader.symbol('(')) {
    const inner = disjunction(reader);
    reader.expect(')');
    return inner;
  }
  const token = reader.peek();
  if (token.kind === 'word' && reader.peek(1).text === '(' && token.text !== 'size') return functionCall(reader);
  const left = operand(reader);
  if (reader.word('BETWEEN')) {
    const low = operand(reader);
    if (!reader.word('AND')) reader.fail();
    return { kind: 'between', operand: left, low, high: operand(reader) };
  }
  if (reader.word('IN')) return { kind: 'in', operand: left, list: operandList(reader) };
  const comparator = reader.peek().text as Comparator;
  if (reader.peek().kind !== 'symbol' || !comparators.includes(comparator)) reader.fail();
  reader.next();
  return { kind: 'compare', comparator, left, right: operand(reader) };
}

function operandList(reader: Reader): Operand[] {
  reader.expect('(');
  const list = [operand(reader)];
  while (reader.symbol(',')) list.push(operand(reader));
  reader.expect(')');
  if (list.length > 100) throw invalid(`Invalid ${reader.which}: The IN operator is provided with more than 100 operands`);
  return list;
}

function functionCall(reader: Reader): Condition {
  const name = reader.next().text;
  if (!(conditionFunctions as readonly string[]).includes(name)) {
    throw invalid(`Invalid ${reader.which}: Invalid function name; function: ${name}`);
  }
  const operands = operandList(reader);
  const wanted = name === 'attribute_exists' || name === 'attribute_not_exists' ? 1 : 2;
  if (operands.length !== wanted) {
    throw invalid(
      `Invalid ${reader.which}: Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
    );
  }
  const [first] = operands;
  if (wanted === 1 && first?.kind !== 'path') {
    throw invalid(`Invalid ${reader.which}: Operator or function requires a document path; operator or function: ${name}`);
  }
  return { kind: 'function', name: name as ConditionFunction, operands };
}

function setValue(reader: Reader): SetValue {
  const left = setTerm(reader);
  if (reader.symbol('+')) return { kind: 'plus', left, right: setTerm(reader) };
  if (reader.symbol('-')) return { kind: 'minus', left, right: setTerm(reader) };
  return left;
}

function setTerm(reader: Reader): SetValue {
  if (reader.symbol('(')) {
    const inner = setValue(reader);
    reader.expect(')');
    return inner;
  }
  const token = reader.peek();
  if (token.kind !== 'word' || reader.peek(1).text !== '(') return { kind: 'operand', operand: operand(reader) };
  const name = reader.next().text;
  if (name !== 'if_not_exists' && name !== 'list_append') {
    const known = name === 'size' || (conditionFunctions as readonly string[]).includes(name);
    throw invalid(
      known
        ? `Invalid ${reader.which}: The function is not allowed in an update expression; function: ${name}`
        : `Invalid ${reader.which}: Invalid function name; function: ${name}`,
    );
  }
  reader.expect('(');
  const first = name === 'if_not_exists' ? reader.path() : setValue(reader);
  reader.expect(',');
  const second = setValue(reader);
  reader.expect(')');
  return Array.isArray(first)
    ? { kind: 'if_not_exists', path: first, otherwise: second }
    : { kind: 'list_append', left: first, right: second };
}

const clauseReaders: Record<keyof Update, (reader: Reader, update: Update) => void> = {
  set(reader, update) {
    const path = reader.path();
    reader.expect('=');
    update.set.push({ path, value: setValue(reader) });
  },
  remove: (reader, update) => void update.remove.push(reader.path()),
  add: (reader, update) => void update.add.push({ path: reader.path(), value: reader.valueName() }),
  delete: (reader, update) => void update.delete.push({ path: reader.path(), value: reader.valueName() }),
};

function updateTree(reader: Reader): Update {
  const update: Update = { set: [], remove: [], add: [], delete: [] };
  const seen = new Set<string>();
  while (reader.peek().kind !== 'end') {
    const clause = reader.peek().text.toLowerCase();
    if (reader.peek().kind !== 'word' || !Object.hasOwn(clauseReaders, clause)) reader.fail();
    if (seen.has(clause)) {
      throw invalid(`Invalid ${reader.which}: The "${clause.toUpperCase()}" section can only be used once in an update expression;`);
    }
    seen.add(clause);
    reader.next();
    const read = clauseReaders[clause as keyof Update];
    do read(reader, update);
    while (reader.symbol(','));
  }
  return update;
}

function projectionTree(reader: Reader): Path[] {
  const paths = [reader.path()];
  while (reader.symbol(',')) paths.push(reader.path());
  return paths;
}

/** Expressions are few and used again and again; parsing each once is most of the speed. */
function cached<Tree>(which: string, read: (reader: Reader) => Tree): (source: string, name?: string) => Parsed<Tree> {
  const known = new Map<string, Parsed<Tree>>();
  return (source, name = which) => {
    const key = `${name}\0${source}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const reader = new Reader(source, name);
    const tree = read(reader);
    reader.end();
    const parsed = { tree, names: reader.names, values: reader.values };
    if (known.size > 2000) known.clear();
    known.set(key, parsed);
    return parsed;
  };
}

export const parseCondition = cached('ConditionExpression', disjunction);
export const parseUpdate = cached('UpdateExpression', updateTree);
export const parseProjection = cached('ProjectionExpression', projectionTree);
