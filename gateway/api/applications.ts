/** SIP media applications: which function takes their calls. */
import { randomUUID } from 'node:crypto';
import type { ApiAnswer, ApiRequest } from '../contract.ts';
import { page } from './page.ts';
import { parsed } from './parsed.ts';
import { Refusal } from './refusal.ts';
import type { Registry } from './registry.ts';
import { CreateApplication, UpdateApplication } from './shapes.ts';
import type { Application } from './shapes.ts';

/** Quota of one account and Region. */
const mostApplications = 30;

export interface ApplicationsPlace {
  account: string;
  region: string;
  registry: Registry;
  now: () => number;
}

/** The application of this id. @throws Refusal NotFound. */
export function applicationOf(registry: Registry, id: string): Application {
  const application = registry.applications.get(id);
  if (!application) throw new Refusal('NotFoundException', 'The SIP media application does not exist.');
  return application;
}

/** CreateSipMediaApplication. */
export async function createApplication(place: ApplicationsPlace, request: ApiRequest): Promise<ApiAnswer> {
  const { registry, region, account } = place;
  const { AwsRegion, Name, Endpoints } = parsed(CreateApplication, request.body);
  if (AwsRegion !== region) throw new Refusal('BadRequestException', `This service runs in ${region}.`);
  if (registry.applications.size >= mostApplications) {
    throw new Refusal('ResourceLimitExceededException', `No more than ${mostApplications} SIP media applications are allowed.`);
  }
  const at = new Date(place.now()).toISOString();
  const id = randomUUID();
  const application: Application = {
    SipMediaApplicationId: id,
    AwsRegion,
    Name,
    Endpoints,
    CreatedTimestamp: at,
    UpdatedTimestamp: at,
    SipMediaApplicationArn: `arn:aws:chime:${region}:${account}:sma/${id}`,
  };
  registry.applications.set(id, application);
  await registry.save();
  return { status: 201, body: { SipMediaApplication: application } };
}

/** UpdateSipMediaApplication. Calls that are up keep the function that they began with. */
export async function updateApplication(place: ApplicationsPlace, request: ApiRequest, id: string): Promise<ApiAnswer> {
  const { registry } = place;
  const { Name, Endpoints } = parsed(UpdateApplication, request.body);
  const application = applicationOf(registry, id);
  application.Name = Name ?? application.Name;
  application.Endpoints = Endpoints ?? application.Endpoints;
  application.UpdatedTimestamp = new Date(place.now()).toISOString();
  await registry.save();
  return { status: 200, body: { SipMediaApplication: application } };
}

/** DeleteSipMediaApplication; refused as long as a rule points to it. */
export async function deleteApplication({ registry }: ApplicationsPlace, id: string): Promise<ApiAnswer> {
  applicationOf(registry, id);
  const used = [...registry.rules.values()].some((rule) => rule.TargetApplications.some((target) => target.SipMediaApplicationId === id));
  if (used) throw new Refusal('ConflictException', 'The SIP media application is still used by a SIP rule.');
  registry.applications.delete(id);
  await registry.save();
  return { status: 204 };
}

/** ListSipMediaApplications. */
export function listApplications({ registry }: ApplicationsPlace, request: ApiRequest): ApiAnswer {
  const { items, next } = page([...registry.applications.values()], request.query);
  return { status: 200, body: { SipMediaApplications: items, ...next } };
}
