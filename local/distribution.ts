/** The CloudFront distribution of the templates: its behaviours, origins, error pages and headers, as data for the edge. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Made, Place, Resource } from './contract.ts';

const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
const Behavior = z
  .looseObject({
    TargetOriginId: z.string(),
    PathPattern: z.string().optional(),
    AllowedMethods: z.array(z.string()).default(['GET', 'HEAD']),
    ResponseHeadersPolicyId: z.string().optional(),
  })
  .refine(
    (behavior) => !('FunctionAssociations' in behavior) && !('LambdaFunctionAssociations' in behavior),
    'functions at the edge are not supported by the local cloud',
  );
export type Behavior = z.infer<typeof Behavior>;
const Origin = z.looseObject({ Id: z.string(), DomainName: z.string(), OriginPath: z.string().optional() });
const DistributionProperties = z.looseObject({
  DistributionConfig: z.looseObject({
    Origins: z.array(Origin),
    DefaultCacheBehavior: Behavior,
    CacheBehaviors: z.array(Behavior).default([]),
    CustomErrorResponses: z
      .array(
        z.looseObject({
          ErrorCode: z.coerce.number(),
          ResponseCode: z.coerce.number().optional(),
          ResponsePagePath: z.string().optional(),
        }),
      )
      .default([]),
    DefaultRootObject: z.string().default(''),
    Enabled: flag,
  }),
});

const header = z.looseObject({ Override: flag.optional() });
const HeadersProperties = z.strictObject({
  ResponseHeadersPolicyConfig: z.strictObject({
    Name: z.string(),
    Comment: z.string().optional(),
    SecurityHeadersConfig: z
      .strictObject({
        ContentSecurityPolicy: header.extend({ ContentSecurityPolicy: z.string() }).optional(),
        ContentTypeOptions: header.optional(),
        FrameOptions: header.extend({ FrameOption: z.string() }).optional(),
        ReferrerPolicy: header.extend({ ReferrerPolicy: z.string() }).optional(),
        StrictTransportSecurity: header
          .extend({ AccessControlMaxAgeSec: z.coerce.number(), IncludeSubdomains: flag.optional(), Preload: flag.optional() })
          .optional(),
        XSSProtection: header.optional(),
      })
      .optional(),
    CustomHeadersConfig: z.strictObject({ Items: z.array(z.looseObject({ Header: z.string(), Value: z.string() })) }).optional(),
    RemoveHeadersConfig: z.strictObject({ Items: z.array(z.looseObject({ Header: z.string() })) }).optional(),
  }),
});

export interface Distribution {
  id: string;
  arn: string;
  behaviors: Behavior[];
  fallback: Behavior;
  origins: Map<string, { domainName: string; path: string }>;
  errors: Map<number, { status: number; page: string }>;
  rootObject: string;
}
export interface Distributions {
  readonly makes: Record<string, (resource: Resource) => Promise<Made>>;
  /** The one distribution, once it is made. */
  current(): Distribution | undefined;
  /** Headers of a policy, and those it takes away. */
  headers(policyId: string | undefined): { set: Record<string, string>; remove: string[] };
}

type HeadersConfig = z.infer<typeof HeadersProperties>['ResponseHeadersPolicyConfig'];
function headersOf(config: HeadersConfig): { set: Record<string, string>; remove: string[] } {
  const security = config.SecurityHeadersConfig ?? {};
  const { StrictTransportSecurity: strict } = security;
  const set: Record<string, string | undefined> = {
    'content-security-policy': security.ContentSecurityPolicy?.ContentSecurityPolicy,
    'x-content-type-options': security.ContentTypeOptions === undefined ? undefined : 'nosniff',
    'x-frame-options': security.FrameOptions?.FrameOption,
    'referrer-policy': security.ReferrerPolicy?.ReferrerPolicy,
    'strict-transport-security':
      strict && `max-age=${strict.AccessControlMaxAgeSec}${strict.IncludeSubdomains === true ? '; includeSubDomains' : ''}`,
  };
  for (const item of config.CustomHeadersConfig?.Items ?? []) set[item.Header.toLowerCase()] = item.Value;
  return {
    set: Object.fromEntries(Object.entries(set).filter((entry): entry is [string, string] => entry[1] !== undefined)),
    remove: (config.RemoveHeadersConfig?.Items ?? []).map((item) => item.Header.toLowerCase()),
  };
}

function distributionOf(config: z.infer<typeof DistributionProperties>['DistributionConfig'], id: string, place: Place): Distribution {
  return {
    id,
    arn: `arn:aws:cloudfront::${place.account}:distribution/${id}`,
    behaviors: config.CacheBehaviors,
    fallback: config.DefaultCacheBehavior,
    origins: new Map(config.Origins.map((origin) => [origin.Id, { domainName: origin.DomainName, path: origin.OriginPath ?? '' }])),
    errors: new Map(
      config.CustomErrorResponses.flatMap((one) =>
        one.ResponsePagePath === undefined
          ? []
          : [[one.ErrorCode, { status: one.ResponseCode ?? one.ErrorCode, page: one.ResponsePagePath }]],
      ),
    ),
    rootObject: config.DefaultRootObject,
  };
}

/** No distribution yet. A second one is refused: there is one origin on this machine. */
export function createDistributions(place: Place): Distributions {
  let distribution: Distribution | undefined;
  const policies = new Map<string, ReturnType<typeof headersOf>>();
  const idOf = (resource: Resource) => createHash('sha256').update(`${resource.stack}/${resource.logicalId}`).digest('hex').slice(0, 13);
  return {
    current: () => distribution,
    headers: (policyId) => policies.get(policyId ?? '') ?? { set: {}, remove: [] },
    makes: {
      'AWS::CloudFront::Distribution': async (resource) => {
        const id = `E${idOf(resource).toUpperCase()}`;
        if (distribution !== undefined && distribution.id !== id) throw new Error('one distribution is all that the local cloud serves');
        const parsed = DistributionProperties.safeParse(resource.properties);
        if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
        distribution = distributionOf(parsed.data.DistributionConfig, id, place);
        return { ref: id, attributes: { Id: id, DomainName: `d${idOf(resource)}.cloudfront.net` } };
      },
      'AWS::CloudFront::ResponseHeadersPolicy': async (resource) => {
        const parsed = HeadersProperties.safeParse(resource.properties);
        if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
        policies.set(idOf(resource), headersOf(parsed.data.ResponseHeadersPolicyConfig));
        return { ref: idOf(resource), attributes: { Id: idOf(resource) } };
      },
    },
  };
}
