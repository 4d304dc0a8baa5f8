/** Types of resources that change nothing on one machine, each with the reason. What is neither here nor made by a service stops the start. */
import { createHash } from 'node:crypto';
import type { Made, Place, Resource } from './contract.ts';

const arn = (service: string, kind: string) => (place: Place, name: string) =>
  `arn:aws:${service}:${place.region}:${place.account}:${kind}${name}`;

interface Entry {
  because: string;
  /** What `Ref` gives; default: a name made of stack and logical id. */
  ref?: (place: Place, name: string) => string;
  attributes?: (place: Place, name: string) => Record<string, string>;
}

export const withoutEffect: Readonly<Record<string, Entry>> = {
  'AWS::CDK::Metadata': { because: 'tells Amazon which constructs are used' },
  'AWS::CloudWatch::Alarm': {
    because: 'nobody is on call for a laptop',
    attributes: (p, n) => ({ Arn: arn('cloudwatch', 'alarm:')(p, n) }),
  },
  'AWS::CloudWatch::CompositeAlarm': {
    because: 'nobody is on call for a laptop',
    attributes: (p, n) => ({ Arn: arn('cloudwatch', 'alarm:')(p, n) }),
  },
  'AWS::CloudWatch::Dashboard': { because: 'the status page shows what runs' },
  'AWS::Logs::LogGroup': {
    because: 'logs are kept per function under .linehall/logs',
    attributes: (p, n) => ({ Arn: `${arn('logs', 'log-group:')(p, n)}:*` }),
  },
  'AWS::Logs::MetricFilter': { because: 'there are no metrics on a laptop' },
  'AWS::Logs::ResourcePolicy': { because: 'logs are kept per function under .linehall/logs' },
  'AWS::SNS::Topic': {
    because: 'only alarms write to it',
    ref: arn('sns', ''),
    attributes: (p, n) => ({ TopicArn: arn('sns', '')(p, n), TopicName: n }),
  },
  'AWS::SNS::TopicPolicy': { because: 'only alarms write to topics' },
  'AWS::SNS::Subscription': { because: 'alarms tell people by mail; a laptop does not', ref: (p, n) => `${arn('sns', '')(p, n)}:1` },
  'AWS::CloudFront::OriginAccessControl': {
    because: 'the edge reads the bucket as the service principal',
    attributes: (_, n) => ({ Id: n }),
  },
  'AWS::CloudFront::CachePolicy': { because: 'the edge caches nothing', attributes: (_, n) => ({ Id: n }) },
  'AWS::CloudFront::OriginRequestPolicy': { because: 'the edge passes everything on', attributes: (_, n) => ({ Id: n }) },
  'AWS::ApiGateway::Account': { because: 'access logs have no reader on a laptop' },
  'AWS::Lambda::LayerVersion': { because: 'only the layer of CDK’s bucket deployment, which is done natively' },
  'AWS::KMS::Key': {
    because: 'the disk of a laptop is encrypted by its owner',
    attributes: (p, n) => ({ Arn: arn('kms', 'key/')(p, n), KeyId: n }),
  },
  'AWS::KMS::Alias': { because: 'the disk of a laptop is encrypted by its owner' },
};

/** Stands for such a resource in references to it. */
export function standIn(resource: Resource, place: Place): Made | undefined {
  const entry = withoutEffect[resource.type];
  if (entry === undefined) return undefined;
  const given = ['LogGroupName', 'TopicName', 'AlarmName']
    .map((key) => resource.properties[key])
    .find((value) => typeof value === 'string');
  const short = createHash('sha256').update(`${resource.stack}/${resource.logicalId}`).digest('hex').slice(0, 12);
  const name = given ?? (resource.type.startsWith('AWS::CloudFront') ? `e${short}` : `${resource.stack}-${resource.logicalId}`);
  return { ref: entry.ref?.(place, name) ?? name, attributes: entry.attributes?.(place, name) ?? {} };
}
