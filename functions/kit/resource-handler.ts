/** The wrapper of custom resources: parses the request, runs the right part, and always tells CloudFormation how it ended. */
import { z } from 'zod';

const Request = z.object({
  RequestType: z.enum(['Create', 'Update', 'Delete']),
  ResponseURL: z.url(),
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
  PhysicalResourceId: z.string().optional(),
  ResourceProperties: z.looseObject({}),
  OldResourceProperties: z.looseObject({}).optional(),
});

/** What a custom resource does. Each part may run twice for one change and must then end the same. */
export interface Resource<P> {
  /** Returns the physical id. */
  create(properties: P): Promise<string>;
  /** Returns the physical id; a new one makes CloudFormation delete the old. */
  update(physicalId: string, properties: P, old: P | undefined): Promise<string>;
  delete(physicalId: string, properties: P): Promise<void>;
}

/** Given when a Create failed: there is nothing to delete then. */
const notMade = 'not-made';

async function run<P>(schema: z.ZodType<P>, resource: Resource<P>, request: z.infer<typeof Request>): Promise<string> {
  const physicalId = request.PhysicalResourceId ?? notMade;
  if (request.RequestType === 'Delete' && physicalId === notMade) return notMade;
  const properties = schema.parse(request.ResourceProperties);
  if (request.RequestType === 'Create') return resource.create(properties);
  if (request.RequestType === 'Update') {
    const old = schema.safeParse(request.OldResourceProperties);
    return resource.update(physicalId, properties, old.success ? old.data : undefined);
  }
  await resource.delete(physicalId, properties);
  return physicalId;
}

/**
 * The handler of a custom resource (CloudFormation User Guide, "Custom resource request objects"). It answers before it ends, also when it
 * failed: a stack that hears nothing waits for an hour.
 */
export function resourceHandler<P>(schema: z.ZodType<P>, resource: Resource<P>): (event: unknown) => Promise<void> {
  return async (event) => {
    const request = Request.parse(event);
    const { StackId, RequestId, LogicalResourceId } = request;
    let answer: { Status: 'SUCCESS' | 'FAILED'; PhysicalResourceId: string; Reason?: string };
    try {
      answer = { Status: 'SUCCESS', PhysicalResourceId: await run(schema, resource, request) };
    } catch (error) {
      const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      answer = { Status: 'FAILED', PhysicalResourceId: request.PhysicalResourceId ?? notMade, Reason: reason.slice(0, 500) };
    }
    const told = await fetch(request.ResponseURL, {
      method: 'PUT',
      headers: { 'content-type': '' },
      body: JSON.stringify({ ...answer, StackId, RequestId, LogicalResourceId, Data: {} }),
      signal: AbortSignal.timeout(10_000),
    });
    if (!told.ok) throw new Error(`CloudFormation did not take the answer: HTTP ${told.status}`);
  };
}
