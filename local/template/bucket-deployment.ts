/** Does what CDK's `BucketDeployment` does (in AWS a Python function): the files of assets into a bucket, markers replaced, the rest pruned. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Maker } from './deploy.ts';

const boolean = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
const Properties = z.looseObject({
  SourceObjectKeys: z.array(z.string()),
  SourceMarkers: z.array(z.record(z.string(), z.unknown())).optional(),
  DestinationBucketName: z.string(),
  DestinationBucketKeyPrefix: z.string().default(''),
  Prune: boolean.default(true),
  Exclude: z.array(z.string()).optional(),
  Include: z.array(z.string()).optional(),
  Extract: boolean.default(true),
  SystemMetadata: z.record(z.string(), z.string()).default({}),
});

/** The bucket's side, without signatures: the deployment acts as the operator. */
export interface BucketDoor {
  put(bucket: string, key: string, body: Uint8Array, contentType: string, cacheControl?: string): Promise<void>;
  list(bucket: string, prefix: string): Promise<string[]>;
  remove(bucket: string, key: string): Promise<void>;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.wav': 'audio/wav',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};
/** The content type of a file by its name's end. */
export const contentTypeOf = (name: string): string => contentTypes[path.extname(name).toLowerCase()] ?? 'application/octet-stream';

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

function marked(content: Buffer, markers: Record<string, unknown>): Buffer {
  const names = Object.keys(markers);
  if (names.length === 0) return content;
  return Buffer.from(names.reduce((text, name) => text.replaceAll(name, String(markers[name])), content.toString('utf8')));
}

/** All files that the deployment puts, by key. */
function wanted(properties: z.infer<typeof Properties>, assets: ReadonlyMap<string, string>): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const [index, objectKey] of properties.SourceObjectKeys.entries()) {
    const folder = assets.get(path.basename(objectKey, path.extname(objectKey)));
    if (folder === undefined || !existsSync(folder) || !statSync(folder).isDirectory())
      throw new Error(`its source ${objectKey} is no folder among the assets`);
    const markers = properties.SourceMarkers?.[index] ?? {};
    const prefix = properties.DestinationBucketKeyPrefix.replace(/\/?$/, properties.DestinationBucketKeyPrefix === '' ? '' : '/');
    for (const file of filesIn(folder)) {
      files.set(`${prefix}${file.split(path.sep).join('/')}`, marked(readFileSync(path.join(folder, file)), markers));
    }
  }
  return files;
}

/** The maker of `Custom::CDKBucketDeployment`. Unchanged content is not put again. */
export function bucketDeployments(assets: () => ReadonlyMap<string, string>, bucket: () => BucketDoor): Maker {
  return async (resource, previous) => {
    const properties = Properties.parse(resource.properties);
    if (properties.Exclude !== undefined || properties.Include !== undefined || !properties.Extract) {
      throw new Error('Exclude, Include and Extract: false are not supported by the local cloud');
    }
    const files = wanted(properties, assets());
    const hash = createHash('sha256');
    for (const [key, content] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) hash.update(key).update(content);
    const contentHash = hash.update(JSON.stringify(properties.SystemMetadata)).digest('hex');
    const ref = previous?.ref ?? `deployment-${resource.logicalId}`;
    const attributes = { DestinationBucketArn: `arn:aws:s3:::${properties.DestinationBucketName}`, ContentHash: contentHash };
    const present = new Set(await bucket().list(properties.DestinationBucketName, properties.DestinationBucketKeyPrefix));
    const complete = [...files.keys()].every((key) => present.has(key));
    if (previous?.attributes['ContentHash'] === contentHash && complete) return { ref, attributes };
    for (const [key, content] of files) {
      await bucket().put(properties.DestinationBucketName, key, content, contentTypeOf(key), properties.SystemMetadata['cache-control']);
    }
    if (properties.Prune) for (const key of present) if (!files.has(key)) await bucket().remove(properties.DestinationBucketName, key);
    return { ref, attributes };
  };
}
