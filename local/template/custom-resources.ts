/** Custom resources run their functions as CloudFormation does: Create, Update, Delete, and the Delete of what an Update replaced. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Invoke, Made, Place, Resource } from '../contract.ts';
import type { Maker, Remover } from './deploy.ts';

const Answer = z.looseObject({
  Status: z.enum(['SUCCESS', 'FAILED']),
  Reason: z.string().optional(),
  PhysicalResourceId: z.string().min(1).optional(),
  Data: z.record(z.string(), z.unknown()).optional(),
});
type Answer = z.infer<typeof Answer>;

export interface CustomResources {
  make: Maker;
  remove: Remover;
  /** An answer that a function sent to its `ResponseURL`; false when nobody waits for it. */
  answered(token: string, body: string): boolean;
}
export interface CustomResourceSettings {
  place: Place;
  invoke: Invoke;
  /** Base of the `ResponseURL`; the token follows. */
  responseUrl: () => string;
  /** How long a function may take to answer, milliseconds; the resource's `ServiceTimeout` comes first. */
  timeoutMs?: number;
}

/** CloudFormation hands numbers and booleans on as text. */
export function asText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asText);
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asText(item)]));
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

const texts = (data: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(data).map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]));

/** Whether two resolved values are the same. */
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** The lifecycle of custom resources. */
export function createCustomResources(settings: CustomResourceSettings): CustomResources {
  const waiting = new Map<string, (answer: Answer) => void>();

  async function ask(resource: Resource, request: Record<string, unknown>): Promise<Answer> {
    const token = randomUUID();
    const serviceToken = String(resource.properties['ServiceToken']);
    const event = {
      ServiceToken: serviceToken,
      ResponseURL: `${settings.responseUrl()}${token}`,
      StackId: `arn:aws:cloudformation:${settings.place.region}:${settings.place.account}:stack/${resource.stack}/local`,
      RequestId: randomUUID(),
      ResourceType: resource.type,
      LogicalResourceId: resource.logicalId,
      ResourceProperties: asText(resource.properties),
      ...request,
    };
    const limitMs = Number(resource.properties['ServiceTimeout'] ?? 0) * 1000 || (settings.timeoutMs ?? 120_000);
    const answer = new Promise<Answer>((done, fail) => {
      const timer = setTimeout(
        () => fail(new Error(`${String(request['RequestType'])}: the function did not answer within ${limitMs / 1000} s`)),
        limitMs,
      );
      waiting.set(token, (value) => {
        clearTimeout(timer);
        done(value);
      });
      // CloudFormation invokes asynchronously; here an error of the function is told at once instead of after the timeout.
      settings.invoke(serviceToken, event, 'synchronous').then(
        ({ functionError, payload }) => {
          if (functionError === undefined) return;
          clearTimeout(timer);
          fail(new Error(`${String(request['RequestType'])} failed: ${JSON.stringify(payload)}`));
        },
        (error: unknown) => {
          clearTimeout(timer);
          fail(error instanceof Error ? error : new Error(String(error)));
        },
      );
    }).finally(() => waiting.delete(token));
    const given = await answer;
    if (given.Status === 'FAILED')
      throw new Error(`${String(request['RequestType'])} failed: ${given.Reason ?? 'the function gave no reason'}`);
    return given;
  }
  const remove: Remover = async (resource, made) => void (await ask(resource, { RequestType: 'Delete', PhysicalResourceId: made.ref }));
  const make: Maker = async (resource, previous) => {
    if (previous !== undefined && same(previous.properties, resource.properties))
      return { ref: previous.ref, attributes: previous.attributes };
    if (previous === undefined) {
      const { PhysicalResourceId, Data } = await ask(resource, { RequestType: 'Create' });
      if (PhysicalResourceId === undefined) throw new Error('Create answered without a PhysicalResourceId');
      return { ref: PhysicalResourceId, attributes: texts(Data ?? {}) };
    }
    const { PhysicalResourceId = previous.ref, Data } = await ask(resource, {
      RequestType: 'Update',
      PhysicalResourceId: previous.ref,
      OldResourceProperties: asText(previous.properties),
    });
    const made: Made = { ref: PhysicalResourceId, attributes: texts(Data ?? {}) };
    if (PhysicalResourceId !== previous.ref) await remove({ ...resource, properties: previous.properties }, previous);
    return made;
  };
  return {
    make,
    remove,
    answered(token, body) {
      const settle = waiting.get(token);
      const parsed = Answer.safeParse(JSON.parse(body));
      if (settle === undefined || !parsed.success) return false;
      settle(parsed.data);
      return true;
    },
  };
}
