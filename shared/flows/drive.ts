import type { Contact } from '../contacts/contact.ts';
import { TransactionId } from '../ids.ts';
import { defaultLanguage } from '../prompts/catalogue.ts';
import { observe } from '../telephony/observe.ts';
import type { TelephonyEvent } from '../telephony/sma.ts';
import type { World } from '../world.ts';
import { advance, answered, type Next } from './advance.ts';
import { agreed } from './agree.ts';
import { Json, type Checked, type Circumstances, type Heard, type Look } from './ask.ts';
import { readAttributes } from './attributes.ts';
import { claimed } from './claim.ts';
import type { Flow } from './flow.ts';
import { listen } from './listen.ts';
import { isOnce, isTheSame, type Looking, takeLook } from './look.ts';
import { noteAll, type NotedAt } from './notings.ts';
import { readRecord, writeRecord, type FlowRecord } from './record.ts';
import type { FlowReply, FlowRequest } from './reply.ts';

/** What the caller's leg tells about the call. */
export function circumstancesOf(
  event: TelephonyEvent,
  promptsBucket: string,
  { language = defaultLanguage, left }: Pick<FlowRequest, 'language' | 'left'> = {},
): Circumstances {
  const leg = event.CallDetails.Participants.find(({ ParticipantTag }) => ParticipantTag === 'LEG-A');
  // `anonymous` and the like are no number.
  const callerNumber = leg?.From.startsWith('+') === true ? leg.From : undefined;
  return {
    transactionId: event.CallDetails.TransactionId,
    dialledNumber: leg?.To ?? '',
    ...(callerNumber === undefined ? {} : { callerNumber }),
    language,
    promptsBucket,
    ...(left === undefined ? {} : { left }),
  };
}

type Settled = Exclude<Next, { kind: 'look' }>;

function replyTo(next: Settled, record: FlowRecord): FlowReply {
  switch (next.kind) {
    case 'act':
      return { kind: 'act', actions: next.actions, record: writeRecord(record) };
    case 'enqueue': {
      const { steps, ...waiting } = next;
      return { ...waiting, ...(steps === undefined ? {} : { steps: [...steps] }), record: writeRecord(record) };
    }
    case 'flow':
      return { kind: 'flow', flow: next.flow, record: writeRecord(record) };
    case 'hang-up':
      return { kind: 'hang-up', record: writeRecord(record) };
    case 'lost':
      return next;
  }
}

/** A flow has so long from its invocation on: the service repeats an event after five seconds. */
const withinMs = 3_500;

/** One event on its way through a flow. */
class Drive {
  readonly #flow: Flow;
  readonly #world: World;
  readonly #circumstances: Circumstances;
  readonly #request: FlowRequest;
  readonly #untilMs: number;
  readonly #notings: NotedAt[] = [];
  /** As it was read last, or written here since. */
  #contact: Contact | undefined;
  record: FlowRecord;
  next: Next;

  constructor(flow: Flow, world: World, circumstances: Circumstances, request: FlowRequest, record: FlowRecord) {
    this.#flow = flow;
    this.#world = world;
    this.#circumstances = circumstances;
    this.#request = request;
    this.#contact = request.contact;
    this.#untilMs = world.now() + withinMs;
    this.record = record;
    this.next = advance(flow, circumstances, record);
  }

  get #looking(): Looking {
    return { contactId: this.#request.contactId, circumstances: this.#circumstances, untilMs: this.#untilMs };
  }

  #goOn(record: FlowRecord): void {
    this.record = record;
    this.next = advance(this.#flow, this.#circumstances, record);
  }

  #place(step: number): { transactionId: TransactionId; run: number; step: number } {
    return { transactionId: TransactionId.parse(this.#circumstances.transactionId), run: this.#request.run ?? 0, step };
  }

  /** What may be done only once, and what it wants noted with it: a repeat finds both done. */
  #takeOnce(look: Look, step: number): Promise<Json> {
    return claimed(this.#world, this.#place(step), async () => {
      const { result, noting } = await takeLook(this.#world, this.#looking, look);
      if (noting !== undefined) this.#contact = await noteAll(this.#world, this.#request.contactId, [{ ...this.#place(step), noting }]);
      return result;
    });
  }

  /** Secret keys go from the event to their look, and no further. */
  async #check({ secret, step }: Extract<Next, { kind: 'act' }>, heard: Heard): Promise<Heard | Checked> {
    if (secret === undefined || !heard.ok) return heard;
    const { digits = '' } = heard;
    if (secret.own.includes(digits)) return { ok: true, key: digits };
    return digits === '' ? { ok: false, why: 'none' } : { ok: true, found: await this.#takeOnce(secret.look(digits), step) };
  }

  /** Whether the event is the flow's concern: what runs, runs on otherwise. */
  async hear(event: TelephonyEvent): Promise<boolean> {
    if (this.next.kind !== 'act') return true;
    const heard = listen(this.next.actions, observe(event));
    if (heard === 'nothing') return false;
    const again = typeof heard === 'object' && heard.ok && heard.digits !== undefined && heard.digits === this.next.again;
    if (heard !== 'again' && !again) this.#goOn(answered(this.record, this.next.label, Json.parse(await this.#check(this.next, heard))));
    return true;
  }

  /** Takes all looks up to one that may be taken only once. True when a repeat could find something else. */
  async #takeChain(): Promise<boolean> {
    let differs = false;
    while (this.next.kind === 'look' && !isOnce(this.next.look)) {
      const { look, label, step } = this.next;
      const { result, noting } = await takeLook(this.#world, this.#looking, look);
      if (noting !== undefined) this.#notings.push({ ...this.#place(step), noting });
      if (!isTheSame(look)) differs = true;
      this.#goOn(answered(this.record, label, result));
    }
    return differs;
  }

  async #note(): Promise<void> {
    this.#contact = await noteAll(this.#world, this.#request.contactId, this.#notings.splice(0), this.#contact);
  }

  /** Takes looks until the flow wants something else. Those that follow each other are agreed by one write, beside what they want noted. */
  async look(): Promise<Settled> {
    for (;;) {
      const from = this.record.length;
      if (await this.#takeChain()) {
        const found = this.record.slice(from);
        const [right] = await Promise.all([agreed(this.#world, this.#place(from), found), this.#note()]);
        if (JSON.stringify(right) !== JSON.stringify(found)) this.#goOn([...this.record.slice(0, from), ...right]);
      }
      await this.#note();
      if (this.next.kind !== 'look') return this.next;
      if (!isOnce(this.next.look)) continue;
      const { look, label, step } = this.next;
      this.#goOn(answered(this.record, label, await this.#takeOnce(look, step)));
    }
  }
}

/**
 * One event of a call through its flow: hears it, takes the looks that the flow asks for, and replies with what it wants next.
 * The same request gives the same reply. Throws what goes wrong in a look: the call is then a lost one.
 */
export async function drive(
  flow: Flow,
  world: World,
  request: FlowRequest,
  promptsBucket: string,
  bots?: Circumstances['bots'],
): Promise<FlowReply> {
  const { event, run = 0 } = request;
  const circumstances = { ...circumstancesOf(event, promptsBucket, request), ...(bots === undefined ? {} : { bots }) };
  const carried = readAttributes(event.CallDetails.TransactionAttributes);
  // What was noted in an earlier run is that flow's.
  const noted = (carried.run ?? 0) === run ? carried.record : undefined;
  const record = readRecord(noted ?? '[]');
  if (record === undefined) return { kind: 'lost', why: 'record is not readable' };
  const driven = new Drive(flow, world, circumstances, request, record);
  if (noted !== undefined && !(await driven.hear(event))) return { kind: 'nothing' };
  return replyTo(await driven.look(), driven.record);
}
