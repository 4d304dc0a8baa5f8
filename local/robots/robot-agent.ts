/** One robot who serves: signs in, takes each offer after a moment, talks, wraps up with a result, and is there for the next. */
import { AgentClient, Refused } from '../agents/client.ts';
import type { Seat } from '../agents/seat.ts';
import type { ContactView } from '../../shared/wire/api.ts';
import type { ToClient } from '../../shared/wire/live.ts';
import { between, oneOf } from './chance.ts';
import type { AgentState, Pace } from './contract.ts';
import { agentHz } from './robot-caller.ts';

const reconnectMs = 2000;
const stopTries = 12;
const stopEveryMs = 250;

export interface RobotAgentSettings {
  client: string;
  as: string;
  pace: Pace;
  /** Something went wrong; the robot goes on. */
  failed: (text: string) => void;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export class RobotAgent extends AgentClient {
  state: AgentState = 'signing in';
  readonly #settings: RobotAgentSettings;
  readonly #timers = new Set<NodeJS.Timeout>();
  #contact: Pick<ContactView, 'contactId' | 'n'> | undefined;
  #seat: Promise<Seat> | undefined;
  #stopping = false;

  constructor(settings: RobotAgentSettings) {
    super(settings);
    this.#settings = settings;
  }

  /** Comes to work. A fault is told and shows as the state `failed`. */
  async begin(): Promise<void> {
    await this.#dare('come to work', async () => {
      await this.open();
      if (this.#stopping) return;
      const { contact } = await this.call('GET /api/me', {}, {});
      // Left over from a robot that was ended in the middle of its work.
      if (contact !== undefined) await this.#leaveWork();
      if (this.#stopping) return;
      await this.goAvailable();
      this.state = 'idle';
    });
    if (this.state === 'signing in') this.state = 'failed';
  }

  /** Ends the conversation and the wrap-up, goes offline and signs out. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const timer of this.#timers) clearTimeout(timer);
    await this.#dare('end work', async () => {
      if (this.state === 'failed' || this.state === 'signing in') return;
      // An offer that is not accepted yet goes back to its queue.
      await this.call('POST /api/me/status', {}, { status: 'offline' });
      await this.#leaveWork();
    });
    await this.#leaveSeat();
    this.close();
  }

  protected hear(message: ToClient): void {
    if (message.type === 'offer') return this.#offered(message.contact);
    if (message.type === 'contact') return this.#changed(message.contact);
    if (message.type === 'offer-withdrawn' || message.type === 'contact-closed') return this.#over(message.contactId);
    if (message.type !== 'agent' || this.#stopping) return;
    const { status, breakReason } = message.agent;
    // What a supervisor chose stays; after an offer that came too late the robot is there again.
    if (status === 'on-break' && breakReason === 'missed') this.#later(3, 'be there again', () => this.goAvailable());
    if (this.#contact === undefined) this.state = status === 'available' ? 'idle' : 'on break';
  }

  protected override lost(): void {
    if (!this.#stopping) this.#later(reconnectMs / 1000, 'connect again', () => this.connect());
  }

  #offered({ contactId, n }: ContactView): void {
    if (this.#stopping) return;
    this.#contact = { contactId, n };
    this.state = 'offered';
    this.#later(between(this.#settings.pace.answer), 'accept', async () => {
      if (!this.#has(contactId, n)) return;
      this.#seat = this.accept({ contactId, n }, agentHz);
      await this.#seat;
      if (this.#has(contactId, n)) this.#talks(contactId, n);
    });
  }

  #talks(contactId: ContactView['contactId'], n: number): void {
    this.state = 'talking';
    this.#later(between(this.#settings.pace.talk), 'hang up', async () => {
      if (this.#has(contactId, n) && this.state === 'talking')
        await this.call('POST /api/contacts/{contactId}/hang-up', { contactId }, { n });
    });
  }

  #changed({ contactId, n, state }: ContactView): void {
    if (state !== 'wrapping-up' || this.state === 'wrapping up') return;
    this.#contact = { contactId, n };
    this.state = 'wrapping up';
    void this.#leaveSeat();
    this.#later(this.#stopping ? 0 : between(this.#settings.pace.wrapUp), 'wrap up', () => this.#wrapUp(contactId, n));
  }

  async #wrapUp(contactId: ContactView['contactId'], n: number): Promise<void> {
    const disposition = oneOf([
      ['solved', 8],
      ['wrong-number', 1],
      ['silent', 1],
    ] as const);
    const request = { n, disposition, notes: 'A robot was here.', ticketStatus: 'resolved', subject: 'A robot called' } as const;
    await this.call('POST /api/contacts/{contactId}/wrap-up', { contactId }, request);
    this.#over(contactId);
  }

  #over(contactId: string): void {
    if (this.#contact?.contactId !== contactId) return;
    this.#contact = undefined;
    this.state = 'idle';
    void this.#leaveSeat();
  }

  #has(contactId: string, n: number): boolean {
    return !this.#stopping && this.#contact?.contactId === contactId && this.#contact.n === n;
  }

  /** Something did not come about as it was meant: what is there says how to go on. */
  async #catchUp(): Promise<void> {
    if (this.#contact === undefined) return;
    const { contact } = await this.call('GET /api/me', {}, {});
    if (contact === undefined) this.#over(this.#contact.contactId);
    else this.#changed(contact);
  }

  /** Hangs up and wraps up until there is nothing left to do. */
  async #leaveWork(tries = stopTries): Promise<void> {
    const { contact } = await this.call('GET /api/me', {}, {});
    if (contact === undefined || tries === 0) return;
    const { contactId, n, state } = contact;
    const step =
      state === 'wrapping-up' ? this.#wrapUp(contactId, n) : this.call('POST /api/contacts/{contactId}/hang-up', { contactId }, { n });
    // What is refused has changed meanwhile: the next look says to what.
    await step.catch(() => undefined);
    if (state !== 'wrapping-up') await pause(stopEveryMs);
    await this.#leaveWork(tries - 1);
  }

  async #leaveSeat(): Promise<void> {
    const seat = this.#seat;
    this.#seat = undefined;
    await seat?.then(
      (taken) => taken.leave(),
      () => undefined,
    );
  }

  #later(seconds: number, what: string, act: () => Promise<unknown>): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.#dare(what, act);
    }, seconds * 1000);
    this.#timers.add(timer);
  }

  async #dare(what: string, act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
    } catch (error) {
      // Who was faster, the caller mostly, is no fault.
      const late = error instanceof Refused && error.status === 409;
      if (!this.#stopping) this.#later(1, 'see where it stands', () => this.#catchUp());
      if (late) return;
      this.#settings.failed(`${this.as} could not ${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
