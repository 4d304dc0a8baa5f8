/** An event source mapping as in the template: what of it is honoured, and nothing else is let through. */
import { z } from 'zod';

const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

const Given = z.strictObject({
  FunctionName: z.string(),
  EventSourceArn: z.string(),
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']).optional(),
  BatchSize: z.coerce.number().int().positive().optional(),
  BisectBatchOnFunctionError: flag.default(false),
  /** -1: for ever (until the record leaves the stream). */
  MaximumRetryAttempts: z.coerce.number().int().min(-1).default(-1),
  MaximumRecordAgeInSeconds: z.coerce.number().int().min(-1).default(-1),
  ParallelizationFactor: z.coerce.number().int().min(1).max(10).default(1),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  DestinationConfig: z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }).optional() }).default({}),
  FilterCriteria: z.strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })) }).default({ Filters: [] }),
  ScalingConfig: z.strictObject({ MaximumConcurrency: z.coerce.number().int().min(2) }).optional(),
  MaximumBatchingWindowInSeconds: z.coerce.number().int().min(0).max(300).default(0),
  Enabled: flag.default(true),
  Tags: z.unknown().optional(),
});

export const MappingProperties = Given.refine(
  ({ EventSourceArn, MaximumBatchingWindowInSeconds }) => MaximumBatchingWindowInSeconds === 0 || EventSourceArn.includes('/stream/'),
  'a batching window of a queue is not supported by the local cloud',
);
export type Mapping = z.infer<typeof MappingProperties>;

/** What every poller is given. */
export interface Poller {
  close(): Promise<void>;
}
