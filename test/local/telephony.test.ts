/** What telephony may do in the local cloud, and what may be done with it. */
import { afterEach, expect, test } from 'vitest';
import type { Gateway } from '../../gateway/contract.ts';
import { chimeService } from '../../local/chime.ts';
import { defaultPlace, type AwsRequest, type Caller } from '../../local/contract.ts';
import { createJudge } from '../../local/iam/judge.ts';
import { readPolicy } from '../../local/iam/policy.ts';
import { writeAs } from '../../local/s3-door.ts';
import { createS3 } from '../../local/services/s3/s3.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const noGateway = (): Gateway => {
  throw new Error('not asked');
};
const request = (method: string, path: string, query = ''): AwsRequest => ({
  service: 'chime',
  method,
  path,
  query: new URLSearchParams(query),
  headers: {},
  body: Buffer.alloc(0),
  caller: { kind: 'root' },
});

test.each([
  ['POST', '/meetings/m1/attendees', '', 'CreateAttendee'],
  ['POST', '/meetings/m1/attendees', 'operation=batch-create', 'BatchCreateAttendee'],
  ['GET', '/meetings/m1/attendees/a1', '', 'GetAttendee'],
  ['DELETE', '/meetings/m1/attendees/a1', '', 'DeleteAttendee'],
  ['PUT', '/meetings/m1/attendees/a1/capabilities', '', 'UpdateAttendeeCapabilities'],
  ['PUT', '/meetings/m1/attendees/capabilities', 'operation=batch-update-except', 'BatchUpdateAttendeeCapabilitiesExcept'],
])('%s %s?%s needs chime:%s for the meeting', (method, path, query, action) => {
  const needs = chimeService(defaultPlace, noGateway).needs(request(method, path, query));
  expect(needs).toEqual([{ action: `chime:${action}`, resource: 'arn:aws:chime::000000000000:meeting/m1' }]);
});

test('a recording needs both rights of the bucket for telephony, and lies in it then', async () => {
  const s3 = createS3();
  closing.push(() => s3.close());
  await s3.service.makes?.['AWS::S3::Bucket']?.({
    stack: 's',
    logicalId: 'Voice',
    type: 'AWS::S3::Bucket',
    properties: { BucketName: 'voice' },
  });
  const log: string[] = [];
  const judge = createJudge(defaultPlace, (line) => log.push(line));
  const telephony: Caller = { kind: 'service', principal: 'voiceconnector.chime.amazonaws.com' };
  const write = () =>
    writeAs(s3, judge, telephony, { bucket: 'voice', key: 'a.wav', bytes: Uint8Array.of(1, 2), contentType: 'audio/wav' }, undefined);
  const grant = (Action: string[]) =>
    readPolicy(
      {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: telephony.principal }, Action, Resource: 'arn:aws:s3:::voice/*' }],
      },
      'the bucket',
    );
  await expect(write()).rejects.toThrow('s3:PutObject');
  judge.resourcePolicies.push(() => grant(['s3:PutObject']));
  await expect(write()).rejects.toThrow('s3:PutObjectAcl');
  expect(log.at(-1)).toContain('s3:PutObjectAcl');
  judge.resourcePolicies.push(() => grant(['s3:PutObjectAcl']));
  await write();
  expect(await s3.readObject('voice', 'a.wav')).toMatchObject({ body: Buffer.of(1, 2), headers: { 'content-type': 'audio/wav' } });
});
