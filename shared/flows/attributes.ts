/** What travels with a call in its `TransactionAttributes`: strings only, replaced as a whole by each answer that has any. */
import { z } from 'zod';
import { limits } from '../telephony/sma.ts';
import { Doing } from './doing.ts';

export interface CallAttributes {
  contactId?: string;
  /** Whose telephone it is; absent: the caller's. */
  partyId?: string;
  flow?: string;
  /** The contact's run whose flow the call was in last: while it is below the contact's, that flow has not begun. Absent: 0. */
  run?: number;
  /** In which the run began. Absent: the default. */
  language?: string;
  /** The flow's version on which the call began, as Lambda numbers it. */
  version?: string;
  /** The flow's record, as `writeRecord` wrote it. */
  record?: string;
  /** What our last accepted answer made the call do, from the queue on. */
  doing?: Doing;
}

const Strings = z.record(z.string(), z.string()).catch({});

function readDoing(text: string | undefined): Doing | undefined {
  if (text === undefined) return undefined;
  try {
    return Doing.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Reads what an event carries; whatever is not ours or not readable is left out. */
export function readAttributes(attributes: unknown): CallAttributes {
  const { contactId, partyId, flow, run, language, version, record, doing } = Strings.parse(attributes ?? {});
  const read: { [K in keyof CallAttributes]: CallAttributes[K] | undefined } = {
    contactId,
    partyId,
    flow,
    run: run === undefined || !/^\d{1,6}$/.test(run) ? undefined : Number(run),
    language,
    version,
    record,
    doing: readDoing(doing),
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

/** Writes them for an answer. Throws a RangeError beyond the service's 20 KB, which a checked record never reaches. */
export function writeAttributes(attributes: CallAttributes): Record<string, string> {
  const { doing, run = 0, ...texts } = attributes;
  const written: Record<string, string> = {
    ...texts,
    ...(run === 0 ? {} : { run: String(run) }),
    ...(doing === undefined ? {} : { doing: JSON.stringify(doing) }),
  };
  const bytes = Buffer.byteLength(JSON.stringify(written));
  if (bytes > limits.attributeBytes) throw new RangeError(`The call's attributes take ${bytes} bytes.`);
  return written;
}
