/** Message attributes: their limits and the digest by which senders check that they arrived whole. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AwsError } from '../../contract.ts';

export const MessageAttributes = z.record(
  z.string().regex(/^[A-Za-z0-9_.-]{1,256}$/),
  z.object({
    DataType: z.string().regex(/^(String|Number|Binary)(\.|$)/),
    StringValue: z.string().optional(),
    BinaryValue: z.string().optional(),
  }),
);
export type MessageAttributes = z.infer<typeof MessageAttributes>;

/** At most ten, each with the value that its type wants. */
export function checkedAttributes(given: unknown): MessageAttributes {
  const parsed = MessageAttributes.safeParse(given ?? {});
  const bad = (reason: string) => new AwsError('InvalidParameterValue', `Message attributes are invalid: ${reason}`);
  if (!parsed.success) throw bad(z.prettifyError(parsed.error));
  const entries = Object.entries(parsed.data);
  if (entries.length > 10) throw bad('there are more than 10');
  for (const [name, { DataType, StringValue, BinaryValue }] of entries) {
    const value = DataType.startsWith('Binary') ? BinaryValue : StringValue;
    if (value === undefined || value === '') throw bad(`${name} has no value of its type ${DataType}`);
  }
  return parsed.data;
}

function lengthAndData(data: string | Buffer): Buffer {
  const bytes = Buffer.from(data as string);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** MD5 as the SQS Developer Guide prescribes ("Calculating the MD5 message digest for message attributes"). */
export function attributesDigest(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  for (const name of names) {
    const { DataType = '', StringValue = '', BinaryValue } = attributes[name] ?? {};
    const binary = DataType.startsWith('Binary');
    hash
      .update(lengthAndData(name))
      .update(lengthAndData(DataType))
      .update(Buffer.from([binary ? 2 : 1]));
    hash.update(lengthAndData(binary ? Buffer.from(BinaryValue ?? '', 'base64') : StringValue));
  }
  return hash.digest('hex');
}

export const attributesBytes = (attributes: MessageAttributes): number =>
  Object.entries(attributes).reduce((sum, [name, { DataType, StringValue, BinaryValue }]) => {
    return (
      sum +
      Buffer.byteLength(name) +
      Buffer.byteLength(DataType) +
      Buffer.byteLength(StringValue ?? '') +
      Buffer.byteLength(BinaryValue ?? '', 'base64')
    );
  }, 0);
