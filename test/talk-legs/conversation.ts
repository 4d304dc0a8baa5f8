/** A conversation's telephones under the worst of services: time, delivery and answers happen when the test says so, in any order. */
import type { Contact } from '../../shared/contacts/contact.ts';
import { readAttributes, writeAttributes } from '../../shared/flows/attributes.ts';
import type { Doing } from '../../shared/flows/doing.ts';
import { type Playable, planActions } from '../../shared/flows/plan-actions.ts';
import { agrees, isOvertaken, type Plan, reconcile } from '../../shared/flows/reconcile.ts';
import { type Taken, takeKeys, tonesOver } from '../../shared/flows/take-keys.ts';
import { instant, type PhoneNumber } from '../../shared/ids.ts';
import { desiredOfLeg, type Place } from '../../shared/talk/desired-of-leg.ts';
import { customerParty, type Party, PartyId } from '../../shared/talk/party.ts';
import { audible } from '../../shared/talk/presses.ts';
import { type Observed, observe } from '../../shared/telephony/observe.ts';
import { TelephonyAnswer, type TelephonyEvent } from '../../shared/telephony/sma.ts';
import { type Quirks, Service } from '../flows/service.ts';

const nothing: TelephonyAnswer = { SchemaVersion: '1.0', Actions: [] };
const other = '+12025550133' as PhoneNumber;
export const numberParty = PartyId.parse('p2');
export const agentParty = PartyId.parse('p3');

interface Telephone {
  partyId: PartyId;
  service: Service;
  heard: number;
  /** Events whose invocation has read nothing yet, and answers on their way back. */
  reading: TelephonyEvent[];
  answering: { event: TelephonyEvent; answer: TelephonyAnswer }[];
}

const party = (partyId: PartyId, kind: Party['kind'], more: Partial<Party> = {}): Party => ({
  partyId,
  kind,
  state: 'here',
  since: instant(0),
  held: false,
  muted: false,
  seat: { attendeeId: `seat of ${partyId}`, joinToken: `token of ${partyId}`, externalUserId: partyId },
  ...more,
});
const owner = party(PartyId.parse('p1'), 'agent');
/** Agent and customer in their nth meeting: each has seats of its own. */
const together = (meeting: number): Party[] => {
  const seat = { attendeeId: `customer’s in m${meeting}`, joinToken: 'token', externalUserId: 'customer' };
  return [party(customerParty, 'customer', { seat }), owner];
};

/** As far as places depend on it. */
type Talk = Pick<Contact, 'state' | 'seats' | 'parties' | 'bridge' | 'word' | 'presses'>;

export class Conversation {
  nowMs = 1_000_000;
  version = 1;
  talk: Talk = { state: 'connected', seats: seatsOf(1), parties: together(1) };
  /** Doorbells are lost on the way. */
  deaf = false;
  readonly telephones: Telephone[] = [];
  /** What was taken of whose keys. */
  private readonly taken = new Map<PartyId, Taken>();
  private meetings = 1;
  private pressed = 0;
  private readonly quirks: Quirks;

  constructor(quirks: Quirks) {
    this.quirks = quirks;
    this.connect(customerParty).service.dial();
    this.settle();
  }

  private connect(partyId: PartyId): Telephone {
    const telephone = { partyId, service: new Service(partyId, undefined, undefined, this.quirks), heard: 0, reading: [], answering: [] };
    this.telephones.push(telephone);
    return telephone;
  }

  place(partyId: PartyId): Place {
    return desiredOfLeg(this.talk as Contact, partyId);
  }

  /** Changes the contact and rings whose place is another. */
  change(changes: Partial<Talk>): void {
    if (this.talk.state === 'ended') return;
    const before = this.telephones.map(({ partyId }) => JSON.stringify(this.place(partyId)));
    this.talk = { ...this.talk, ...changes };
    this.talk = { ...this.talk, presses: audible(this.talk as Contact) };
    this.version += 1;
    this.telephones.forEach(({ partyId, service, heard }, i) => {
      const same = JSON.stringify(this.place(partyId)) === before[i];
      if (same && heard === this.version - 1) this.telephones[i]!.heard = this.version;
      if (!same && !this.deaf) service.update(this.version);
    });
  }

  edit(partyId: PartyId, changes: Partial<Party>): void {
    const { parties = [], state } = this.talk;
    if (state !== 'connected' || !parties.some((one) => one.partyId === partyId && one.state === 'here')) return;
    this.change({ parties: parties.map((one) => (one.partyId === partyId ? { ...one, ...changes } : one)) });
  }

  toggle(partyId: PartyId, flag: 'held' | 'muted'): void {
    const now = this.talk.parties?.find((one) => one.partyId === partyId)?.[flag] ?? false;
    this.edit(partyId, { [flag]: !now });
  }

  ownerAway(): void {
    const away = this.talk.parties?.find((one) => one.partyId === owner.partyId)?.awayAt !== undefined;
    if (!away) return this.edit(owner.partyId, { awayAt: instant(1) });
    this.change({ parties: (this.talk.parties ?? []).map((one) => (one.partyId === owner.partyId ? owner : one)) });
  }

  remove(partyId: PartyId): void {
    this.change({ parties: (this.talk.parties ?? []).filter((one) => one.partyId !== partyId) });
  }

  /** Each is called once. */
  call(partyId: PartyId): void {
    if (this.talk.state !== 'connected' || this.telephones.some((one) => one.partyId === partyId)) return;
    const kind = partyId === agentParty ? 'agent' : 'number';
    this.change({ parties: [...(this.talk.parties ?? []), party(partyId, kind, { state: 'calling' })] });
    this.connect(partyId).service.dialOut({ contactId: 'c', partyId });
  }

  keys(partyId: PartyId): void {
    const id = ++this.pressed;
    this.change({ presses: [...(this.talk.presses ?? []), { id, partyId, digits: `${id},` }] });
  }

  toQueue(): void {
    this.change({ state: 'waiting', parties: undefined, seats: undefined, bridge: undefined, word: 'sorry-agent-lost' });
  }

  /** Another agent has it, in another meeting. */
  fromQueue(): void {
    if (this.talk.state !== 'waiting') return;
    this.change({ state: 'connected', parties: together(this.meetings + 1), seats: seatsOf(++this.meetings), word: undefined });
  }

  passOn(): void {
    if (this.talk.state !== 'connected') return;
    const bridge = { number: other, callerId: other, since: instant(this.version), answered: false };
    this.change({ state: 'passed-on', parties: together(this.meetings).slice(0, 1), seats: undefined, bridge });
  }

  /** An invocation reads the contact and makes its answer. */
  read(telephone: Telephone, i: number): void {
    telephone.reading.push(...telephone.service.outbox.splice(0));
    const [event] = telephone.reading.splice(i % Math.max(1, telephone.reading.length), 1);
    if (event !== undefined) telephone.answering.push({ event, answer: this.answer(telephone, event) });
  }

  repeat(telephone: Telephone): void {
    telephone.reading.push(...telephone.service.outbox.splice(0));
    const event = telephone.reading[0];
    if (event !== undefined && telephone.reading.length < 6) telephone.reading.push(structuredClone(event));
  }

  arrive({ answering, service }: Telephone, i: number): void {
    const [back] = answering.splice(i % Math.max(1, answering.length), 1);
    if (back !== undefined) service.apply(back.event, back.answer);
  }

  private note({ partyId }: Telephone, seen: Observed): void {
    const here = this.talk.parties?.find((one) => one.partyId === partyId);
    if (!seen.callerUp) return partyId === customerParty ? this.change({ state: 'ended' }) : here && this.remove(partyId);
    if (here?.state === 'calling' && here.kind === 'number' && !seen.rings) this.come(partyId);
    if (seen.bridgeUp && this.talk.bridge?.answered === false) this.change({ bridge: { ...this.talk.bridge, answered: true } });
  }

  private come(partyId: PartyId): void {
    this.change({ parties: (this.talk.parties ?? []).map((one) => (one.partyId === partyId ? { ...one, state: 'here' } : one)) });
  }

  private changeBy(partyId: PartyId, plan: Plan, place: Place): void {
    if (plan.do === 'accept') return this.come(partyId);
    if (partyId !== customerParty) return this.remove(partyId);
    if (place.at === 'bridge' && this.talk.bridge?.answered === true) this.change({ state: 'ended' });
    else if (this.talk.state === 'connected' || place.at === 'bridge') this.toQueue();
  }

  private answer(telephone: Telephone, event: TelephonyEvent): TelephonyAnswer {
    const { partyId, service } = telephone;
    const seen = observe(event);
    this.note(telephone, seen);
    const attributes = { contactId: 'c', partyId };
    if (seen.type === 'NEW_OUTBOUND_CALL') return { ...nothing, TransactionAttributes: attributes };
    let doing: Doing | undefined = readAttributes(event.CallDetails.TransactionAttributes).doing;
    let plan = reconcile(this.place(partyId), seen, doing, this.nowMs);
    if (plan.do === 'give-up' || plan.do === 'accept' || plan.do === 'miss') {
      this.changeBy(partyId, plan, this.place(partyId));
      doing = undefined;
      plan = reconcile(this.place(partyId), seen, doing, this.nowMs);
    }
    if (plan.do === 'give-up' || plan.do === 'accept' || plan.do === 'miss' || plan.do === 'flow')
      throw new Error(`It is of no use to ${plan.do} twice.`);
    const { plan: played, allSent } = this.withKeys(telephone, event, plan);
    const place = this.place(partyId);
    const { presses: _sent, ...silent } = place.at === 'meeting' ? place : { ...place, presses: undefined };
    if (agrees(allSent ? silent : place, seen, doing)) telephone.heard = Math.max(telephone.heard, this.version);
    const { actions, doing: next } = planActions(played, { nowMs: this.nowMs, promptsBucket: 'prompts', callId: 'a' }, doing);
    if (actions.length === 0) return nothing;
    if (isOvertaken(seen, doing, played, this.nowMs)) service.update(this.version);
    const TransactionAttributes = writeAttributes({ ...attributes, ...(next === undefined ? {} : { doing: next }) });
    return TelephonyAnswer.parse({ SchemaVersion: '1.0', Actions: actions, TransactionAttributes });
  }

  /** As in `answer-from-contact.ts`: which keys this answer takes, and what waits for tones. */
  private withKeys({ partyId, service }: Telephone, event: TelephonyEvent, plan: Playable | Extract<Plan, { do: 'press' }>) {
    const before = this.taken.get(partyId);
    const over = event.ActionData?.Type === 'SendDigits' && before !== undefined;
    if (over) this.taken.set(partyId, tonesOver(before, readAttributes(event.CallDetails.TransactionAttributes).doing?.pressed));
    const known = this.taken.get(partyId);
    const none: Playable = { do: 'nothing' };
    if (plan.do !== 'press') {
      const waits = (plan.do === 'mute' || plan.do === 'hush') && this.talk.presses !== undefined && (known?.untilMs ?? 0) > this.nowMs;
      return { plan: waits ? none : plan, allSent: false };
    }
    const { presses, meetingId, tries } = plan;
    const asked = { type: event.InvocationEventType, transactionId: service.transactionId, sequence: event.Sequence };
    const taking = takeKeys(presses, known, asked, this.nowMs);
    if (taking.taking === 'by-doorbell') service.update(this.version);
    if ('taken' in taking) this.taken.set(partyId, taking.taken);
    if (taking.taking !== 'now') return { plan: none, allSent: taking.taking === 'done' };
    return { plan: { do: 'keys', meetingId, tries, digits: taking.digits, pressed: taking.taken.upTo } satisfies Playable, allSent: false };
  }

  private drain(): void {
    for (let i = 0; i < 300; i++) {
      const busy = this.telephones.filter(
        ({ service, reading, answering }) => service.outbox.length + reading.length + answering.length > 0,
      );
      if (busy.length === 0) return;
      for (const telephone of busy) {
        if (telephone.answering.length > 0) this.arrive(telephone, 0);
        else this.read(telephone, 0);
      }
    }
  }

  /** What plays ends, except music for those who should hear it. */
  private finish(telephone: Telephone): void {
    const { service, partyId } = telephone;
    for (let i = 0; i < 12 && service.current !== undefined; i++) {
      const music = service.current.Type === 'PlayAudio' && service.pending.length === 0;
      if (music && this.place(partyId).at === 'music') return;
      service.finish();
      this.drain();
    }
  }

  /** Everything under way arrives; doorbells are rung until each has looked. */
  settle(): void {
    this.deaf = false;
    this.drain();
    for (let ring = 0; ring < 8; ring++) {
      this.nowMs += 45_000;
      for (const telephone of this.telephones) this.finish(telephone);
      const unheard = this.telephones.filter(({ service, heard }) => !service.over && heard < this.version);
      if (unheard.length === 0) break;
      for (const { service } of unheard) service.update(this.version);
      this.drain();
    }
    // What an answer that was overtaken may have begun is noticed at its end at the latest.
    for (const telephone of this.telephones) this.finish(telephone);
  }
}

function seatsOf(meeting: number): NonNullable<Contact['seats']> {
  const seat = { attendeeId: 'a', joinToken: 'token' };
  return { meetingId: `m${meeting}`, meeting: {}, caller: seat, agent: { ...seat, externalUserId: 'agent' } };
}
