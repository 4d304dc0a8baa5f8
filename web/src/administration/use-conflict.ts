import { useState } from 'react';
import type { Result } from '../api.ts';
import { type ClashLine, clashLines, type Latest, onTop } from './conflict.ts';
import type { Field, Item } from './field.ts';

export interface Clash {
  latest: Latest;
  /** What it was when the form was opened. */
  before: Item;
  /** The form has theirs too: what is saved now is saved on top of it. */
  joined: boolean;
}

/** What a form is based on, and what becomes of it when somebody else was faster. */
export function useConflict(fields: readonly Field[], item: Item, version: number, ask?: () => Promise<Result<Latest>>) {
  const [base, setBase] = useState({ item, version });
  const [clash, setClash] = useState<Clash>();
  /** Looks what it is now. False when that can't be known: then the refusal stands for itself. */
  const meet = async (): Promise<boolean> => {
    const answer = await ask?.();
    if (answer === undefined || !answer.ok) return false;
    const latest = answer.value;
    // Nothing of theirs is left to look at: what is saved makes it again.
    const gone = latest.item === undefined;
    setClash({ latest, before: base.item, joined: gone });
    if (gone) setBase({ item: {}, version: latest.version });
    return true;
  };
  /** What the form shall hold from now on: theirs with mine on top. */
  const join = (mine: Item): Item => {
    if (clash?.latest.item === undefined) return mine;
    setBase({ item: clash.latest.item, version: clash.latest.version });
    setClash({ ...clash, joined: true });
    return onTop(fields, clash.before, clash.latest.item, mine);
  };
  const lines = (mine: Item): ClashLine[] =>
    clash?.latest.item === undefined ? [] : clashLines(fields, clash.before, clash.latest.item, mine);
  return { version: base.version, clash, meet, join, lines };
}
