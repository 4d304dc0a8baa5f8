import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  ChimeSDKVoiceClient,
  CreateSipRuleCommand,
  DeleteSipRuleCommand,
  ListSipRulesCommand,
  NotFoundException,
  ServiceFailureException,
  UpdateSipRuleCommand,
} from '@aws-sdk/client-chime-sdk-voice';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { handler } from '../../functions/resources/sip-rule.ts';

const voice = mockClient(ChimeSDKVoiceClient);
const gone = new NotFoundException({ message: 'gone', $metadata: {} });
const properties = { ServiceToken: 'arn', name: 'linehall-test-1', number: '+12025550100', applicationId: 'app-1', region: 'us-east-1' };
let server: Server;
let answers: { Status: string; PhysicalResourceId: string; Reason?: string }[] = [];

const request = (RequestType: 'Create' | 'Update' | 'Delete', more: object = {}) => ({
  RequestType,
  ResponseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/answer`,
  StackId: 'stack',
  RequestId: 'request',
  LogicalResourceId: 'Rule',
  ResourceProperties: properties,
  ...more,
});

beforeAll(async () => {
  server = createServer((incoming, outgoing) => {
    let text = '';
    incoming.on('data', (chunk: Buffer) => (text += chunk.toString()));
    incoming.on('end', () => {
      answers.push(JSON.parse(text) as (typeof answers)[number]);
      outgoing.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env['AWS_REGION'] = 'us-east-1';
});
afterAll(() => server.close());
beforeEach(() => {
  voice.reset();
  answers = [];
  voice.on(ListSipRulesCommand).resolves({ SipRules: [] });
  voice.on(CreateSipRuleCommand).resolves({ SipRule: { SipRuleId: 'rule-new' } });
  voice.on(UpdateSipRuleCommand).resolves({});
  voice.on(DeleteSipRuleCommand).resolves({});
});

test('a new number gets a rule, and its id is the physical id', async () => {
  await handler(request('Create'));
  expect(answers).toEqual([expect.objectContaining({ Status: 'SUCCESS', PhysicalResourceId: 'rule-new' })]);
  expect(voice.commandCalls(CreateSipRuleCommand)[0]?.args[0].input).toMatchObject({
    TriggerType: 'ToPhoneNumber',
    TriggerValue: '+12025550100',
    Disabled: false,
  });
});

test('a Create that runs twice adopts the rule of the first time', async () => {
  voice.on(ListSipRulesCommand).resolves({ SipRules: [{ SipRuleId: 'rule-old', Name: properties.name, TriggerValue: properties.number }] });
  await handler(request('Create'));
  expect(answers[0]).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'rule-old' });
  expect(voice.commandCalls(CreateSipRuleCommand)).toHaveLength(0);
});

test('another application is an update of the same rule', async () => {
  const old = { ...properties, applicationId: 'app-0' };
  await handler(request('Update', { PhysicalResourceId: 'rule-1', OldResourceProperties: old }));
  expect(answers[0]).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'rule-1' });
  expect(voice.commandCalls(UpdateSipRuleCommand)[0]?.args[0].input).toMatchObject({
    SipRuleId: 'rule-1',
    TargetApplications: [{ SipMediaApplicationId: 'app-1' }],
  });
});

test('another number is a new rule, so that the old one is deleted afterwards', async () => {
  await handler(request('Update', { PhysicalResourceId: 'rule-1', OldResourceProperties: { ...properties, number: '+12025550101' } }));
  expect(answers[0]).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'rule-new' });
});

test('an update of a rule that somebody removed by hand makes it again', async () => {
  voice.on(UpdateSipRuleCommand).rejectsOnce(gone);
  await handler(request('Update', { PhysicalResourceId: 'rule-1', OldResourceProperties: properties }));
  expect(answers[0]).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'rule-new' });
});

test('a rule is disabled before it is deleted', async () => {
  await handler(request('Delete', { PhysicalResourceId: 'rule-1' }));
  expect(voice.calls().map((call) => call.args[0].constructor.name)).toEqual(['UpdateSipRuleCommand', 'DeleteSipRuleCommand']);
  expect(answers[0]).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'rule-1' });
});

test('deleting twice is deleting once', async () => {
  voice.on(UpdateSipRuleCommand).rejects(gone);
  await handler(request('Delete', { PhysicalResourceId: 'rule-1' }));
  expect(answers[0]).toMatchObject({ Status: 'SUCCESS' });
});

test('after a Create that failed there is nothing to delete', async () => {
  voice.on(CreateSipRuleCommand).rejects(new ServiceFailureException({ message: 'the service failed', $metadata: {} }));
  await handler(request('Create'));
  expect(answers[0]).toMatchObject({ Status: 'FAILED' });
  expect(answers[0]?.Reason).toContain('the service failed');
  voice.resetHistory();
  await handler(request('Delete', { PhysicalResourceId: answers[0]?.PhysicalResourceId }));
  expect(answers[1]).toMatchObject({ Status: 'SUCCESS' });
  expect(voice.calls()).toHaveLength(0);
});

test('properties that are no number are told to the stack instead of hanging it', async () => {
  await handler(request('Create', { ResourceProperties: { ...properties, number: '555' } }));
  expect(answers[0]).toMatchObject({ Status: 'FAILED' });
});
