/** A function of ours: its bundle, a role with exactly what its definition grants, its log, its alarms. */
import path from 'node:path';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as sns from 'aws-cdk-lib/aws-sns';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { variables, type Definition, type Grant, type MeetingAction } from '../../functions/kit/definition.ts';
import type { TableName } from '../../shared/database/database.ts';
import { dist } from '../build.ts';
import { accept } from '../findings.ts';

/** What grants are about, with the values that functions find in their environment. */
export interface Resources {
  tables: Record<TableName, { tableName: string; tableArn: string }>;
  bus: { eventBusName: string; eventBusArn: string };
  deadlines: { queueUrl: string; queueArn: string };
  /** `printed` is how the checks name the API from another stack. */
  sockets: { endpoint: string; apiId: string; printed: string };
  people: { userPoolId: string; userPoolArn: string };
  prompts: { bucketName: string; bucketArn: string; printed: string };
  /** `printed` is how the checks name the bucket from another stack. */
  recordings: { bucketName: string; bucketArn: string; printed: string };
  /** Flow name → function name. */
  flows: Record<string, string>;
}

interface Permission {
  actions: string[];
  resources: string[];
  environment: Record<string, string>;
  /** Why a resource is a pattern, where it is one; `as` is how the checks print it. */
  wide?: { as: string[]; because: string };
}

/** A grant about meetings is two: a meeting has no name before it is made, and one afterwards. */
function apart(grant: Grant): Grant[] {
  if (!('meetings' in grant)) return [grant];
  const isMaking = (action: MeetingAction): boolean => action === 'CreateMeetingWithAttendees';
  const [making, others] = [grant.meetings.filter(isMaking), grant.meetings.filter((action) => !isMaking(action))];
  return [making, others].filter(({ length }) => length > 0).map((meetings) => ({ meetings }));
}

/** The ARN of a meeting has no Region in some of the service's pages and its own in others. */
function meetings(wanted: readonly MeetingAction[], stack: Stack): Permission {
  const making = wanted.includes('CreateMeetingWithAttendees');
  const [resource, as] = [stack.partition, '<AWS::Partition>'].map((partition) => `arn:${partition}:chime:*:${stack.account}:meeting/*`);
  return {
    actions: wanted.map((action) => `chime:${action}`),
    resources: [making ? '*' : (resource ?? '')],
    environment: { [variables.region]: stack.region },
    wide: { as: [making ? '*' : (as ?? '')], because: 'A meeting is made per call: its id is not known before.' },
  };
}

/** The statement and the variables of one grant. */
function permission(grant: Grant, resources: Resources, stack: Stack): Permission {
  const arn = (service: string, resource: string): string =>
    `arn:${stack.partition}:${service}:${stack.region}:${stack.account}:${resource}`;
  const printed = (service: string, resource: string): string =>
    `arn:<AWS::Partition>:${service}:${stack.region}:${stack.account}:${resource}`;
  if ('table' in grant) {
    const table = resources.tables[grant.table];
    return {
      actions: grant.actions.map((action) => `dynamodb:${action}`),
      resources: [table.tableArn],
      environment: { [variables.table(grant.table)]: table.tableName },
    };
  }
  if ('bus' in grant)
    return {
      actions: ['events:PutEvents'],
      resources: [resources.bus.eventBusArn],
      environment: { [variables.bus]: resources.bus.eventBusName },
    };
  if ('queue' in grant) {
    return {
      actions: ['sqs:SendMessage'],
      resources: [resources.deadlines.queueArn],
      environment: { [variables.deadlines]: resources.deadlines.queueUrl },
    };
  }
  // The application's id comes with the call, so the grant names all applications of the account and Region.
  if ('telephony' in grant)
    return {
      actions: grant.telephony.map((action) => `chime:${action}`),
      resources: [arn('chime', 'sma/*')],
      environment: {},
      wide: { as: [printed('chime', 'sma/*')], because: 'Which application has a call is known only from the call.' },
    };
  if ('meetings' in grant) return meetings(grant.meetings, stack);
  if ('sockets' in grant) {
    return {
      actions: ['execute-api:ManageConnections'],
      resources: [arn('execute-api', `${resources.sockets.apiId}/live/*/@connections/*`)],
      environment: { [variables.sockets]: resources.sockets.endpoint },
      wide: {
        as: [printed('execute-api', `${resources.sockets.printed}/live/*/@connections/*`)],
        because: 'Connections come and go; the grant ends at our own API.',
      },
    };
  }
  if ('prompts' in grant) {
    const { bucketName, bucketArn, printed: as } = resources.prompts;
    return {
      actions: grant.prompts.map((action) => `s3:${action}`),
      // Listing is a right on the bucket itself.
      resources: [...(grant.prompts.includes('ListBucket') ? [bucketArn] : []), `${bucketArn}/*`],
      environment: { [variables.prompts]: bucketName },
      wide: { as: [`${as}/*`], because: 'A company makes prompts of its own, under names of its own.' },
    };
  }
  if ('voice' in grant) {
    return {
      actions: grant.voice.map((action) => `polly:${action}`),
      resources: ['*'],
      environment: {},
      wide: { as: ['*'], because: 'Speech has no resource names in IAM.' },
    };
  }
  if ('recordings' in grant) {
    const { bucketName, bucketArn, printed: as } = resources.recordings;
    const below = `/${grant.recordings}/*`;
    return {
      actions: grant.actions.map((action) => `s3:${action}`),
      resources: [`${bucketArn}${below}`],
      environment: { [variables.recordings]: bucketName },
      wide: { as: [`${as}${below}`], because: 'A message is named when it is recorded.' },
    };
  }
  if ('flows' in grant) {
    const environment = { [variables.flows]: JSON.stringify(resources.flows) };
    if (grant.flows === 'names') return { actions: [], resources: [], environment };
    return {
      actions: ['lambda:InvokeFunction'],
      resources: Object.values(resources.flows).map((name) => arn('lambda', `function:${name}:*`)),
      environment,
      wide: {
        as: Object.values(resources.flows).map((name) => printed('lambda', `function:${name}:*`)),
        because: 'A call stays on the version of the flow that it began on.',
      },
    };
  }
  if ('userPool' in grant) {
    return {
      actions: grant.userPool.map((action) => `cognito-idp:${action}`),
      resources: [resources.people.userPoolArn],
      environment: { [variables.userPool]: resources.people.userPoolId },
    };
  }
  return {
    actions: grant.sipRules.map((action) => `chime:${action}`),
    resources: ['*'],
    environment: {},
    wide: { as: ['*'], because: 'SIP rules have no resource names in IAM.' },
  };
}

export class LinehallFunction extends Construct {
  readonly lambda: lambda.Function;
  readonly definition: Definition;

  constructor(
    scope: Construct,
    id: string,
    props: { name: string; stage: string; definition: Definition; resources: Resources; alarms: sns.ITopic; critical?: boolean },
  ) {
    super(scope, id);
    const { name, definition, resources } = props;
    this.definition = definition;
    const stack = Stack.of(this);
    const functionName = functionNameOf(props.stage, name);
    const log = new logs.LogGroup(this, 'Log', {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: logs.RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    role.addToPolicy(new iam.PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [log.logGroupArn] }));
    const permissions = definition.may.flatMap(apart).map((grant) => permission(grant, resources, stack));
    for (const { wide } of permissions) for (const as of wide?.as ?? []) accept(this, 'IAM5', wide?.because ?? '', `Resource::${as}`);
    for (const { actions: allowed, resources: on } of permissions.filter(({ actions }) => actions.length > 0))
      role.addToPolicy(new iam.PolicyStatement({ actions: allowed, resources: on }));
    this.lambda = new lambda.Function(this, 'Function', {
      functionName,
      description: definition.purpose,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(path.join(dist, 'functions', name), { exclude: ['*.map'] }),
      role,
      logGroup: log,
      loggingFormat: lambda.LoggingFormat.JSON,
      timeout: Duration.seconds(definition.timeoutSeconds ?? 10),
      memorySize: definition.memoryMb ?? 512,
      environment: {
        POWERTOOLS_SERVICE_NAME: name,
        POWERTOOLS_METRICS_NAMESPACE: 'Linehall',
        STAGE: props.stage,
        [variables.prompts]: resources.prompts.bucketName,
        ...Object.fromEntries(permissions.flatMap((p) => Object.entries(p.environment))),
      },
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
    });
    this.watch(props.alarms, props.critical === true, functionName);
    for (const metricName of definition.alarms ?? []) this.count(props.alarms, metricName, name);
  }

  /** An alarm for what the function counts itself. */
  private count(alarms: sns.ITopic, metricName: string, name: string): void {
    const metric = new cloudwatch.Metric({
      namespace: 'Linehall',
      metricName,
      dimensionsMap: { service: name },
      period: Duration.minutes(1),
      statistic: 'Sum',
    });
    this.alarm(alarms, metricName, metric, 1, `${name} counted ${metricName}: its log says why.`);
  }

  private alarm(alarms: sns.ITopic, id: string, metric: cloudwatch.Metric, threshold: number, alarmDescription: string): void {
    new cloudwatch.Alarm(this, id, {
      metric,
      threshold,
      alarmDescription,
      evaluationPeriods: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(new actions.SnsAction(alarms));
  }

  /** Errors and throttles of every function; on the call path also how near it comes to the service's repeat after 5 s. */
  private watch(alarms: sns.ITopic, critical: boolean, name: string): void {
    const period = Duration.minutes(1);
    this.alarm(alarms, 'Errors', this.lambda.metricErrors({ period }), 1, `${name} failed: its log says why.`);
    if (!critical) return;
    this.alarm(
      alarms,
      'Throttles',
      this.lambda.metricThrottles({ period }),
      1,
      `${name} was throttled: callers wait. Raise the account's concurrency.`,
    );
    this.alarm(
      alarms,
      'Duration',
      this.lambda.metricDuration({ period, statistic: 'p99' }),
      4000,
      `${name} comes near the 5 s after which telephony repeats an event.`,
    );
  }
}

export const functionNameOf = (stage: string, name: string): string => `linehall-${stage}-${name}`;
