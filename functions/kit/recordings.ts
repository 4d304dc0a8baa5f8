import { GetObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { World } from '../../shared/world.ts';
import { variables } from './definition.ts';
import { variable } from './environment.ts';

let client: S3Client | undefined;
const s3 = (): S3Client => (client ??= new S3Client({}));

const bucket = (): string => variable(variables.recordings);
/** Long enough to listen to the longest message twice. */
const playableSeconds = 600;
/** S3 tells those who may not list a bucket that what is not there is denied. */
const gone = ['NoSuchKey', 'AccessDenied'];

/** Recordings of what callers said, in their bucket. */
export const recordings: World['recordings'] = {
  bucket,
  async read(key) {
    try {
      const { Body } = await s3().send(new GetObjectCommand({ Bucket: bucket(), Key: key }));
      return await Body?.transformToByteArray();
    } catch (error) {
      if (error instanceof S3ServiceException && gone.includes(error.name)) return undefined;
      throw error;
    }
  },
  address: (key) => getSignedUrl(s3(), new GetObjectCommand({ Bucket: bucket(), Key: key }), { expiresIn: playableSeconds }),
};
