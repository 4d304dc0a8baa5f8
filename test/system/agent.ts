/** An agent of a test: the one without a browser, whose messages are waited for. */
import { AgentClient } from '../../local/agents/client.ts';
import type { AgentAt } from '../../local/agents/sign-in.ts';
import type { ToClient } from '../../shared/wire/live.ts';

type Message<T extends ToClient['type']> = Extract<ToClient, { type: T }>;

export class Agent extends AgentClient {
  readonly #messages: ToClient[] = [];
  /** Everything that came over the socket, as it came. */
  readonly heard: string[] = [];
  readonly #arrivals: number[] = [];
  #wake: () => void = () => undefined;

  /** Signs in and opens the live socket. */
  static async signIn(at: AgentAt): Promise<Agent> {
    const agent = new Agent(at);
    await agent.open();
    return agent;
  }

  protected hear(message: ToClient, text: string): void {
    this.heard.push(text);
    this.#messages.push(message);
    this.#arrivals.push(performance.now());
    this.#wake();
  }

  /** What came until now, and nobody has waited for, was not meant. */
  forget(): void {
    this.#messages.length = 0;
    this.#arrivals.length = 0;
  }

  /** The next message of a kind, taken out of those that came; `at` is when it came (performance.now). */
  async next<T extends ToClient['type']>(
    type: T,
    fits: (message: Message<T>) => boolean = () => true,
    withinMs = 15_000,
  ): Promise<Message<T> & { at: number }> {
    const until = performance.now() + withinMs;
    for (;;) {
      const index = this.#messages.findIndex((message) => message.type === type && fits(message as Message<T>));
      if (index >= 0) {
        const [message] = this.#messages.splice(index, 1);
        const [at] = this.#arrivals.splice(index, 1);
        return { ...(message as Message<T>), at: at ?? 0 };
      }
      const left = until - performance.now();
      if (left <= 0)
        throw new Error(
          `${this.as} got no "${type}" within ${withinMs} ms, but ${this.#messages.map((m) => m.type).join(', ') || 'nothing'}`,
        );
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(left, 500));
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}
