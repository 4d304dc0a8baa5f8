/** An invocation's life: it may end at any of its accesses to the outside, before or after the access has had its effect. */
export class Died extends Error {}

export interface Death {
  /** At its so manieth access. */
  access: number;
  before: boolean;
}

export class Life {
  /** Has it ended early? Then nothing that it still does reaches the outside. */
  over = false;
  private left: number;
  private readonly before: boolean;

  constructor(death?: Death) {
    this.left = death?.access ?? Infinity;
    this.before = death?.before ?? false;
  }

  /** An access that is about to have its effect. */
  begins(): void {
    if (!this.over && --this.left > 0) return;
    if (this.over || this.before) this.die();
  }

  /** An access that has had its effect, and whose answer is on its way. */
  ends(): void {
    if (this.over || this.left <= 0) this.die();
  }

  private die(): never {
    this.over = true;
    throw new Died('the function died');
  }
}
