/** The random walk: agents, callers and people outside press random things, while functions are killed and deliveries come twice. */
import { randomUUID } from 'node:crypto';
import type { PlacedCall, RingingCall } from '../../local/caller.ts';
import type { Fault } from '../../local/faults.ts';
import { PhoneNumber, QueueId, type AgentId } from '../../shared/ids.ts';
import type { ContactView, PartyView, Target, TalkCommand } from '../../shared/wire/api.ts';
import type { Agent } from './agent.ts';
import { toneWav } from './center.ts';
import { chanceOf, type Chance } from './chance.ts';
import { hz, pathOf, type Scene } from './scene.ts';
import type { Seat } from '../../local/agents/seat.ts';
import { FarKeys } from './far-keys.ts';
import { wrongEars, type Somebody } from './who-hears-whom.ts';

export interface WalkPlan {
  seed: number;
  steps: number;
  /** Functions die and deliveries come twice. */
  faults: boolean;
  /** After each step it is heard who hears whom, as soon as the conversations have settled; else at the end alone. */
  listens?: boolean;
  /** Told what is done, step by step. */
  tell?: (line: string) => void;
}
export interface Walker {
  name: 'anna' | 'bela' | 'clara';
  agentId: AgentId;
  agent: Agent;
}
interface Actor extends Walker {
  sits?: { contactId: string; n: number; seat: Seat };
  away: boolean;
}
type Voice = Somebody & { call: PlacedCall; keys: FarKeys };

const customers = [
  ['+12025550131', 400],
  ['+12025550132', 500],
  ['+12025550133', 600],
] as const;
const outsiders = new Map([
  ['+12025550151', 2100],
  ['+12025550152', 2400],
]);
/** Agents' own telephones: outside as well, and picked up with a key, mostly. */
const phones = { anna: '+12025550161', bela: '+12025550162', clara: '+12025550163' } as const;
/** The key is pressed when what is said has begun. */
const keyAfterMs = 1_500;
const queues = ['technical', 'billing'].map((id) => QueueId.parse(id));
const onBreak = { status: 'on-break', breakReason: 'back-office' } as const;
const faulty: Pick<Fault, 'at' | 'matches' | 'effect'>[] = [
  { at: 'invocation', matches: 'api-command-talk', effect: { kind: 'kill', afterMs: 60 } },
  { at: 'invocation', matches: 'calls-receive', effect: { kind: 'kill', afterMs: 40 } },
  { at: 'invocation', matches: 'timers-deadlines', effect: { kind: 'kill', afterMs: 40 } },
  { at: 'invocation', matches: 'events-safety-net', effect: { kind: 'kill', afterMs: 40 } },
  { at: 'delivery', matches: 'timers-deadlines', effect: { kind: 'duplicate' } },
  { at: 'request', matches: 'chime', effect: { kind: 'throttle' } },
];

/** The answer of a request that may be refused, or, when functions die, fail. Throws what neither explains. */
async function tried<T>(run: () => Promise<T>, mayFail: boolean): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    const status = /: ([45])\d\d /.exec(error instanceof Error ? error.message : '')?.[1];
    if (status === '4' || (status === '5' && mayFail)) return undefined;
    throw error;
  }
}

export class Walk {
  readonly #scene: Scene;
  readonly #plan: WalkPlan;
  readonly #chance: Chance;
  readonly #actors: Actor[];
  readonly #voices = new Map<string, Voice>();

  constructor(scene: Scene, walkers: readonly Walker[], plan: WalkPlan) {
    this.#scene = scene;
    this.#plan = plan;
    this.#chance = chanceOf(plan.seed);
    this.#actors = walkers.map((walker) => ({ ...walker, away: false }));
  }

  async run(): Promise<void> {
    for (const actor of this.#actors) await this.#chooseDevice(actor, false);
    for (let step = 0; step < this.#plan.steps; step++) {
      await this.#step();
      if (this.#plan.listens === true) await this.#listen();
    }
    this.#scene.center.system.cloud.faults.clear();
    await this.#listen();
    await this.#finish();
  }

  #tell(line: string): void {
    this.#plan.tell?.(line);
  }
  #try<T>(run: () => Promise<T>): Promise<T | undefined> {
    return tried(run, this.#plan.faults);
  }

  async #step(): Promise<void> {
    const { percent, one } = this.#chance;
    if (this.#plan.faults && percent(15)) {
      const fault = one(faulty);
      this.#tell(`${String(fault.matches)}: ${fault.effect.kind}`);
      this.#scene.center.system.cloud.faults.arm(fault);
    }
    if (percent(25)) await this.#arrive();
    else if (percent(12)) await this.#hangUpSomebody();
    else if (percent(8)) await this.#comeOrGo(one(this.#actors));
    else await this.#act(one(this.#actors));
    for (const ringing of this.#scene.outside.ringing()) {
      const owner = this.#actors.find(({ name }) => phones[name] === ringing.to);
      if (owner !== undefined) this.#pickUp(owner, ringing);
      // Who is in a call already is busy: everybody here has one telephone.
      else if (this.#voices.has(ringing.to) || percent(25)) ringing.refuse(one([486, 480]));
      else
        this.#keep(ringing.to, outsiders.get(ringing.to) ?? hz.outside, ringing.answer(toneWav(outsiders.get(ringing.to) ?? hz.outside)));
    }
  }

  /** An agent's telephone rings: mostly it is picked up, and mostly the key is pressed. */
  #pickUp({ name }: Actor, ringing: RingingCall): void {
    const { percent } = this.#chance;
    if (this.#voices.has(ringing.to) || percent(15)) return ringing.refuse(486);
    const call = ringing.answer(toneWav(hz[name]));
    this.#tell(`${name} picks up the telephone`);
    this.#keep(ringing.to, hz[name], call);
    if (percent(85)) setTimeout(() => call.press('1'), keyAfterMs);
  }

  /** Browser or telephone, from the next call on. */
  async #chooseDevice(actor: Actor, byPhone: boolean): Promise<void> {
    const device = byPhone ? ({ kind: 'phone', number: PhoneNumber.parse(phones[actor.name]) } as const) : ({ kind: 'browser' } as const);
    this.#tell(`${actor.name} talks by ${device.kind}`);
    await this.#try(() => actor.agent.call('POST /api/me/device', {}, { device }));
  }

  #keep(number: string, tone: number, call: PlacedCall): void {
    this.#voices.set(number, { tone, call, keys: new FarKeys(call), hearsTone: (heard, share) => call.hearsTone(heard, share) });
    void call.ended.then(() => this.#voices.get(number)?.call === call && this.#voices.delete(number));
  }

  async #arrive(): Promise<void> {
    const free = customers.filter(([number]) => !this.#voices.has(number));
    if (free.length === 0) return;
    const [number, tone] = this.#chance.one(free);
    const key = this.#chance.one(['2', '3']);
    this.#tell(`a customer calls and presses ${key}`);
    this.#keep(number, tone, await this.#scene.caller(number, key, tone));
  }

  async #hangUpSomebody(): Promise<void> {
    if (this.#voices.size === 0) return;
    const [number, { call }] = this.#chance.one([...this.#voices]);
    this.#tell(`${outsiders.has(number) ? 'somebody outside' : 'a customer'} hangs up`);
    await call.hangUp();
  }

  async #comeOrGo(actor: Actor): Promise<void> {
    this.#tell(`${actor.name}’s client ${actor.away ? 'is back' : 'is gone'}`);
    if (actor.away) {
      await actor.agent.connect();
      actor.away = false;
      return;
    }
    await this.#stand(actor);
    actor.agent.disconnect();
    actor.away = true;
  }

  async #stand(actor: Actor): Promise<void> {
    await actor.sits?.seat.leave();
    delete actor.sits;
  }

  /** Sits in the contact's meeting as a client does that finds it: not in another's any more. */
  async #sit(actor: Actor, contact: ContactView): Promise<void> {
    const { contactId, n, join } = contact;
    if (actor.sits?.contactId === contactId && actor.sits.n === n) return;
    await this.#stand(actor);
    if (join === undefined) return;
    const seat = await this.#try(() => actor.agent.sit(contact, hz[actor.name])).catch(() => undefined);
    if (seat !== undefined) actor.sits = { contactId, n, seat: this.#scene.keepSeat(seat) };
  }

  async #act(actor: Actor, ends = false): Promise<void> {
    if (actor.away) return;
    const me = await this.#try(() => actor.agent.call('GET /api/me', {}, {}));
    if (me === undefined) return;
    const { contact, agent } = me;
    if (contact === undefined || contact.contactId !== actor.sits?.contactId || contact.state === 'wrapping-up') await this.#stand(actor);
    if (contact === undefined) return agent.state === 'idle' && !ends ? this.#idle(actor) : undefined;
    switch (contact.state) {
      case 'offered':
        return this.#answer(actor, contact, ends);
      case 'accepted':
      case 'connected':
        return ends ? this.#hangUp(actor, contact) : this.#converse(actor, contact);
      case 'wrapping-up':
        return this.#wrapUp(actor, contact, ends);
    }
  }

  async #idle(actor: Actor): Promise<void> {
    const { percent, one } = this.#chance;
    if (percent(20)) return this.#chooseDevice(actor, percent(50));
    if (percent(70)) {
      const status = percent(70) ? ({ status: 'available' } as const) : onBreak;
      this.#tell(`${actor.name} is ${status.status}`);
      await this.#try(() => actor.agent.call('POST /api/me/status', {}, status));
      return;
    }
    const whom = percent(60)
      ? { number: one([...outsiders.keys()]) }
      : { agentId: one(this.#actors.filter((other) => other !== actor)).agentId };
    this.#tell(`${actor.name} calls ${'number' in whom ? 'a number' : 'a colleague'}`);
    const dialled = await this.#try(() => actor.agent.call('POST /api/calls', {}, whom));
    if (dialled !== undefined) await this.#sit(actor, dialled);
  }

  async #answer(actor: Actor, contact: ContactView, ends: boolean): Promise<void> {
    const accepts = !ends && this.#chance.percent(85);
    // A key on the telephone accepts, and nothing else does.
    if (accepts && contact.byPhone === true) return;
    this.#tell(`${actor.name} ${accepts ? 'accepts' : 'declines'}`);
    const { n } = contact;
    if (!accepts) return void (await this.#try(() => actor.agent.call('POST /api/contacts/{contactId}/decline', pathOf(contact), { n })));
    const accepted = await this.#try(() => actor.agent.call('POST /api/contacts/{contactId}/accept', pathOf(contact), { n }));
    if (accepted !== undefined) await this.#sit(actor, accepted);
  }

  async #hangUp(actor: Actor, contact: ContactView): Promise<void> {
    this.#tell(`${actor.name} hangs up`);
    await this.#try(() => actor.agent.call('POST /api/contacts/{contactId}/hang-up', pathOf(contact), { n: contact.n }));
  }

  async #converse(actor: Actor, contact: ContactView): Promise<void> {
    await this.#sit(actor, contact);
    if (this.#chance.percent(8)) return this.#hangUp(actor, contact);
    const command = this.#command(contact);
    this.#tell(`${actor.name} commands ${command.do}`);
    const request = { n: contact.n, version: contact.talk?.version ?? 0, commandId: randomUUID(), command };
    const send = () => this.#try(() => actor.agent.call('POST /api/contacts/{contactId}/talk', pathOf(contact), request));
    const party = command.do === 'keys' ? contact.talk?.parties.find(({ partyId }) => partyId === command.partyId) : undefined;
    const far = party === undefined ? undefined : this.#voices.get(party.number ?? contact.callerNumber ?? '');
    const keys = command.do === 'keys' ? command.digits : '';
    // As the client does, a command whose answer is lost is sent once more.
    let done = (await send()) !== undefined;
    if (!done || this.#chance.percent(10)) done = (await send()) !== undefined || done;
    if (done) far?.keys.sent(keys);
    else if (this.#plan.faults) far?.keys.perhapsSent(keys);
  }

  #command({ talk }: ContactView): TalkCommand {
    const { one, percent } = this.#chance;
    const plain = ['hold', 'resume', 'cancel', 'swap', 'merge', 'complete'] as const;
    const parties = talk?.parties ?? [];
    const partyId = parties.length === 0 ? undefined : one(parties).partyId;
    const heard = parties.filter(({ kind, state, held }) => kind !== 'agent' && state === 'here' && !held);
    if (percent(12) && heard.length > 0) return { do: 'keys', partyId: one(heard).partyId, digits: one(['5', '42#', '0123']) };
    if (percent(35)) return { do: one(plain) };
    if (percent(35) && partyId !== undefined)
      return percent(50)
        ? { do: one(['drop', 'hold-party', 'resume-party'] as const), partyId }
        : { do: 'mute', partyId, muted: percent(50) };
    const target: Target = percent(50)
      ? { agentId: one(this.#actors).agentId }
      : percent(60)
        ? { number: PhoneNumber.parse(one([...outsiders.keys()])) }
        : { queueId: one(queues) };
    return { do: one(['consult', 'add', 'hand-over', 'pass-on'] as const), target };
  }

  async #wrapUp(actor: Actor, contact: ContactView, ends: boolean): Promise<void> {
    const { n } = contact;
    if (!ends && contact.takeBackUntil !== undefined && this.#chance.percent(40)) {
      this.#tell(`${actor.name} takes the customer back`);
      const taken = await this.#try(() => actor.agent.call('POST /api/contacts/{contactId}/take-back', pathOf(contact), { n }));
      if (taken !== undefined) return this.#sit(actor, taken);
    }
    this.#tell(`${actor.name} wraps up`);
    const request = { n, disposition: 'solved', ticketStatus: 'resolved', subject: 'Walked' } as const;
    await this.#try(() => actor.agent.call('POST /api/contacts/{contactId}/wrap-up', pathOf(contact), request));
  }

  /** When nobody presses anything more, everybody hears whom they must, and nobody else. */
  async #listen(): Promise<void> {
    const until = performance.now() + 20_000;
    for (;;) {
      const wrong = await this.#wrongNow();
      if (wrong.length === 0) return;
      if (performance.now() > until) throw new Error(`seed ${this.#plan.seed}: ${wrong.join('; ')}`);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }

  async #wrongNow(): Promise<string[]> {
    const listening = this.#actors.filter(({ away }) => !away);
    const wrong = await Promise.all(
      listening.map(async ({ agent, sits }) => {
        const { contact } = await agent.call('GET /api/me', {}, {});
        const hears = contact?.byPhone === true || (sits !== undefined && sits.contactId === contact?.contactId);
        if (contact?.talk?.mine !== true || contact.state !== 'connected' || !hears) return [];
        return wrongEars(contact.talk, (party) => this.#somebody(party, contact));
      }),
    );
    // Without ears after each step somebody may have been put on hold before the keys were sent: those come too late.
    const keys =
      this.#plan.listens === true ? [...this.#voices].flatMap(([number, far]) => far.keys.wrong().map((what) => `${number} ${what}`)) : [];
    return [...wrong.flat(), ...keys];
  }

  #somebody({ agentId, number }: PartyView, { callerNumber = '' }: ContactView): Somebody | undefined {
    if (agentId === undefined || number !== undefined) return this.#voices.get(number ?? callerNumber);
    const actor = this.#actors.find((one) => one.agentId === agentId);
    const seat = actor?.sits?.seat;
    return actor === undefined || seat === undefined
      ? undefined
      : { tone: hz[actor.name], hearsTone: (heard, share) => seat.hearsTone(heard, share) };
  }

  /** Everybody goes home: whatever stands is brought to its end, by those who have it. */
  async #finish(): Promise<void> {
    this.#tell('everybody goes home');
    for (const actor of this.#actors) if (actor.away) await this.#comeOrGo(actor);
    for (const ringing of this.#scene.outside.ringing()) ringing.refuse(486);
    for (const { call } of [...this.#voices.values()]) await call.hangUp();
    const until = performance.now() + 60_000;
    for (let busy = this.#actors; busy.length > 0;) {
      if (performance.now() > until) throw new Error(`seed ${this.#plan.seed}: ${busy.map(({ name }) => name).join(', ')} can’t go home`);
      for (const actor of this.#actors) {
        await this.#act(actor, true);
        await this.#try(() => actor.agent.call('POST /api/me/status', {}, onBreak));
      }
      for (const ringing of this.#scene.outside.ringing()) ringing.refuse(486);
      const states = await Promise.all(this.#actors.map(({ agent }) => agent.call('GET /api/me', {}, {})));
      busy = this.#actors.filter((_, i) => states[i]?.agent.state !== 'idle');
    }
  }
}
