/** The functions, and what wakes them. Replaced at will: it holds no data. */
import { CustomResource, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigatewayv2';
import * as events from 'aws-cdk-lib/aws-events';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Definition } from '../../functions/kit/definition.ts';
import { functionNameOf, LinehallFunction, type Resources } from '../constructs/linehall-function.ts';
import { deadLetters, wake } from '../constructs/wakes.ts';
import { printedExport } from '../findings.ts';
import type { Stage } from '../stage.ts';
import type { DataStack } from './data.ts';
import type { EdgeStack } from './edge.ts';

/** Every function's definition by name, as found in `functions/`. */
export type Definitions = ReadonlyMap<string, Definition>;

export class AppStack extends Stack {
  readonly functions = new Map<string, LinehallFunction>();
  readonly alarms: sns.Topic;

  constructor(
    scope: Construct,
    id: string,
    props: StackProps & { stage: Stage; definitions: Definitions; data: DataStack; edge: EdgeStack },
  ) {
    super(scope, id, { ...props, description: 'Linehall: the functions and what wakes them' });
    const { stage, definitions, data, edge } = props;
    this.alarms = new sns.Topic(this, 'Alarms', { displayName: `Linehall ${stage.name}`, enforceSSL: true });
    if (stage.alarmsTo !== undefined) this.alarms.addSubscription(new subscriptions.EmailSubscription(stage.alarmsTo));
    const bus = new events.EventBus(this, 'Facts', {
      eventBusName: `linehall-${stage.name}`,
      description: 'Everything that happened in the contact center',
    });
    const deadlines = new sqs.Queue(this, 'Deadlines', {
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: Duration.seconds(60),
      removalPolicy: RemovalPolicy.RETAIN,
      deadLetterQueue: { queue: deadLetters(this, 'DeadlinesDead', this.alarms), maxReceiveCount: 5 },
    });
    const authorizer = new apigateway.CfnAuthorizer(this, 'Authorizer', {
      apiId: edge.http.ref,
      name: 'people',
      authorizerType: 'JWT',
      identitySource: ['$request.header.Authorization'],
      jwtConfiguration: { issuer: data.people.userPoolProviderUrl, audience: [edge.signInClient.userPoolClientId] },
    });
    const resources: Resources = {
      tables: data.tables,
      bus,
      deadlines,
      sockets: {
        endpoint: edge.socketsEndpoint,
        apiId: edge.sockets.ref,
        printed: printedExport(edge, edge.sockets.ref),
      },
      people: data.people,
      prompts: data.prompts.bucketName,
      flows: flowNames(stage.name, definitions),
    };
    for (const [name, definition] of definitions) {
      const critical = 'telephony' in definition.wakes || 'flow' in definition.wakes;
      const fn = new LinehallFunction(this, name, { name, stage: stage.name, definition, resources, alarms: this.alarms, critical });
      this.functions.set(name, fn);
      wake(fn, definition.wakes, {
        http: { apiId: edge.http.ref, authorizerId: authorizer.ref },
        sockets: { apiId: edge.sockets.ref },
        tables: data.tables,
        bus,
        deadlines,
        alarms: this.alarms,
      });
      // A call keeps the version of the flow that it began on, so each deploy publishes one and moves the alias.
      if ('flow' in definition.wakes)
        new lambda.Alias(fn, 'Live', { aliasName: 'live', version: fn.lambda.currentVersion as lambda.IVersion });
      if ('resource' in definition.wakes && definition.wakes.resource === 'StarterSettings') {
        new CustomResource(this, 'StarterSettings', {
          resourceType: 'Custom::StarterSettings',
          serviceToken: fn.lambda.functionArn,
          properties: {
            timeZone: stage.timeZone,
            country: stage.country,
            ...(stage.numbers[0] === undefined ? {} : { callerId: stage.numbers[0] }),
            version: '2',
          },
        }).node.addDependency(fn);
      }
    }
  }
}

function flowNames(stage: string, definitions: Definitions): Record<string, string> {
  const flows = [...definitions].flatMap(([name, { wakes }]) =>
    'flow' in wakes ? [[wakes.flow, functionNameOf(stage, name)] as const] : [],
  );
  return Object.fromEntries(flows);
}
