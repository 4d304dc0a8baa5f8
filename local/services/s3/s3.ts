/** S3 on one machine: objects as files, reached in path style. */
import {
  AwsError,
  defaultPlace,
  type AwsAnswer,
  type AwsRequest,
  type Caller,
  type Made,
  type Needed,
  type Place,
  type Resource,
  type Service,
} from '../../contract.ts';
import { ResourcePolicies } from '../resource-policies.ts';
import { Buckets, noSuchKey } from './buckets.ts';
import { copyObject, copySource, listObjects, putObject, readObject, targetOf, type Target } from './operations.ts';

export { checkPresigned, isPresigned } from './presigned.ts';

export interface S3Settings {
  place?: Place;
  /** Objects are kept below it (`s3/`); without it, in a temporary folder that goes when it closes. */
  dir?: string;
  now?: () => number;
  /** Whether somebody may list a bucket; if not, what is missing is answered with 403 as S3 does, so that nobody learns which keys exist. */
  mayList?: (caller: Caller, bucketArn: string) => boolean;
}
export interface S3 {
  service: Service;
  /** Throws NoSuchBucket or NoSuchKey. Rights are the caller's business. */
  readObject(bucket: string, key: string): Promise<{ body: Buffer; headers: Record<string, string>; etag: string; modifiedAt: number }>;
  putObject(bucket: string, key: string, content: Uint8Array | string, headers?: Record<string, string>): Promise<void>;
  deleteObject(bucket: string, key: string): Promise<void>;
  listKeys(bucket: string, prefix?: string): Promise<string[]>;
  buckets(): string[];
  /** Policies by bucket ARN, as `AWS::S3::BucketPolicy` gave them. */
  resourcePolicies(): ReadonlyMap<string, unknown[]>;
  close(): Promise<void>;
}

const arnOf = ({ bucket, key }: Target) => `arn:aws:s3:::${bucket}${key === '' ? '' : `/${key}`}`;

function needs(request: AwsRequest): Needed[] | undefined {
  const target = targetOf(request.path);
  const needed = (action: string, of = target): Needed => ({ action: `s3:${action}`, resource: arnOf(of) });
  if (target.bucket === '') return [needed('ListAllMyBuckets')];
  if (target.key === '') {
    const prefix = request.query.get('prefix');
    return [{ ...needed('ListBucket'), ...(prefix === null ? {} : { context: { 's3:prefix': prefix } }) }];
  }
  const source = copySource(request.headers);
  if (request.method === 'PUT') return source === undefined ? [needed('PutObject')] : [needed('PutObject'), needed('GetObject', source)];
  return [needed(request.method === 'DELETE' ? 'DeleteObject' : 'GetObject')];
}

/** Sub-resources that change what a request means; none is supported. */
const subresources = [
  'acl',
  'tagging',
  'uploads',
  'uploadId',
  'versionId',
  'versions',
  'delete',
  'policy',
  'lifecycle',
  'cors',
  'torrent',
  'restore',
  'retention',
  'legal-hold',
  'select',
  'attributes',
];

function handle(buckets: Buckets, request: AwsRequest): AwsAnswer {
  const target = targetOf(request.path);
  const sub = subresources.find((name) => request.query.has(name));
  const unsupported = (what: string) => new AwsError('NotImplemented', `S3: ${what} is not supported by the local cloud`, 501);
  if (sub !== undefined) throw unsupported(`the sub-resource ${sub}`);
  if (target.key === '') {
    if (request.method === 'HEAD' && target.bucket !== '') {
      buckets.objects(target.bucket);
      return { status: 200, headers: {} };
    }
    if (request.method !== 'GET' || request.query.get('list-type') !== '2')
      throw unsupported(`${request.method} on a bucket, other than ListObjectsV2,`);
    return listObjects(buckets, request.query, target.bucket);
  }
  switch (request.method) {
    case 'GET':
    case 'HEAD':
      return readObject(buckets, request, target);
    case 'PUT': {
      const source = copySource(request.headers);
      return source === undefined ? putObject(buckets, request, target) : copyObject(buckets, request, target, source);
    }
    case 'DELETE':
      buckets.delete(target.bucket, target.key);
      return { status: 204 };
    default:
      throw unsupported(`${request.method} on an object`);
  }
}

function makeBucket(buckets: Buckets, place: Place, resource: Resource): Made {
  const { properties } = resource;
  const made = `${resource.stack}-${resource.logicalId}-${place.account}`
    .toLowerCase()
    .replace(/[^a-z0-9.-]/g, '')
    .slice(0, 63);
  const name = typeof properties['BucketName'] === 'string' ? properties['BucketName'] : made;
  const unsupported = ['NotificationConfiguration', 'WebsiteConfiguration', 'ReplicationConfiguration', 'ObjectLockConfiguration'].find(
    (one) => properties[one] !== undefined,
  );
  if (unsupported !== undefined)
    throw new AwsError('NotImplemented', `${resource.logicalId}: ${unsupported} of buckets is not supported by the local cloud`, 501);
  buckets.make(name);
  const attributes = {
    Arn: `arn:aws:s3:::${name}`,
    DomainName: `${name}.s3.amazonaws.com`,
    RegionalDomainName: `${name}.s3.${place.region}.amazonaws.com`,
    DualStackDomainName: `${name}.s3.dualstack.${place.region}.amazonaws.com`,
  };
  return { ref: name, attributes };
}

export function createS3({ place = defaultPlace, dir, now = Date.now, mayList }: S3Settings = {}): S3 {
  const buckets = new Buckets(dir, now);
  const policies = new ResourcePolicies();
  const close = async () => buckets.close();
  const found = (bucket: string, key: string) => {
    const entry = buckets.find(bucket, key);
    if (entry === undefined) throw noSuchKey();
    return entry;
  };
  return {
    service: {
      names: ['s3'],
      makes: {
        'AWS::S3::Bucket': async (resource) => makeBucket(buckets, place, resource),
        'AWS::S3::BucketPolicy': async ({ properties, stack, logicalId }) => {
          const arn = `arn:aws:s3:::${properties['Bucket'] as string}`;
          policies.set(arn, `${stack}/${logicalId}`, properties['PolicyDocument']);
          return { ref: logicalId, attributes: {} };
        },
      },
      needs,
      async handle(request) {
        try {
          return handle(buckets, request);
        } catch (error) {
          const hidden =
            error instanceof AwsError &&
            error.code === 'NoSuchKey' &&
            mayList?.(request.caller, arnOf({ ...targetOf(request.path), key: '' })) === false;
          throw hidden ? new AwsError('AccessDenied', 'Access Denied', 403) : error;
        }
      },
      close,
    },
    async readObject(bucket, key) {
      const entry = found(bucket, key);
      return { body: buckets.read(entry), headers: entry.headers, etag: entry.etag, modifiedAt: entry.modifiedAt };
    },
    async putObject(bucket, key, content, headers = {}) {
      buckets.put(bucket, key, Buffer.from(content as string), { 'content-type': 'binary/octet-stream', ...headers });
    },
    async deleteObject(bucket, key) {
      buckets.delete(bucket, key);
    },
    async listKeys(bucket, prefix = '') {
      return [...buckets.objects(bucket).keys()].filter((key) => key.startsWith(prefix));
    },
    buckets: () => buckets.names(),
    resourcePolicies: () => policies.byArn,
    close,
  };
}
