import {
  ChimeSDKVoiceClient,
  CreateSipRuleCommand,
  DeleteSipRuleCommand,
  ListSipRulesCommand,
  NotFoundException,
  UpdateSipRuleCommand,
  type SipRule,
} from '@aws-sdk/client-chime-sdk-voice';
import { z } from 'zod';
import { PhoneNumber } from '../../shared/ids.ts';
import { define } from '../kit/definition.ts';
import { resourceHandler } from '../kit/resource-handler.ts';

export const definition = define({
  purpose: 'Leads a phone number to the SIP media application (CloudFormation has no type for it).',
  wakes: { resource: 'SipRule' },
  may: [{ sipRules: ['CreateSipRule', 'UpdateSipRule', 'DeleteSipRule', 'ListSipRules'] }],
  timeoutSeconds: 60,
});

const Properties = z.object({ name: z.string(), number: PhoneNumber, applicationId: z.string(), region: z.string() });
type Properties = z.infer<typeof Properties>;

let client: ChimeSDKVoiceClient | undefined;
const voice = (): ChimeSDKVoiceClient => (client ??= new ChimeSDKVoiceClient({}));
const targets = (p: Properties) => [{ SipMediaApplicationId: p.applicationId, Priority: 1, AwsRegion: p.region }];

/** The rule of this name, if an earlier try made it. */
async function find(name: string): Promise<SipRule | undefined> {
  let NextToken: string | undefined;
  do {
    const page = await voice().send(new ListSipRulesCommand({ MaxResults: 99, ...(NextToken === undefined ? {} : { NextToken }) }));
    const found = page.SipRules?.find((rule) => rule.Name === name);
    if (found !== undefined) return found;
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return undefined;
}

async function create(properties: Properties): Promise<string> {
  const existing = await find(properties.name);
  if (existing?.SipRuleId !== undefined && existing.TriggerValue === properties.number)
    return update(existing.SipRuleId, properties, undefined);
  const { SipRule: made } = await voice().send(
    new CreateSipRuleCommand({
      Name: properties.name,
      TriggerType: 'ToPhoneNumber',
      TriggerValue: properties.number,
      Disabled: false,
      TargetApplications: targets(properties),
    }),
  );
  if (made?.SipRuleId === undefined) throw new Error('The service made a rule and did not say which.');
  return made.SipRuleId;
}

async function update(id: string, properties: Properties, old: Properties | undefined): Promise<string> {
  // A rule's number can't be changed: a new rule takes its place, and CloudFormation deletes this one afterwards.
  if (old !== undefined && old.number !== properties.number) return create(properties);
  try {
    await voice().send(
      new UpdateSipRuleCommand({ SipRuleId: id, Name: properties.name, Disabled: false, TargetApplications: targets(properties) }),
    );
    return id;
  } catch (error) {
    // Somebody removed it by hand: what the template says comes back.
    if (error instanceof NotFoundException) return create(properties);
    throw error;
  }
}

async function remove(id: string, properties: Properties): Promise<void> {
  try {
    // A rule must be disabled before it can go.
    await voice().send(new UpdateSipRuleCommand({ SipRuleId: id, Name: properties.name, Disabled: true }));
    await voice().send(new DeleteSipRuleCommand({ SipRuleId: id }));
  } catch (error) {
    if (!(error instanceof NotFoundException)) throw error;
  }
}

export const handler = resourceHandler(Properties, { create, update, delete: remove });
