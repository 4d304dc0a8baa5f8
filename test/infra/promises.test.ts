import { Template } from 'aws-cdk-lib/assertions';
import { Stack } from 'aws-cdk-lib';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeApp } from '../../infra/app.ts';
import { readDefinitions, readMenus } from '../../infra/function-sources.ts';
import { readStage, StageError, type Stage } from '../../infra/stage.ts';
import { tableNames } from '../../shared/database/database.ts';

type Resource = { Type: string; Properties: Record<string, unknown>; DeletionPolicy?: string };
interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
}

let stage: Stage;
let definitions: Awaited<ReturnType<typeof readDefinitions>>;
const templates = new Map<string, Template>();
const all = (type: string): [string, Resource][] =>
  [...templates.values()].flatMap((template) => Object.entries(template.findResources(type) as Record<string, Resource>));
const named = (part: string): Template => {
  const found = templates.get(part);
  if (found === undefined) throw new Error(`no stack ${part}`);
  return found;
};

beforeAll(async () => {
  stage = readStage('stages/laptop.json');
  definitions = await readDefinitions();
  const app = makeApp(stage, definitions, { menus: await readMenus() });
  for (const child of app.node.children) {
    if (child instanceof Stack) templates.set(child.stackName.replace(`linehall-${stage.name}-`, ''), Template.fromStack(child));
  }
}, 120_000);

describe('what holds data', () => {
  test('every table is encrypted, recoverable, protected, paid by use, and kept when its stack goes', () => {
    const tables = all('AWS::DynamoDB::GlobalTable');
    expect(tables).toHaveLength(tableNames.length);
    for (const [, table] of tables) {
      expect(table.DeletionPolicy).toBe('Retain');
      expect(table.Properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        SSESpecification: { SSEEnabled: true },
        Replicas: [{ DeletionProtectionEnabled: true, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }],
      });
    }
  });

  test('facts leave by the streams of the five tables that hold them', () => {
    const streams = all('AWS::DynamoDB::GlobalTable').filter(([, table]) => table.Properties['StreamSpecification'] !== undefined);
    expect(streams).toHaveLength(5);
  });

  test('steps, connections, and counts of calls expire by themselves', () => {
    const expiring = all('AWS::DynamoDB::GlobalTable').filter(([, table]) => table.Properties['TimeToLiveSpecification'] !== undefined);
    expect(expiring.map(([id]) => id.replace(/[0-9A-F]{8}$/, '')).sort()).toEqual(['Connections', 'Contacts', 'Settings']);
  });

  test('buckets are private and encrypted, and refuse plain http', () => {
    for (const [, bucket] of all('AWS::S3::Bucket')) {
      expect(bucket.Properties).toMatchObject({
        BucketEncryption: {},
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      });
    }
    expect(all('AWS::S3::BucketPolicy')).toHaveLength(all('AWS::S3::Bucket').length);
  });

  test('what callers said is kept for as long as the stage says, and telephony reaches nothing beside the messages', () => {
    const recordings = all('AWS::S3::Bucket').find(([id]) => id.startsWith('Recordings'));
    expect(recordings?.[1]).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: { LifecycleConfiguration: { Rules: [{ ExpirationInDays: 365, Status: 'Enabled' }] } },
    });
    const policy = all('AWS::S3::BucketPolicy').find(([id]) => id.startsWith('Recordings'));
    const { Statement } = policy?.[1].Properties['PolicyDocument'] as { Statement: (Statement & { Sid?: string; Condition?: object })[] };
    const service = Statement.find(({ Sid }) => Sid === 'TelephonyKeepsVoicemail');
    expect(service).toMatchObject({
      Action: ['s3:GetObject', 's3:PutObject', 's3:PutObjectAcl'],
      Condition: { StringEquals: { 'aws:SourceAccount': stage.account } },
    });
    expect(JSON.stringify(service?.Resource)).toContain('/voicemail/*');
  });

  test('a deploy makes one person, the administrator, invited by mail, and no password', () => {
    const users = all('AWS::Cognito::UserPoolUser');
    expect(users).toHaveLength(1);
    expect(users[0]?.[1].Properties).toMatchObject({ Username: stage.administrator, DesiredDeliveryMediums: ['EMAIL'] });
    expect(JSON.stringify([...templates.values()].map((t) => t.toJSON() as unknown))).not.toMatch(/"(Temporary)?Password"\s*:/);
  });

  test('nobody signs up by themselves, and a one-time password is offered', () => {
    const [pool] = all('AWS::Cognito::UserPool');
    expect(pool?.[1].Properties).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      MfaConfiguration: 'OPTIONAL',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      DeletionProtection: 'ACTIVE',
    });
  });

  test('the setting requireTotp makes the one-time password a must', () => {
    const app = makeApp({ ...stage, requireTotp: true }, definitions);
    const data = app.node.children.find((child): child is Stack => child instanceof Stack && child.stackName.endsWith('-data'));
    expect(Object.values(Template.fromStack(data!).findResources('AWS::Cognito::UserPool'))[0]).toMatchObject({
      Properties: { MfaConfiguration: 'ON' },
    });
  });
});

describe('stacks', () => {
  test('none comes near the 500 resources that a stack may have', () => {
    for (const [name, template] of templates)
      expect(Object.keys((template.toJSON() as { Resources: object }).Resources).length, name).toBeLessThan(450);
  });

  test('routes are apart from what calls need', () => {
    expect(Object.keys(named('app').findResources('AWS::ApiGatewayV2::Route')).every((id) => id.startsWith('live'))).toBe(true);
    expect(Object.keys(named('api').findResources('AWS::ApiGatewayV2::Route')).length).toBeGreaterThan(0);
  });
});

describe('functions', () => {
  /** Of the stacks with our functions. */
  const ours = (type: string): [string, Resource][] =>
    [...templates]
      .filter(([name]) => !['data', 'edge', 'client', 'telephony'].includes(name))
      .flatMap(([, template]) => Object.entries(template.findResources(type) as Record<string, Resource>));
  const statementsOf = (): [string, Statement][] =>
    ours('AWS::IAM::Policy').flatMap(([id, policy]) =>
      (policy.Properties['PolicyDocument'] as { Statement: Statement[] }).Statement.map((statement): [string, Statement] => [
        id,
        statement,
      ]),
    );

  test('each runs on Lambda Node 24 for arm64 with its own role, its own log kept three months, and an alarm for errors', () => {
    const functions = ours('AWS::Lambda::Function').map(([, fn]) => fn);
    expect(functions).toHaveLength(definitions.size);
    for (const fn of functions)
      expect(fn.Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler' });
    expect(new Set(functions.map((fn) => JSON.stringify(fn.Properties['Role']))).size).toBe(functions.length);
    for (const [, log] of ours('AWS::Logs::LogGroup')) expect(log.Properties['RetentionInDays']).toBe(90);
    const errors = all('AWS::CloudWatch::Alarm').filter(([, alarm]) => alarm.Properties['MetricName'] === 'Errors');
    expect(errors).toHaveLength(functions.length);
    for (const [, alarm] of all('AWS::CloudWatch::Alarm')) expect(alarm.Properties['AlarmActions']).toHaveLength(1);
  });

  test('no policy allows an action by a pattern', () => {
    for (const [id, { Action }] of statementsOf()) for (const action of [Action].flat()) expect(action, id).not.toContain('*');
  });

  test('a function may do what its definition says and nothing more', () => {
    for (const [name, definition] of definitions) {
      const grants = definition.may.flatMap((grant) => ('table' in grant ? grant.actions.map((action) => `dynamodb:${action}`) : []));
      const id = name.replaceAll('-', '');
      const allowed = statementsOf()
        .filter(([policy]) => policy.startsWith(`${id}RoleDefaultPolicy`))
        .flatMap(([, { Action }]) => [Action].flat())
        .filter((action) => /^dynamodb:(Get|Put|Update|Delete|Query|Scan|Batch|Condition)/.test(action) && !/Records|Shard/.test(action));
      expect([...new Set(allowed)].sort(), name).toEqual([...new Set(grants)].sort());
    }
  });

  test('where seats change, the grant ends at meetings; only to make one needs every name', () => {
    const about = statementsOf().filter(([, { Action }]) => [Action].flat().some((action) => /Meeting|Attendee/.test(action)));
    expect(about.length).toBeGreaterThan(0);
    for (const [id, { Action, Resource }] of about) {
      const wide = Resource === '*';
      expect(
        [Action]
          .flat()
          .filter((action) => /Meeting|Attendee/.test(action))
          .every((action) => (action === 'chime:CreateMeetingWithAttendees') === wide),
        id,
      ).toBe(true);
      if (!wide) expect(JSON.stringify(Resource)).toContain(':meeting/*');
    }
  });

  test('on the call path there are alarms for throttles and for coming near the repeat after 5 s', () => {
    const critical = [...definitions.values()].filter(({ wakes }) => 'telephony' in wakes || 'flow' in wakes).length;
    for (const [metric, threshold] of [
      ['Throttles', 1],
      ['Duration', 4000],
    ] as const) {
      const alarms = all('AWS::CloudWatch::Alarm').filter(
        ([, { Properties: p }]) => p['MetricName'] === metric && p['Threshold'] === threshold,
      );
      expect(alarms).toHaveLength(critical);
    }
  });

  test('a fault that a caller is spared raises an alarm all the same', () => {
    const counts = [...definitions.values()].flatMap(({ alarms = [] }) => alarms);
    expect(counts.toSorted()).toEqual(['SparedFaults', 'Unforeseen']);
    for (const metric of counts) {
      expect(
        all('AWS::CloudWatch::Alarm').filter(([, { Properties: p }]) => p['MetricName'] === metric && p['Namespace'] === 'Linehall'),
      ).toHaveLength(1);
    }
  });

  test('versions of flows are kept, so that a call finishes on the one it began on', () => {
    const versions = all('AWS::Lambda::Version');
    expect(versions.length).toBe([...definitions.values()].filter(({ wakes }) => 'flow' in wakes).length);
    for (const [, version] of versions) expect(version.DeletionPolicy).toBe('Retain');
    named('app').hasResourceProperties('AWS::Lambda::Alias', { Name: 'live' });
  });
});

describe('what wakes functions', () => {
  test('every HTTP route asks for a token of the user pool', () => {
    const routes = all('AWS::ApiGatewayV2::Route').filter(([, route]) => !String(route.Properties['RouteKey']).startsWith('$'));
    expect(routes.length).toBe([...definitions.values()].filter(({ wakes }) => 'route' in wakes).length);
    for (const [, route] of routes)
      expect(route.Properties).toMatchObject({ AuthorizationType: 'JWT', AuthorizerId: expect.anything() as unknown });
  });

  test('whatever can not be delivered is kept and somebody is told', () => {
    for (const [, rule] of all('AWS::Events::Rule')) {
      for (const target of rule.Properties['Targets'] as Record<string, unknown>[]) expect(target).toHaveProperty('DeadLetterConfig');
    }
    for (const [, mapping] of all('AWS::Lambda::EventSourceMapping')) {
      const { EventSourceArn, DestinationConfig, FunctionResponseTypes } = mapping.Properties;
      expect(FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
      if (JSON.stringify(EventSourceArn).includes('Stream')) expect(DestinationConfig).toHaveProperty('OnFailure');
    }
    const dead = all('AWS::SQS::Queue').filter(([, queue]) => queue.Properties['RedrivePolicy'] === undefined);
    const filled = all('AWS::CloudWatch::Alarm').filter(
      ([, alarm]) => alarm.Properties['MetricName'] === 'ApproximateNumberOfMessagesVisible',
    );
    expect(filled).toHaveLength(dead.length);
  });

  test('queues are encrypted and refuse plain http', () => {
    for (const [, queue] of all('AWS::SQS::Queue')) expect(queue.Properties).toMatchObject({ SqsManagedSseEnabled: true });
    expect(all('AWS::SQS::QueuePolicy')).toHaveLength(all('AWS::SQS::Queue').length);
  });
});

describe('edge and telephony', () => {
  test('the client comes with security headers that let no foreign script in', () => {
    const [policy] = all('AWS::CloudFront::ResponseHeadersPolicy');
    const text = JSON.stringify(policy);
    for (const part of ["script-src 'self'", "object-src 'none'", "frame-ancestors 'self'", 'StrictTransportSecurity'])
      expect(text).toContain(part);
    expect(text).not.toContain('unsafe-eval');
  });

  test('one application, a rule per number, and no number bought', () => {
    expect(all('AWS::Chime::SipMediaApplication')).toHaveLength(1);
    expect(all('Custom::SipRule').map(([, rule]) => rule.Properties['number'])).toEqual(stage.numbers);
    expect(JSON.stringify(statementsIn('CreatePhoneNumberOrder'))).toBe('[]');
  });

  test('the application is noted where calls that go out find it', () => {
    const [[, noted] = []] = all('Custom::CallingApplication');
    expect(JSON.stringify(noted?.Properties['applicationId'])).toContain('Application');
  });

  test('the company’s country and first number are among the settings it starts with', () => {
    const [[, starter] = []] = all('Custom::StarterSettings');
    expect(starter?.Properties).toMatchObject({ country: stage.country, callerId: stage.numbers[0] });
  });

  const statementsIn = (action: string): unknown[] =>
    all('AWS::IAM::Policy').filter(([, policy]) => JSON.stringify(policy).includes(action));

  test('without telephony there is no application, and everything else stands', () => {
    const app = makeApp({ ...stage, telephony: 'none' }, definitions);
    expect(app.node.children.filter((child) => child instanceof Stack).map((child) => child.node.id)).not.toContain(
      'linehall-laptop-telephony',
    );
  });

  test('the gateway as a deployment is refused in a sentence', () => {
    expect(() => makeApp({ ...stage, telephony: 'gateway' }, definitions)).toThrow(StageError);
  });

  test('the stack with data is protected against termination', () => {
    const app = makeApp(stage, definitions);
    const data = app.node.children.find((child): child is Stack => child instanceof Stack && child.stackName.endsWith('-data'));
    expect(data?.terminationProtection).toBe(true);
  });
});

describe('menus that are answered by voice', () => {
  test('have a bot each, with an intent for each option, that only telephony of this account may talk to', () => {
    const bots = all('AWS::Lex::Bot').map(([, { Properties }]) => Properties);
    expect(bots.map(({ Name }) => Name)).toContain('linehall-laptop-main-main-menu');
    const locale = (bots[0]?.['BotLocales'] as { Intents: { Name: string; SampleUtterances?: { Utterance: string }[] }[] }[])[0];
    expect(locale?.Intents.map(({ Name }) => Name).sort()).toEqual([
      'FallbackIntent',
      'billing',
      'no',
      'operator',
      'product',
      'returns',
      'technical',
      'yes',
    ]);
    const technical = locale?.Intents.find(({ Name }) => Name === 'technical')?.SampleUtterances?.map(({ Utterance }) => Utterance);
    expect(technical).toEqual(expect.arrayContaining(['technical', 'technical support', '2', 'two']));
    expect(all('AWS::Lex::ResourcePolicy')).toHaveLength(bots.length);
    for (const [, { Properties }] of all('AWS::Lex::ResourcePolicy')) {
      const { Statement: statements } = Properties['Policy'] as { Statement: Statement[] };
      expect(statements).toMatchObject([
        {
          Principal: { Service: 'voiceconnector.chime.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': stage.account } },
        },
      ]);
    }
  });

  test('are known to their flow only, and are not made where the stage does not want them', async () => {
    const knowing = all('AWS::Lambda::Function').filter(
      ([, { Properties }]) => 'BOTS' in (Properties['Environment'] as { Variables: object }).Variables,
    );
    expect(knowing.map(([, { Properties }]) => Properties['FunctionName'])).toContain('linehall-laptop-flows-main');
    const app = makeApp({ ...stage, speech: false }, definitions, { menus: await readMenus() });
    const stacks = app.node.children.filter((child) => child instanceof Stack);
    for (const child of stacks) Template.fromStack(child).resourceCountIs('AWS::Lex::Bot', 0);
  }, 120_000);
});
