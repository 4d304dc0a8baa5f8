/** Random flows from all steps, and random callers: as data, so that fast-check can make them smaller. */
import * as fc from 'fast-check';
import type { Json, Step } from '../../shared/flows/ask.ts';
import type { Call } from '../../shared/flows/call.ts';
import { defineFlow, type Flow } from '../../shared/flows/flow.ts';

/** A part of a script. Ways are taken by what the step returns. */
export type Part =
  | { do: 'play' | 'say'; prompt: string }
  | { do: 'identify' | 'voicemail' | 'authenticate' | 'number' }
  | { do: 'state' | 'notice'; topic: string }
  | { do: 'note'; value: string }
  | { do: 'language'; language: string }
  | { do: 'consent'; mode: 'notice' | 'ask' }
  | { do: 'run'; name: string; value: Json; fails: boolean }
  | { do: 'digits'; secret: boolean; confirm: boolean; length: number }
  | { do: 'open' | 'split'; ways: Part[][] }
  | { do: 'menu'; spoken: boolean; ways: Part[][] }
  | { do: 'loop'; times: number; body: Part[] }
  | { do: 'end'; how: 'enqueue' | 'agent' | 'hang-up' | 'go-to' | 'message'; topic: string };

const prompt = fc.constantFrom('welcome', 'goodbye', 'still-there');
const topic = fc.constantFrom('product', 'technical', 'billing', 'returns', 'operator', 'nobody-serves-this');
const value: fc.Arbitrary<Json> = fc.oneof(
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.string({ maxLength: 20 }),
  fc.constant<Json>({ a: [1, 'b'] }),
);

const plain: fc.Arbitrary<Part> = fc.oneof(
  fc.record({ do: fc.constantFrom('play', 'say'), prompt }),
  fc.record({ do: fc.constantFrom('identify', 'voicemail', 'authenticate', 'number') }),
  fc.record({ do: fc.constantFrom('state', 'notice'), topic }),
  fc.record({ do: fc.constant('note'), value: fc.string({ maxLength: 10 }) }),
  fc.record({ do: fc.constant('language'), language: fc.constantFrom('hu-HU', 'en-US') }),
  fc.record({ do: fc.constant('consent'), mode: fc.constantFrom('notice', 'ask') }),
  fc.record({
    do: fc.constant('run'),
    name: fc.constantFrom('find order', 'ask price'),
    value,
    fails: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  }),
  fc.record({ do: fc.constant('digits'), secret: fc.boolean(), confirm: fc.boolean(), length: fc.integer({ min: 1, max: 6 }) }),
);
const end = fc.record({
  do: fc.constant('end'),
  how: fc.constantFrom('enqueue', 'agent', 'hang-up', 'go-to', 'message'),
  topic,
}) as fc.Arbitrary<Part>;

const { parts } = fc.letrec<{ part: Part; parts: Part[]; ways: Part[][] }>((tie) => ({
  ways: fc.array(tie('parts'), { minLength: 2, maxLength: 3 }),
  parts: fc.array(tie('part'), { minLength: 1, maxLength: 4 }),
  part: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    plain,
    fc.record({ do: fc.constant('menu'), spoken: fc.boolean(), ways: tie('ways') }),
    fc.record({ do: fc.constantFrom('open', 'split'), ways: tie('ways') }),
    fc.record({ do: fc.constant('loop'), times: fc.integer({ min: 1, max: 3 }), body: tie('parts') }),
    end,
  ),
}));

export const randomParts: fc.Arbitrary<Part[]> = parts;

const topics = ['one-way', 'other-way', 'third-way'] as const;

function* follow(call: Call, all: readonly Part[], ran: (name: string) => void): Step<void> {
  for (const part of all) yield* one(call, part, ran);
}

function* one(call: Call, part: Part, ran: (name: string) => void): Step<void> {
  const way = (ways: Part[][], n: number): Step<void> => follow(call, ways[n % ways.length] ?? [], ran);
  switch (part.do) {
    case 'play':
      return yield* call.play(part.prompt);
    case 'say':
      return yield* call.say(part.prompt);
    case 'identify':
      return void (yield* call.identify());
    case 'voicemail':
      return void (yield* call.voicemail());
    case 'authenticate':
      return void (yield* call.authenticate());
    case 'number':
      return void (yield* call.toNumber('+12025550142'));
    case 'state':
      return void (yield* call.queueState(part.topic));
    case 'notice':
      return void (yield* call.notice(part.topic));
    case 'note':
      return yield* call.note({ noted: part.value });
    case 'language':
      return yield* call.speakIn(part.language);
    case 'consent':
      return void (yield* call.consent({ mode: part.mode }));
    case 'run':
      return void (yield* call.run(part.name, async () => {
        // What failed was not done: a repeat may try it again.
        if (part.fails) throw new Error('no answer');
        ran(part.name);
        return part.value;
      }));
    case 'digits':
      if (!part.secret) return void (yield* call.digits('customer-number', { length: part.length, confirm: part.confirm }));
      return void (yield* call.secretDigits('pin', {
        length: part.length,
        async check(digits) {
          ran(`check ${digits.length}`);
          return digits.length;
        },
      }));
    case 'open':
      return yield* way(part.ways, (yield* call.isOpen()) ? 0 : 1);
    case 'split':
      return yield* way(part.ways, (yield* call.split('ways', { a: 1, b: 1 })) === 'a' ? 0 : 1);
    case 'menu': {
      const chosen = yield* call.menu('main-menu', { 1: topics[0], 2: topics[1], 3: topics[2] }, part.spoken ? { words: {} } : {});
      return chosen === 'operator' ? yield* call.enqueue('operator') : yield* way(part.ways, topics.indexOf(chosen));
    }
    case 'loop':
      for (let i = 0; i < part.times; i++) yield* follow(call, part.body, ran);
      return;
    case 'end':
      return yield* endOf(call, part);
  }
}

function* endOf(call: Call, { how, topic: of }: Extract<Part, { do: 'end' }>): Step<void> {
  if (how === 'enqueue') return yield* call.enqueue(of);
  if (how === 'agent') return void (yield* call.toAgent({ extension: '999' }));
  if (how === 'message') return yield* call.message('goodbye');
  return how === 'go-to' ? yield* call.goTo('other') : yield* call.hangUp();
}

/** `ran` is told of everything that is done outside. `other` is no circle without a word to the caller: whoever calls is soon lost in such a one. */
export const flowOf = (name: string, all: readonly Part[], ran: (name: string) => void): Flow =>
  defineFlow(name, function* (call) {
    if (name === 'other') yield* call.play('still-there');
    yield* follow(call, all, ran);
  });

/** What a caller does at each ask, in order and from the beginning again: numbers that choose among what may be done there. */
export interface RandomCaller {
  choices: number[];
  /** They hang up instead of the answer to this ask. */
  hangsUpAt: number | undefined;
  withheld: boolean;
}
export const randomCaller: fc.Arbitrary<RandomCaller> = fc.record({
  choices: fc.array(fc.nat(11), { minLength: 1, maxLength: 8 }),
  hangsUpAt: fc.option(fc.nat(12), { nil: undefined }),
  withheld: fc.boolean(),
});
