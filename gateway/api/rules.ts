/** SIP rules: which application takes the calls for a number or a host name. */
import { randomUUID } from 'node:crypto';
import { numberOf } from '../calls/calls.ts';
import type { FindTaker } from '../calls/calls.ts';
import type { ApiAnswer, ApiRequest } from '../contract.ts';
import { applicationOf } from './applications.ts';
import type { ApplicationsPlace } from './applications.ts';
import { page } from './page.ts';
import { parsed } from './parsed.ts';
import { Refusal } from './refusal.ts';
import type { Registry } from './registry.ts';
import { CreateRule, UpdateRule } from './shapes.ts';
import type { Rule } from './shapes.ts';

function ruleOf(registry: Registry, id: string): Rule {
  const rule = registry.rules.get(id);
  if (!rule) throw new Refusal('NotFoundException', 'The SIP rule does not exist.');
  return rule;
}

/** Every target exists, and each Region has one only. */
function judgeTargets(registry: Registry, targets: Rule['TargetApplications']): void {
  for (const target of targets) {
    const application = applicationOf(registry, target.SipMediaApplicationId);
    if (application.AwsRegion !== target.AwsRegion) {
      throw new Refusal('BadRequestException', 'AwsRegion is not the Region of the SIP media application.');
    }
  }
  if (new Set(targets.map((target) => target.AwsRegion)).size < targets.length) {
    throw new Refusal('BadRequestException', 'Only one SIP media application of each Region is allowed.');
  }
}

/** CreateSipRule. A trigger belongs to one rule at a time. */
export async function createRule({ registry, now }: ApplicationsPlace, request: ApiRequest): Promise<ApiAnswer> {
  const { TargetApplications = [], ...rule } = parsed(CreateRule, request.body);
  if (TargetApplications.length === 0) throw new Refusal('BadRequestException', 'TargetApplications must have at least one element.');
  if (rule.TriggerType === 'ToPhoneNumber' && !/^\+[1-9]\d{1,14}$/.test(rule.TriggerValue)) {
    throw new Refusal('BadRequestException', 'TriggerValue must be a phone number in E.164 format.');
  }
  judgeTargets(registry, TargetApplications);
  const taken = [...registry.rules.values()].some(
    (other) => other.TriggerType === rule.TriggerType && other.TriggerValue.toLowerCase() === rule.TriggerValue.toLowerCase(),
  );
  if (taken) throw new Refusal('ConflictException', 'A SIP rule with this trigger exists already.');
  const at = new Date(now()).toISOString();
  const made: Rule = { SipRuleId: randomUUID(), ...rule, TargetApplications, CreatedTimestamp: at, UpdatedTimestamp: at };
  registry.rules.set(made.SipRuleId, made);
  await registry.save();
  return { status: 201, body: { SipRule: made } };
}

/** UpdateSipRule: everything but the trigger. */
export async function updateRule({ registry, now }: ApplicationsPlace, request: ApiRequest, id: string): Promise<ApiAnswer> {
  const { Name, Disabled, TargetApplications } = parsed(UpdateRule, request.body);
  const rule = ruleOf(registry, id);
  if (TargetApplications) judgeTargets(registry, TargetApplications);
  rule.Name = Name;
  rule.Disabled = Disabled ?? rule.Disabled;
  rule.TargetApplications = TargetApplications ?? rule.TargetApplications;
  rule.UpdatedTimestamp = new Date(now()).toISOString();
  await registry.save();
  return { status: 202, body: { SipRule: rule } };
}

/** DeleteSipRule; it must be disabled before. */
export async function deleteRule({ registry }: ApplicationsPlace, id: string): Promise<ApiAnswer> {
  if (!ruleOf(registry, id).Disabled) throw new Refusal('ConflictException', 'The SIP rule must be disabled before it is deleted.');
  registry.rules.delete(id);
  await registry.save();
  return { status: 204 };
}

/** GetSipRule. */
export function getRule({ registry }: ApplicationsPlace, id: string): ApiAnswer {
  return { status: 200, body: { SipRule: ruleOf(registry, id) } };
}

/** ListSipRules, of one application if the query names it. */
export function listRules({ registry }: ApplicationsPlace, request: ApiRequest): ApiAnswer {
  const application = request.query['sip-media-application'];
  const rules = [...registry.rules.values()].filter(
    (rule) => application === undefined || rule.TargetApplications.some((target) => target.SipMediaApplicationId === application),
  );
  const { items, next } = page(rules, request.query);
  return { status: 200, body: { SipRules: items, ...next } };
}

/**
 * Who takes a call: the number's rule, the number exactly or with the plus that it lacks; else the host name's. Of its targets the one
 * with the lowest priority number in our Region; those of other Regions are for when this one is down.
 */
export function takerByRule(registry: Registry, region: string): FindTaker {
  return ({ number, host }) => {
    const e164 = numberOf(number);
    const enabled = [...registry.rules.values()].filter((rule) => !rule.Disabled);
    const rule =
      enabled.find(({ TriggerType, TriggerValue }) => TriggerType === 'ToPhoneNumber' && TriggerValue === e164) ??
      enabled.find((one) => one.TriggerType === 'RequestUriHostname' && one.TriggerValue.toLowerCase() === host?.toLowerCase());
    const targets = rule?.TargetApplications.filter((target) => target.AwsRegion === region) ?? [];
    const target = targets.toSorted((a, b) => a.Priority - b.Priority)[0];
    const application = target && registry.applications.get(target.SipMediaApplicationId);
    const functionArn = application?.Endpoints[0]?.LambdaArn;
    if (!rule || !application || functionArn === undefined) return undefined;
    return { applicationId: application.SipMediaApplicationId, functionArn, ruleId: rule.SipRuleId, number: e164 };
  };
}
