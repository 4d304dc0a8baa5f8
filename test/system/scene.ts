/** A stage for tests of call control: callers, agents in their seats, telephones outside, each with a tone of its own, and who hears whom. */
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { PlacedCall } from '../../local/caller.ts';
import type { ContactId } from '../../shared/ids.ts';
import type { TalkState } from '../../shared/talk/machine.ts';
import type { CallRequest, ContactView, TalkCommand } from '../../shared/wire/api.ts';
import type { Agent } from './agent.ts';
import { startCenter, toneWav, type Center } from './center.ts';
import { choose } from './menu.ts';
import { openOutside, type Outside } from './outside.ts';
import type { Seat } from '../../local/agents/seat.ts';

/** Somebody with ears: a telephone, or an agent's seat. */
type Ears = Pick<Seat, 'hearsTone'>;
/** An agent's share of a contact. */
export type Share = Pick<ContactView, 'contactId' | 'n'>;
export interface Talk extends Share {
  caller: PlacedCall;
  seat: Seat;
}

/** A share of what is heard below this is nobody's voice: tones leak a little into each other. */
const inaudible = 0.03;
/** With two others at once, each has about half of what is heard. */
const audible = 0.2;
const withinMs = 12_000;

export const hz = { customer: 500, anna: 900, bela: 1300, clara: 1700, outside: 2100 } as const;
export const pathOf = ({ contactId }: { contactId: ContactId }): { contactId: string } => ({ contactId });

export class Scene {
  readonly center: Center;
  readonly outside: Outside;
  readonly #calls: PlacedCall[] = [];
  readonly #seats: Seat[] = [];
  readonly #seen = new Set<string>();

  private constructor(center: Center, outside: Outside) {
    this.center = center;
    this.outside = outside;
  }

  static async open(): Promise<Scene> {
    const outside = await openOutside();
    const center = await startCenter({ ringSeconds: 6, trunk: outside.trunk, calling: { ringSeconds: 6, returnSeconds: 6 } });
    return new Scene(center, outside);
  }

  /** The next offer that this agent did not have before: the safety net pushes some again. */
  async offer(agent: Agent): Promise<ContactView> {
    const { contact } = await agent.next('offer', (message) => !this.#seen.has(`${message.contact.contactId} ${message.contact.n}`));
    this.#seen.add(`${contact.contactId} ${contact.n}`);
    return contact;
  }

  /** Takes an offer by the browser. */
  async accept(agent: Agent, share: Share, tone: number): Promise<Seat> {
    return this.keepSeat(await agent.accept(share, tone));
  }

  keepSeat(seat: Seat): Seat {
    this.#seats.push(seat);
    return seat;
  }

  /** A telephone outside picks up. */
  async pickUp(number: string, tone: number = hz.outside): Promise<PlacedCall> {
    const call = await this.outside.answers(number, toneWav(tone));
    this.#calls.push(call);
    return call;
  }

  async caller(from: string, key: string, tone: number = hz.customer): Promise<PlacedCall> {
    const caller = await this.center.call({ from, hz: tone });
    this.#calls.push(caller);
    await choose(caller, key);
    return caller;
  }

  /** A customer calls, the agent takes it, and they hear each other. */
  async talk(agent: Agent, tone: number, from: string, key = '2'): Promise<Talk> {
    const caller = await this.caller(from, key);
    const { contactId, n } = await this.offer(agent);
    const seat = await this.accept(agent, { contactId, n }, tone);
    await this.hear([caller, tone], [seat, hz.customer]);
    return { contactId, n, caller, seat };
  }

  /** The agent's contact as it is now. */
  async present(agent: Agent, { contactId }: Pick<Share, 'contactId'>): Promise<ContactView> {
    const { contact } = await agent.call('GET /api/me', {}, {});
    if (contact?.contactId !== contactId) throw new Error(`${agent.as} does not have ${contactId}`);
    return contact;
  }

  /** Presses a key of the client, on what the agent's conversation is now. */
  async press(agent: Agent, share: Share, command: TalkCommand): Promise<ContactView> {
    const { talk } = await this.present(agent, share);
    const request = { n: share.n, version: talk?.version ?? 0, commandId: randomUUID(), command };
    return agent.call('POST /api/contacts/{contactId}/talk', pathOf(share), request);
  }

  /** Until the agent's conversation is so. */
  async becomes(agent: Agent, share: Share, ...states: TalkState[]): Promise<ContactView> {
    await expect
      .poll(async () => (await this.present(agent, share)).talk?.state, { timeout: withinMs })
      .toSatisfy((state: TalkState) => states.includes(state));
    return this.present(agent, share);
  }

  async dial(agent: Agent, request: CallRequest): Promise<ContactView> {
    return agent.call('POST /api/calls', {}, request);
  }

  /** Until each of these hears the tone that stands beside it. */
  async hear(...pairs: [Ears, number][]): Promise<void> {
    for (const [ears, tone] of pairs) {
      await expect.poll(() => ears.hearsTone(tone, audible), { timeout: withinMs, message: `hears ${tone} Hz` }).toBe(true);
    }
  }

  /** Until none of these hears the tone that stands beside it. */
  async hearNot(...pairs: [Ears, number][]): Promise<void> {
    for (const [ears, tone] of pairs) {
      await expect.poll(() => ears.hearsTone(tone, inaudible), { timeout: withinMs, message: `does not hear ${tone} Hz` }).toBe(false);
    }
  }

  async hearsMusic(caller: PlacedCall): Promise<void> {
    await caller.until('music', () => caller.hears().kind === 'music', withinMs);
  }

  /** The agent's wrap-up begins, and is handed in. */
  async wrapUp(agent: Agent, { contactId, n }: Share): Promise<void> {
    await expect.poll(async () => (await agent.call('GET /api/me', {}, {})).agent.state, { timeout: withinMs }).toBe('wrapping-up');
    await agent.call(
      'POST /api/contacts/{contactId}/wrap-up',
      { contactId },
      { n, disposition: 'solved', ticketStatus: 'resolved', subject: 'Done' },
    );
  }

  async becomesIdle(agent: Agent): Promise<void> {
    await expect.poll(async () => (await agent.call('GET /api/me', {}, {})).agent.state, { timeout: withinMs }).toBe('idle');
  }

  /** Everybody leaves, and then nothing is left: no leg, no meeting, nobody in a queue. */
  async clear(): Promise<void> {
    for (const seat of this.#seats.splice(0)) await seat.leave();
    for (const call of this.#calls.splice(0)) await call.hangUp();
    const { gateway } = this.center.system;
    await expect.poll(() => gateway.calls(), { timeout: withinMs, message: 'legs that are left' }).toEqual([]);
    await expect.poll(() => gateway.meetings(), { timeout: withinMs, message: 'meetings that are left' }).toEqual([]);
  }

  async close(): Promise<void> {
    await this.center.close();
    await this.outside.close();
  }
}
