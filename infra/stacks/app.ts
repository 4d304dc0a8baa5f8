/** The functions that telephony, sockets, streams, deadlines and deploys wake. Replaced at will: it holds no data. */
import { CustomResource, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { variables } from '../../functions/kit/definition.ts';
import type { Menu } from '../../shared/flows/menus.ts';
import type { LinehallFunction } from '../constructs/linehall-function.ts';
import { MenuBots } from '../constructs/menu-bots.ts';
import { deadLetters } from '../constructs/wakes.ts';
import type { Stage } from '../stage.ts';
import type { DataStack } from './data.ts';
import type { EdgeStack } from './edge.ts';
import { addFunction, type Definitions, type Foundations, foundations } from './foundations.ts';

/** Menus that can be spoken, by the flow that has them. */
export type Menus = ReadonlyMap<string, readonly Menu[]>;

export class AppStack extends Stack {
  readonly functions = new Map<string, LinehallFunction>();
  /** What functions of other stacks stand on, too. */
  readonly foundations: Foundations;

  constructor(
    scope: Construct,
    id: string,
    props: StackProps & { stage: Stage; definitions: Definitions; menus: Menus; data: DataStack; edge: EdgeStack },
  ) {
    super(scope, id, { ...props, description: 'Linehall: the functions and what wakes them' });
    const { stage, definitions, menus } = props;
    const alarms = new sns.Topic(this, 'Alarms', { displayName: `Linehall ${stage.name}`, enforceSSL: true });
    if (stage.alarmsTo !== undefined) alarms.addSubscription(new subscriptions.EmailSubscription(stage.alarmsTo));
    const bus = new events.EventBus(this, 'Facts', {
      eventBusName: `linehall-${stage.name}`,
      description: 'Everything that happened in the contact center',
    });
    const deadlines = new sqs.Queue(this, 'Deadlines', {
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: Duration.seconds(60),
      removalPolicy: RemovalPolicy.RETAIN,
      deadLetterQueue: { queue: deadLetters(this, 'DeadlinesDead', alarms), maxReceiveCount: 5 },
    });
    this.foundations = foundations({ bus, deadlines, alarms }, props);
    for (const [name, definition] of definitions) {
      // Routes have stacks of their own.
      if ('route' in definition.wakes) continue;
      const fn = addFunction(this, name, definition, this.foundations);
      this.functions.set(name, fn);
      if ('flow' in definition.wakes) this.bots(stage, definition.wakes.flow, menus.get(definition.wakes.flow) ?? [], fn);
      // A call keeps the version of the flow that it began on, so each deploy publishes one and moves the alias.
      if ('flow' in definition.wakes)
        new lambda.Alias(fn, 'Live', { aliasName: 'live', version: fn.lambda.currentVersion as lambda.IVersion });
      if ('resource' in definition.wakes && definition.wakes.resource === 'StarterSettings') this.starterSettings(stage, fn);
    }
  }

  /** The bots of a flow's menus stand beside it: they change together. */
  private bots(stage: Stage, flow: string, menus: readonly Menu[], fn: LinehallFunction): void {
    if (!stage.speech || menus.length === 0) return;
    const { aliases } = new MenuBots(fn, 'Bots', { prefix: `linehall-${stage.name}-${flow}`, menus });
    fn.lambda.addEnvironment(variables.bots, this.toJsonString(aliases));
  }

  private starterSettings(stage: Stage, fn: LinehallFunction): void {
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

/** The function that makes custom resources of a kind. Throws when there is none. */
export function resourceFunction(app: AppStack, resource: string): LinehallFunction {
  const found = [...app.functions.values()].find(({ definition: { wakes } }) => 'resource' in wakes && wakes.resource === resource);
  if (found === undefined) throw new Error(`functions/ has none for the resource ${resource}.`);
  return found;
}
