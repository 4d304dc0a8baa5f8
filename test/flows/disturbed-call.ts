/** One call from its first event to its last, as a caller makes it; undisturbed, or with everything that the service may do to us. */
import type { Centre } from './centre.ts';
import { accepts, collects } from '../../shared/flows/answers.ts';
import { contactKeys } from '../../shared/contacts/contact.ts';
import { asTheyHappened } from '../../shared/contacts/read-facts.ts';
import { contactOfTransaction } from '../../shared/contacts/read-contact.ts';
import { factsIn } from '../../shared/facts/together.ts';
import { answerEvent } from '../../shared/flows/receive-event.ts';
import { TransactionId } from '../../shared/ids.ts';
import { limits, TelephonyAnswer, TelephonyEvent } from '../../shared/telephony/sma.ts';
import type { RandomCaller } from './random-flow.ts';
import { plain, type Quirks, Service } from './service.ts';

/** What is done to an event on its way. */
export const disturbances = [
  'none',
  'twice at once',
  'asked again after 5 s',
  'old one again',
  'update before',
  'key before',
  'stopped before',
  'lost and late',
] as const;
export type Disturbance = (typeof disturbances)[number];
/** How an event differs from what the guide says (section 17.4 of the reference). */
export const spellings = [
  'no status',
  'old application id',
  'numbers as text',
  'error as one text',
  'without region',
  'empty parameters',
] as const;
export type Spelling = (typeof spellings)[number];

export interface Trouble {
  disturbances: readonly Disturbance[];
  spellings: readonly Spelling[];
  quirks: Partial<Quirks>;
}
export const noTrouble: Trouble = { disturbances: ['none'], spellings: [], quirks: {} };

const asText = (value: unknown): unknown => {
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(asText);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, asText(one)]));
};

/** The same event in another spelling. */
function spelt(event: TelephonyEvent, how: readonly Spelling[]): TelephonyEvent {
  const other = structuredClone(event);
  const { CallDetails: details, ActionData: data } = other;
  if (how.includes('no status')) for (const leg of details.Participants) if (leg.Status === 'Connected') delete leg.Status;
  if (how.includes('old application id')) {
    (details as Record<string, unknown>)['SipApplicationId'] = details.SipMediaApplicationId;
    delete details.SipMediaApplicationId;
  }
  if (how.includes('without region')) delete details.AwsRegion;
  if (data?.Parameters !== undefined && how.includes('numbers as text'))
    data.Parameters = asText(data.Parameters) as Record<string, unknown>;
  if (
    data?.Parameters !== undefined &&
    how.includes('empty parameters') &&
    event.InvocationEventType === 'ACTION_SUCCESSFUL' &&
    data.Type === 'PlayAudio'
  )
    data.Parameters = {};
  if (data?.ErrorType !== undefined && how.includes('error as one text')) {
    data.Error = `${data.ErrorType}: it failed`;
    delete data.ErrorType;
  }
  return TelephonyEvent.parse(other);
}

/** Does two things at the same time; how they meet is for whoever gives this. */
export type Together = <T>(one: () => Promise<T>, other: () => Promise<T>) => Promise<[T, T]>;
const atOnce: Together = (one, other) => Promise.all([one(), other()]);

export class DisturbedCall {
  readonly service: Service;
  /** Everything that was wrong with an answer. */
  readonly faults: string[] = [];
  readonly #centre: Centre;
  readonly #caller: RandomCaller;
  readonly #trouble: Trouble;
  readonly #together: Together;
  #events = 0;
  #asks = 0;
  #old: TelephonyEvent | undefined;

  constructor(centre: Centre, caller: RandomCaller, trouble: Trouble = noTrouble, together: Together = atOnce) {
    this.#centre = centre;
    this.#caller = caller;
    this.#trouble = trouble;
    this.#together = together;
    this.service = new Service('0123456789abcdef', caller.withheld ? 'anonymous' : undefined, undefined, { ...plain, ...trouble.quirks });
    let messages = 0;
    this.service.nextKey = (prefix) => `${prefix}/message-${++messages}.wav`;
  }

  /** Makes the call. It is over when the caller has gone, or waits in a queue. */
  async make(): Promise<void> {
    this.service.dial();
    await this.#deliverAll();
    for (let rounds = 0; rounds < 150 && this.service.caller !== 'gone'; rounds++) {
      if ((await this.#contact())?.state !== 'in-flow' && this.service.current?.Type !== 'PlayAudio') break;
      if ((await this.#contact())?.state === 'waiting') break;
      this.#acts();
      await this.#deliverAll();
    }
    this.service.callerHangsUp();
    await this.#deliverAll();
    await this.#afterwards();
  }

  /** What there is to see of a call when it is over. */
  async outcome(): Promise<unknown> {
    const contact = await this.#contact();
    if (contact === undefined) return undefined;
    const { db } = this.#centre.world;
    const { pk } = contactKeys.contact(contact.contactId);
    const items = await db.query({ table: 'contacts', pk });
    const kept = items
      .filter(({ sk }) => String(sk).startsWith('FLOW'))
      .map(({ sk, record, end, version }) => ({ sk, record, end, version }));
    // Where a fact lies is another matter: the contact says itself what is put down when two meet.
    const told = asTheyHappened(items.flatMap((item) => factsIn(item)));
    const facts = told.filter(({ subjectId }) => subjectId === contact.contactId).map(({ type }) => type);
    const { state, endReason, topic, queueId, flow, run, language, attributes, consent } = contact;
    const played = this.service.started.map(({ Type, Parameters }) => ('AudioSource' in Parameters ? Parameters.AudioSource.Key : Type));
    return nameless(
      { state, endReason, topic, queueId, flow, run, language, attributes, consent, kept, facts: settledFacts(facts), played },
      contact.contactId,
    );
  }

  #contact() {
    return contactOfTransaction(this.#centre.world.db, TransactionId.parse(this.service.transactionId));
  }

  /** What the caller does about what runs. */
  #acts(): void {
    const { service } = this;
    const ask = this.#asks++;
    const choice = this.#caller.choices[ask % this.#caller.choices.length] ?? 0;
    if (ask === this.#caller.hangsUpAt) return service.callerHangsUp();
    if (service.bridge !== undefined) return service.bridgeEnds();
    const { current } = service;
    if (current?.Type === 'StartBotConversation') {
      const intents = ['one-way', 'other-way', 'third-way', 'operator', 'FallbackIntent'];
      return choice === 11 ? service.finish(false) : service.finish(true, intents[choice % intents.length]);
    }
    if (collects(current)) {
      const { MaxNumberOfDigits = 1 } = current.Parameters;
      const keys = [...'1230*45'].flatMap((key) => [key, key.repeat(MaxNumberOfDigits)]).filter((digits) => accepts(current, digits));
      return choice < 2 || keys.length === 0 ? service.finish(false) : service.finish(true, keys[choice % keys.length]);
    }
    service.finish(choice > 0);
  }

  async #deliverAll(): Promise<void> {
    for (let event = this.service.outbox.shift(); event !== undefined; event = this.service.outbox.shift()) await this.#deliver(event);
  }

  async #ask(event: TelephonyEvent): Promise<TelephonyAnswer> {
    const answer = await answerEvent(this.#centre.reception, spelt(event, this.#trouble.spellings));
    const size = Buffer.byteLength(JSON.stringify(answer.TransactionAttributes ?? {}));
    if (!TelephonyAnswer.safeParse(answer).success) this.faults.push('an answer that is none');
    if (answer.Actions.length > limits.actionsPerAnswer) this.faults.push(`${answer.Actions.length} actions`);
    if (size > limits.attributeBytes) this.faults.push(`${size} bytes of attributes`);
    return answer;
  }

  async #deliver(event: TelephonyEvent): Promise<void> {
    const { disturbances: all } = this.#trouble;
    const disturbance = all[this.#events++ % all.length];
    const before = this.#old;
    this.#old = event;
    const inFlow = (await this.#contact())?.state === 'in-flow';
    if (disturbance === 'twice at once') {
      const [one, other] = await this.#together(
        () => this.#ask(event),
        () => this.#ask(event),
      );
      this.#mustBeSame(event, one, other);
      return this.service.apply(event, one);
    }
    if (disturbance === 'asked again after 5 s' || disturbance === 'lost and late') {
      const lost = await this.#ask(event);
      this.#centre.clock.nowMs += 5000;
      const again = await this.#ask(event);
      this.#mustBeSame(event, lost, again);
      // Whichever of the two arrives first is the answer.
      return this.service.apply(event, disturbance === 'lost and late' ? lost : again);
    }
    if (inFlow && this.service.caller === 'up') await this.#strays(disturbance, event);
    const answer = await this.#ask(event);
    this.service.apply(event, answer);
    if (disturbance === 'old one again' && before !== undefined) await this.#ask(before);
  }

  /** Events that are no concern of a flow. */
  async #strays(disturbance: Disturbance | undefined, { CallDetails }: TelephonyEvent): Promise<void> {
    const stray = (InvocationEventType: TelephonyEvent['InvocationEventType'], ActionData: TelephonyEvent['ActionData']) =>
      this.#ask({
        SchemaVersion: '1.0',
        Sequence: 1000 + this.#events,
        InvocationEventType,
        ActionData,
        CallDetails: structuredClone(CallDetails),
      });
    const answers = [
      ...(disturbance === 'update before'
        ? [await stray('CALL_UPDATE_REQUESTED', { Type: 'CallUpdateRequest', Parameters: { Arguments: {} } })]
        : []),
      ...(disturbance === 'key before'
        ? [await stray('DIGITS_RECEIVED', { Type: 'ReceiveDigits', Parameters: {}, ReceivedDigits: '5' })]
        : []),
      ...(disturbance === 'stopped before' ? [await stray('ACTION_INTERRUPTED', { Type: 'PlayAudio', Parameters: {} })] : []),
    ];
    for (const { Actions } of answers) if (Actions.length > 0) this.faults.push(`${disturbance ?? ''}: ${Actions[0]?.Type ?? ''}`);
  }

  #mustBeSame(event: TelephonyEvent, one: TelephonyAnswer, other: TelephonyAnswer): void {
    if (JSON.stringify(one) === JSON.stringify(other)) return;
    // From the queue on, the contact answers: its repeats need only lead to the same.
    if (one.TransactionAttributes?.['doing'] !== undefined || other.TransactionAttributes?.['doing'] !== undefined) return;
    this.faults.push(`${event.InvocationEventType} ${event.Sequence} was answered in two ways`);
  }

  /** The caller has gone: nothing is done for them any more, whatever still comes. */
  async #afterwards(): Promise<void> {
    const contact = await this.#contact();
    const last = this.#old;
    if (last === undefined || contact === undefined) return;
    const { CallDetails } = last;
    const late = { SchemaVersion: '1.0' as const, Sequence: 5000, CallDetails };
    const answers = [
      await this.#ask({
        ...late,
        InvocationEventType: 'CALL_UPDATE_REQUESTED',
        ActionData: { Type: 'CallUpdateRequest', Parameters: { Arguments: {} } },
      }),
      await this.#ask(last),
      await this.#ask({
        ...late,
        InvocationEventType: 'ACTION_FAILED',
        ActionData: { Type: 'PlayAudio', Parameters: {}, ErrorType: 'SystemException' },
      }),
    ];
    for (const { Actions } of answers) if (Actions.length > 0) this.faults.push(`after the hang-up: ${Actions[0]?.Type ?? ''}`);
    // That the telephone was heard of is noted all the same.
    const settled = (one: typeof contact): string => JSON.stringify({ ...one, heardVersion: undefined });
    const now = await this.#contact();
    if (now === undefined || settled(now) !== settled(contact)) this.faults.push('the contact changed after the hang-up');
  }
}

/** Told again by a repeat when one event chose several of them: the last one holds, and is the same. */
const choices = ['LanguageChosen', 'ConsentNoted'];
const settledFacts = (facts: readonly string[]): string[] => [
  ...facts.filter((type) => !choices.includes(type)),
  ...choices.filter((type) => facts.includes(type)),
];

/** Ids differ from run to run: they are told apart by when they first come. */
function nameless(outcome: unknown, contactId: string): unknown {
  const known = new Map<string, string>([[contactId, 'contact']]);
  const text = JSON.stringify(outcome).replaceAll(/[0-9A-HJKMNP-TV-Z]{26}/g, (id) => {
    if (!known.has(id)) known.set(id, `id-${known.size}`);
    return known.get(id) ?? id;
  });
  return JSON.parse(text) as unknown;
}
