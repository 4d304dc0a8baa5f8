/** What the far end must have received of the keys that agents pressed for it. */

/** A telephone that notes the keys which the other side sent. */
interface Hearing {
  readonly keysHeard: string;
}
interface Press {
  keys: string;
  /** The command was accepted; else its answer was lost, and nobody knows. */
  sure: boolean;
}

export class FarKeys {
  readonly #telephone: Hearing;
  readonly #presses: Press[] = [];

  constructor(telephone: Hearing) {
    this.#telephone = telephone;
  }

  /** Agents pressed these for it, and the command was accepted. */
  sent(keys: string): void {
    this.#presses.push({ keys, sure: true });
  }
  /** The same, but nobody knows whether it was. */
  perhapsSent(keys: string): void {
    this.#presses.push({ keys, sure: false });
  }

  /** Nothing, or in what the telephone's keys differ from those that were pressed: in their order, each press once. */
  wrong(): string[] {
    const pattern = this.#presses.map(({ keys, sure }) => `(?:${keys.replace(/[*]/g, '\\*')})${sure ? '' : '?'}`).join('');
    if (new RegExp(`^${pattern}$`).test(this.#telephone.keysHeard)) return [];
    const pressed = this.#presses.map(({ keys, sure }) => (sure ? keys : `perhaps ${keys}`)).join(', ');
    return [`got the keys “${this.#telephone.keysHeard}” of “${pressed}”`];
  }
}
