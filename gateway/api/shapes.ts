/** Requests of the Voice API (model of 2022-08-03), as far as SIP media applications and their calls go. */
import { z } from 'zod';

const Id = z.uuid();
const Endpoints = z.array(z.object({ LambdaArn: z.string().regex(/^arn:[^:]+:lambda:[^:]+:\d{12}:function:.+$/) })).length(1);
const ApplicationName = z.string().min(1).max(256);
const RuleName = z.string().regex(/^[a-zA-Z0-9 _.-]{1,256}$/);
const Number = z.string().regex(/^\+?[1-9]\d{1,14}$/);
const TargetApplications = z
  .array(z.object({ SipMediaApplicationId: Id, Priority: z.int().min(1), AwsRegion: z.string().min(1) }))
  .min(1)
  .max(25);

export const CreateApplication = z.object({ AwsRegion: z.string().min(1), Name: ApplicationName, Endpoints });
export const UpdateApplication = z.object({ Name: ApplicationName.optional(), Endpoints: Endpoints.optional() });
export const CreateRule = z.object({
  Name: RuleName,
  TriggerType: z.enum(['ToPhoneNumber', 'RequestUriHostname']),
  TriggerValue: z.string().min(1),
  Disabled: z.boolean().default(false),
  TargetApplications: TargetApplications.optional(),
});
export const UpdateRule = z.object({ Name: RuleName, Disabled: z.boolean().optional(), TargetApplications: TargetApplications.optional() });

const pairs = z.record(z.string(), z.string()).refine((map) => Object.keys(map).length <= 20, 'at most 20 pairs are allowed');
export const CreateCall = z.object({
  FromPhoneNumber: Number,
  ToPhoneNumber: Number,
  SipHeaders: pairs.optional(),
  ArgumentsMap: pairs.optional(),
});
export const UpdateCall = z.object({ Arguments: pairs });

export const Application = z.object({
  SipMediaApplicationId: Id,
  AwsRegion: z.string(),
  Name: z.string(),
  Endpoints,
  CreatedTimestamp: z.string(),
  UpdatedTimestamp: z.string(),
  SipMediaApplicationArn: z.string(),
});
export type Application = z.infer<typeof Application>;

export const Rule = z.object({
  SipRuleId: Id,
  Name: z.string(),
  Disabled: z.boolean(),
  TriggerType: z.enum(['ToPhoneNumber', 'RequestUriHostname']),
  TriggerValue: z.string(),
  TargetApplications,
  CreatedTimestamp: z.string(),
  UpdatedTimestamp: z.string(),
});
export type Rule = z.infer<typeof Rule>;
