/** One socket of a page: a call, or a bell, by its first message. */
import type { Buffer } from 'node:buffer';
import type { WebSocket } from 'ws';
import type { Leg } from '../legs/contract.ts';
import type { Media } from '../media/contract.ts';
import type { Bell, Bells } from './bells.ts';
import { BrowserLeg, type BrowserLegSettings } from './browser-leg.ts';
import { FromPhone, type ToPhone } from './messages.ts';

export interface Around {
  media: Media;
  /** Gets each call that a page places, its line open. */
  take: (leg: Leg) => void;
  /** Legs whose socket is open. */
  legs: Set<BrowserLeg>;
  bells: Bells;
}

type Message<Type extends FromPhone['type']> = Extract<FromPhone, { type: Type }>;

/** Serves a socket until it closes. */
export function servePhoneSocket(webSocket: WebSocket, around: Around): void {
  const socket = new PhoneSocket(webSocket, around);
  webSocket.on('message', (data) => {
    const message = readMessage(data as Buffer);
    if (message) socket.hear(message);
    else webSocket.close(1008, 'not a message of a phone');
  });
  webSocket.on('error', () => webSocket.terminate());
  webSocket.on('close', () => socket.gone());
}

class PhoneSocket {
  readonly #socket: WebSocket;
  readonly #around: Around;
  #leg: BrowserLeg | undefined;
  #bell: Bell | undefined;

  constructor(socket: WebSocket, around: Around) {
    this.#socket = socket;
    this.#around = around;
  }

  hear(message: FromPhone): void {
    switch (message.type) {
      case 'digit':
        return this.#leg?.press(message.digit);
      case 'hang-up':
        return this.#leg?.left();
      case 'listen':
        return this.#leg ? this.#refuse() : this.#listen(message.number);
      case 'rings':
        return this.#bell && this.#around.bells.call(message.call)?.rings(this.#bell);
      case 'decline':
        return this.#bell && this.#around.bells.call(message.call)?.declined(this.#bell, message.busy ? 486 : 603);
      case 'dial':
        return this.#leg || this.#bell ? this.#refuse() : void this.#dial(message);
      case 'accept':
        return this.#leg || this.#bell ? this.#refuse() : void this.#accept(message);
    }
  }

  gone(): void {
    this.#leg?.left();
    if (this.#leg) this.#around.legs.delete(this.#leg);
    if (this.#bell) this.#around.bells.remove(this.#bell);
  }

  readonly #send = (message: ToPhone): void => {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify(message));
    if (message.type === 'ended') this.#socket.close(1000);
  };

  #refuse(): void {
    this.#socket.close(1008, 'a call needs a socket of its own');
  }

  #hold(settings: Pick<BrowserLegSettings, 'call' | 'lineId'>): BrowserLeg {
    const leg = new BrowserLeg({ media: this.#around.media, send: this.#send, ...settings });
    this.#leg = leg;
    this.#around.legs.add(leg);
    return leg;
  }

  async #dial(call: Message<'dial'>): Promise<void> {
    const leg = this.#hold({ call });
    if (await leg.open()) this.#around.take(leg);
  }

  async #accept({ call, offer }: Message<'accept'>): Promise<void> {
    const rung = this.#around.bells.call(call);
    if (!rung) return this.#send({ type: 'ended', code: 487 });
    const { to, from, lineId } = rung.leg;
    const leg = this.#hold({ call: { to, from, offer }, lineId });
    rung.accepted(leg);
    if (await leg.open()) leg.answer();
    else leg.listener.ended(488);
  }

  #listen(number: string): void {
    const { bells } = this.#around;
    if (this.#bell) bells.remove(this.#bell);
    this.#bell = { number, send: this.#send };
    bells.add(this.#bell);
  }
}

function readMessage(data: Buffer): FromPhone | undefined {
  try {
    return FromPhone.parse(JSON.parse(data.toString()));
  } catch {
    return undefined;
  }
}
