/** Who makes which type of resource: services, custom resources, bucket deployments, and the list of what has no effect here. */
import type { Place, Service } from './contract.ts';
import type { CustomResources } from './template/custom-resources.ts';
import type { Maker, Makers, Remover } from './template/deploy.ts';
import { standIn, withoutEffect } from './without-effect.ts';

export interface MakerSources {
  place: Place;
  /** Makers of services and of parts that are no service, by type. */
  services: readonly Pick<Service, 'makes' | 'removes'>[];
  custom: CustomResources;
  bucketDeployment: Maker;
}

/** Looks a type's maker up; `Custom::…` beyond CDK's bucket deployment run their functions. */
export function makersOf(sources: MakerSources): Makers {
  const makes = new Map<string, Maker>([['Custom::CDKBucketDeployment', sources.bucketDeployment]]);
  const removes = new Map<string, Remover>([['Custom::CDKBucketDeployment', async () => undefined]]);
  for (const service of sources.services) {
    for (const [type, make] of Object.entries(service.makes ?? {})) makes.set(type, make);
    for (const [type, remove] of Object.entries(service.removes ?? {})) removes.set(type, remove);
  }
  const isCustom = (type: string) => type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
  const idle: Maker = async (resource) => standIn(resource, sources.place) ?? { ref: resource.logicalId, attributes: {} };
  return {
    make: (type) => makes.get(type) ?? (isCustom(type) ? sources.custom.make : type in withoutEffect ? idle : undefined),
    remove: (type) => removes.get(type) ?? (isCustom(type) ? sources.custom.remove : undefined),
  };
}
