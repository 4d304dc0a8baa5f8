/** What wakes a function, one small builder for each kind of wake. */
import { Duration, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigatewayv2';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sources from 'aws-cdk-lib/aws-lambda-event-sources';
import type * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { TableName } from '../../shared/database/database.ts';
import type { Wake } from '../../functions/kit/definition.ts';
import { accept } from '../findings.ts';
import { bringsFacts } from './brings-facts.ts';
import type { LinehallFunction } from './linehall-function.ts';

/** A queue for what could not be delivered: kept two weeks, and somebody is told. */
export function deadLetters(scope: Construct, id: string, alarms: sns.ITopic): sqs.Queue {
  const queue = new sqs.Queue(scope, id, {
    encryption: sqs.QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
    removalPolicy: RemovalPolicy.RETAIN,
  });
  accept(queue, 'SQS3', 'It is the dead-letter queue itself; an alarm tells when it fills.');
  new cloudwatch.Alarm(scope, `${id}Filled`, {
    metric: queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) }),
    threshold: 1,
    evaluationPeriods: 1,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    alarmDescription: `Something could not be delivered and waits in ${id}: mend the cause, then redrive the queue.`,
  }).addAlarmAction(new actions.SnsAction(alarms));
  return queue;
}

export interface Wakers {
  http: { apiId: string; authorizerId: string };
  sockets: { apiId: string };
  tables: Record<TableName, dynamodb.TableV2>;
  bus: events.EventBus;
  deadlines: sqs.IQueue;
  alarms: sns.ITopic;
}

/** A route of an API: integration, route, and the permission to invoke. */
function routeTo(
  fn: LinehallFunction,
  api: { apiId: string },
  routeKey: string,
  props: Partial<apigateway.CfnRouteProps>,
  source: string,
  version?: '2.0',
): void {
  const stack = Stack.of(fn);
  const integration = new apigateway.CfnIntegration(fn, 'Integration', {
    apiId: api.apiId,
    integrationType: 'AWS_PROXY',
    integrationUri:
      version === '2.0'
        ? fn.lambda.functionArn
        : Fn.join('', [
            'arn:',
            stack.partition,
            ':apigateway:',
            stack.region,
            ':lambda:path/2015-03-31/functions/',
            fn.lambda.functionArn,
            '/invocations',
          ]),
    ...(version === undefined ? {} : { payloadFormatVersion: version }),
  });
  new apigateway.CfnRoute(fn, 'Route', { apiId: api.apiId, routeKey, target: Fn.join('/', ['integrations', integration.ref]), ...props });
  new lambda.CfnPermission(fn, 'MayWake', {
    action: 'lambda:InvokeFunction',
    functionName: fn.lambda.functionArn,
    principal: 'apigateway.amazonaws.com',
    sourceArn: Fn.join('', ['arn:', stack.partition, ':execute-api:', stack.region, ':', stack.account, ':', api.apiId, source]),
  });
}

/** Reading a stream, action by action. */
function readStream(fn: LinehallFunction, table: dynamodb.TableV2): void {
  fn.lambda.addToRolePolicy(
    new iam.PolicyStatement({
      actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      resources: [table.tableStreamArn!],
    }),
  );
  fn.lambda.addToRolePolicy(new iam.PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: ['*'] }));
  accept(fn, 'IAM5', 'ListStreams names no resource.', 'Resource::*');
}

/** Connects a function to what its definition says. Telephony, flows and custom resources are connected by their stacks. */
export function wake(fn: LinehallFunction, how: Wake, wakers: Wakers): void {
  if ('route' in how) {
    const [method = '', path = ''] = how.route.split(' ');
    const source = `/*/${method}${path.replaceAll(/\{[^}]+\}/g, '*')}`;
    routeTo(fn, wakers.http, how.route, { authorizationType: 'JWT', authorizerId: wakers.http.authorizerId }, source, '2.0');
  } else if ('socket' in how) {
    routeTo(fn, wakers.sockets, how.socket, { authorizationType: 'NONE' }, `/*/${how.socket}`);
    accept(
      fn,
      'APIG4',
      'A socket opens with a one-time ticket that $connect takes and deletes; the other routes exist only on an open socket.',
    );
  } else if ('stream' in how) {
    for (const name of how.stream) {
      const table = wakers.tables[name];
      const dead = deadLetters(fn, `Undelivered${name}`, wakers.alarms);
      readStream(fn, table);
      fn.lambda.addToRolePolicy(new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [dead.queueArn] }));
      new lambda.CfnEventSourceMapping(fn, `Stream${name}`, {
        functionName: fn.lambda.functionName,
        eventSourceArn: table.tableStreamArn!,
        startingPosition: 'TRIM_HORIZON',
        batchSize: 100,
        ...(how.gatherSeconds === undefined ? {} : { maximumBatchingWindowInSeconds: how.gatherSeconds }),
        bisectBatchOnFunctionError: true,
        maximumRetryAttempts: 10,
        functionResponseTypes: ['ReportBatchItemFailures'],
        destinationConfig: { onFailure: { destination: dead.queueArn } },
        ...(how.facts === true
          ? { filterCriteria: { filters: bringsFacts.map((pattern) => ({ pattern: JSON.stringify(pattern) })) } }
          : {}),
      }).node.addDependency(fn.lambda.role!.node.findChild('DefaultPolicy'));
    }
  } else if ('facts' in how) {
    new events.Rule(fn, 'Facts', {
      eventBus: wakers.bus,
      eventPattern: { source: ['linehall'], ...(how.facts === 'all' ? {} : { detailType: [...how.facts] }) },
      targets: [
        new targets.LambdaFunction(fn.lambda, {
          deadLetterQueue: deadLetters(fn, 'Undelivered', wakers.alarms),
          retryAttempts: 10,
          maxEventAge: Duration.hours(6),
        }),
      ],
    });
  } else if ('queue' in how) {
    fn.lambda.addEventSource(new sources.SqsEventSource(wakers.deadlines, { batchSize: 10, reportBatchItemFailures: true }));
  } else if ('schedule' in how) {
    new events.Rule(fn, 'Schedule', {
      schedule: events.Schedule.expression(how.schedule),
      targets: [new targets.LambdaFunction(fn.lambda, { deadLetterQueue: deadLetters(fn, 'Undelivered', wakers.alarms) })],
    });
  }
}
