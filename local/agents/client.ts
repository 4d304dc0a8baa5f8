/** An agent without a browser: speaks the API and the live socket as the client does, and takes the seat in the meeting. */
import { WebSocket } from 'ws';
import { routes, type Answer, type ContactView, type Request, type Route } from '../../shared/wire/api.ts';
import { heartbeatMs, ToClient, type FromClient } from '../../shared/wire/live.ts';
import { takeSeat, type Seat, type Voice } from './seat.ts';
import { signIn, type AgentAt } from './sign-in.ts';

/** What the API refused, with its status. */
export class Refused extends Error {
  readonly status: number;
  constructor(route: string, status: number, text: string) {
    super(`${route}: ${status} ${text}`);
    this.name = 'Refused';
    this.status = status;
  }
}

export abstract class AgentClient {
  readonly as: string;
  readonly #at: AgentAt;
  #token = '';
  #socket: WebSocket | undefined;
  #beat: NodeJS.Timeout | undefined;

  constructor(at: AgentAt) {
    this.as = at.as;
    this.#at = at;
  }

  /** Told of each message of the live socket, and how it stood there; offers have been acknowledged already. */
  protected abstract hear(message: ToClient, text: string): void;
  /** The live socket has closed, and not by `disconnect`. */
  protected lost(): void {}

  /** Signs in and opens the live socket. */
  async open(): Promise<void> {
    await this.#signIn();
    await this.#firstCall();
    await this.connect();
  }

  async #signIn(): Promise<void> {
    this.#token = await signIn(this.#at);
  }

  /** On a busy machine the functions may still be starting: a client asks again. */
  async #firstCall(attempts = 4): Promise<void> {
    try {
      await this.call('GET /api/me', {}, {});
    } catch (error) {
      if (attempts === 1 || !(error instanceof Refused && error.status === 503)) throw error;
      await this.#firstCall(attempts - 1);
    }
  }

  /** A call of the API. Throws `Refused` with the problem's text. A token that has run out is renewed by another sign-in. */
  async call<R extends Route>(route: R, path: Record<string, string>, request: Request<R>, again = true): Promise<Answer<R>> {
    const [method = 'GET', template = ''] = route.split(' ');
    const url = this.#at.client + template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ''));
    const answer = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      ...(method === 'GET' ? {} : { body: JSON.stringify(request) }),
    });
    const text = await answer.text();
    if (answer.status === 401 && again) {
      await this.#signIn();
      return this.call(route, path, request, false);
    }
    if (!answer.ok) throw new Refused(route, answer.status, text);
    return routes[route].answer.parse(JSON.parse(text)) as Answer<R>;
  }

  async connect(): Promise<void> {
    const { ticket, url } = await this.call('POST /api/live-ticket', {}, {});
    const live = new URL(url, this.#at.client);
    live.protocol = live.protocol.replace('http', 'ws');
    live.searchParams.set('ticket', ticket);
    const socket = new WebSocket(live);
    socket.on('message', (data: Buffer) => {
      const text = data.toString();
      const message = ToClient.parse(JSON.parse(text));
      if (message.type === 'offer') this.send({ type: 'offer-seen', contactId: message.contact.contactId, n: message.contact.n });
      this.hear(message, text);
    });
    await new Promise<void>((resolve, reject) => socket.once('open', () => resolve()).once('error', reject));
    this.#socket = socket;
    socket.on('close', () => {
      if (this.#socket !== socket) return;
      this.disconnect();
      this.lost();
    });
    this.send({ type: 'heartbeat' });
    this.#beat = setInterval(() => this.send({ type: 'heartbeat' }), heartbeatMs);
  }

  send(message: FromClient): void {
    this.#socket?.send(JSON.stringify(message));
  }

  async goAvailable(): Promise<void> {
    await this.call('POST /api/me/status', {}, { status: 'available' });
  }

  /** Accepts an offer, takes the seat, and reports its audio: what the client does when a person presses *Accept*. */
  async accept({ contactId, n }: Pick<ContactView, 'contactId' | 'n'>, voice: number | Voice): Promise<Seat> {
    return this.sit(await this.call('POST /api/contacts/{contactId}/accept', { contactId }, { n }), voice);
  }

  /** Takes the agent's seat in a contact's meeting, and reports the audio. */
  async sit({ contactId, n, join }: Pick<ContactView, 'contactId' | 'n' | 'join'>, voice: number | Voice): Promise<Seat> {
    if (join === undefined) throw new Error('the contact has no seat in a meeting');
    const seat = await takeSeat(join, voice);
    await this.call('POST /api/contacts/{contactId}/audio-started', { contactId }, { n });
    return seat;
  }

  /** The socket closes, as when a laptop falls asleep; `connect` opens the next. */
  disconnect(): void {
    clearInterval(this.#beat);
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  close(): void {
    this.disconnect();
  }
}
