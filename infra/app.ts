/** Puts the stacks together. */
import { App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ApiStack, routesByFolder } from './stacks/api.ts';
import { AppStack, type Menus } from './stacks/app.ts';
import { ClientStack } from './stacks/client.ts';
import { DataStack } from './stacks/data.ts';
import { EdgeStack } from './stacks/edge.ts';
import type { Definitions } from './stacks/foundations.ts';
import { mayReadPrompts, mayRecord, TelephonyStack } from './stacks/telephony.ts';
import { StageError, type Stage } from './stage.ts';

/** Whoever runs the app, by `cdk` or without it: what the template checks find is an error, and policies say each thing once. */
const strict = {
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/core:checkSecretUsage': true,
};

/** The whole app of a stage. Needs the bundles in `dist/`. Throws a StageError when the stage asks for what can't be. */
export function makeApp(
  stage: Stage,
  definitions: Definitions,
  { menus = new Map(), ...props }: { outdir?: string; context?: Record<string, unknown>; menus?: Menus } = {},
): App {
  if (stage.telephony === 'gateway')
    throw new StageError(
      'telephony: gateway can not be deployed yet. Say amazon (if your account may use SIP media applications) or none.',
    );
  const app = new App({ analyticsReporting: false, postCliContext: strict, ...props });
  const env = { account: stage.account, region: stage.region };
  const name = (part: string): string => `linehall-${stage.name}-${part}`;
  const data = new DataStack(app, name('data'), { env, stage });
  const edge = new EdgeStack(app, name('edge'), { env, stage, data });
  const functions = new AppStack(app, name('app'), { env, stage, definitions, menus, data, edge });
  for (const [folder, routes] of routesByFolder(definitions))
    new ApiStack(app, name(folder), { env, folder, definitions: routes, on: functions.foundations });
  new ClientStack(app, name('client'), { env, stage, data, edge, app: functions });
  if (stage.telephony === 'amazon') {
    mayReadPrompts(data);
    mayRecord(data);
    new TelephonyStack(app, name('telephony'), { env, stage, app: functions, data });
  }
  Tags.of(app).add('linehall:stage', stage.name);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}
