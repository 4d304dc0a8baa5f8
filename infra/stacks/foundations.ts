/** What functions stand on, whatever stack they are in: the resources that grants are about, and what wakes. */
import type * as events from 'aws-cdk-lib/aws-events';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Definition } from '../../functions/kit/definition.ts';
import { functionNameOf, LinehallFunction, type Resources } from '../constructs/linehall-function.ts';
import { wake, type Wakers } from '../constructs/wakes.ts';
import { printedExport } from '../findings.ts';
import type { Stage } from '../stage.ts';
import type { DataStack } from './data.ts';
import type { EdgeStack } from './edge.ts';

/** Every function's definition by name, as found in `functions/`. */
export type Definitions = ReadonlyMap<string, Definition>;

/** What the app stack makes and every function may use. */
export interface Shared {
  bus: events.EventBus;
  deadlines: sqs.Queue;
  alarms: sns.Topic;
}

export interface Foundations {
  stage: Stage;
  resources: Resources;
  wakers: Wakers;
}

export function foundations(
  shared: Shared,
  { stage, definitions, data, edge }: { stage: Stage; definitions: Definitions; data: DataStack; edge: EdgeStack },
): Foundations {
  const { bus, deadlines, alarms } = shared;
  return {
    stage,
    resources: {
      tables: data.tables,
      bus,
      deadlines,
      sockets: { endpoint: edge.socketsEndpoint, apiId: edge.sockets.ref, printed: printedExport(edge, edge.sockets.ref) },
      people: data.people,
      prompts: {
        bucketName: data.prompts.bucketName,
        bucketArn: data.prompts.bucketArn,
        printed: printedExport(data, data.prompts.bucketArn),
      },
      recordings: {
        bucketName: data.recordings.bucketName,
        bucketArn: data.recordings.bucketArn,
        printed: printedExport(data, data.recordings.bucketArn),
      },
      flows: flowNames(stage.name, definitions),
    },
    wakers: {
      http: { apiId: edge.http.ref, authorizerId: edge.authorizer.ref },
      sockets: { apiId: edge.sockets.ref },
      tables: data.tables,
      bus,
      deadlines,
      alarms,
    },
  };
}

/** A function of a stack, connected to what wakes it. */
export function addFunction(scope: Construct, name: string, definition: Definition, on: Foundations): LinehallFunction {
  const critical = 'telephony' in definition.wakes || 'flow' in definition.wakes;
  const { stage, resources, wakers } = on;
  const fn = new LinehallFunction(scope, name, { name, stage: stage.name, definition, resources, alarms: wakers.alarms, critical });
  wake(fn, definition.wakes, wakers);
  return fn;
}

function flowNames(stage: string, definitions: Definitions): Record<string, string> {
  const flows = [...definitions].flatMap(([name, { wakes }]) =>
    'flow' in wakes ? [[wakes.flow, functionNameOf(stage, name)] as const] : [],
  );
  return Object.fromEntries(flows);
}
