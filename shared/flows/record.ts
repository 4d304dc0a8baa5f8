/** A flow's record: the results of its asks so far. It travels in the call's attributes, as one string. */
import { z } from 'zod';
import { Json } from './ask.ts';

/** Label and result of each ask that was answered, in order. */
const Entry = z.tuple([z.string(), Json]);
export const FlowRecord = z.array(Entry);
export type FlowRecord = z.infer<typeof FlowRecord>;

/** Bytes that the record may take of the 20 KB that all attributes of a call have together. */
export const recordBytes = 19 * 1024;

export const writeRecord = (record: FlowRecord): string => JSON.stringify(record);

/** Reads what `writeRecord` wrote; undefined when it is something else. */
export function readRecord(text: string): FlowRecord | undefined {
  try {
    return FlowRecord.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
