/** The SIP media application and its rules. Last and optional: an account that never used PSTN audio can't have it (since October 2026). */
import { CustomResource, Stack, type StackProps } from 'aws-cdk-lib';
import * as chime from 'aws-cdk-lib/aws-chime';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Stage } from '../stage.ts';
import { type AppStack, resourceFunction } from './app.ts';
import type { DataStack } from './data.ts';

/** Who invokes the function and reads audio on behalf of a call. */
const service = 'voiceconnector.chime.amazonaws.com';

export class TelephonyStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps & { stage: Stage; app: AppStack; data: DataStack }) {
    super(scope, id, { ...props, description: 'Linehall: the SIP media application and the numbers that lead to it' });
    const { stage, app } = props;
    const receive = [...app.functions.values()].find(({ definition }) => 'telephony' in definition.wakes);
    if (receive === undefined) throw new Error('functions/ has no telephony function.');
    const rules = resourceFunction(app, 'SipRule');
    const permission = new lambda.CfnPermission(this, 'MayReceive', {
      action: 'lambda:InvokeFunction',
      functionName: receive.lambda.functionArn,
      principal: service,
      sourceAccount: this.account,
    });
    const application = new chime.CfnSipMediaApplication(this, 'Application', {
      awsRegion: this.region,
      name: `linehall-${stage.name}`,
      endpoints: [{ lambdaArn: receive.lambda.functionArn }],
    });
    application.node.addDependency(permission);
    new CustomResource(this, 'Calling', {
      resourceType: 'Custom::CallingApplication',
      serviceToken: resourceFunction(app, 'CallingApplication').lambda.functionArn,
      properties: { applicationId: application.ref },
    });
    for (const number of stage.numbers) {
      const rule = new CustomResource(this, `Rule${number.replaceAll(/\D/g, '')}`, {
        resourceType: 'Custom::SipRule',
        serviceToken: rules.lambda.functionArn,
        properties: { name: `linehall-${stage.name}-${number.slice(1)}`, number, applicationId: application.ref, region: this.region },
      });
      rule.node.addDependency(application);
    }
  }
}

/** Lets telephony keep what callers say, and play it to them. */
export function mayRecord(data: DataStack): void {
  data.recordings.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'TelephonyKeepsVoicemail',
      principals: [new iam.ServicePrincipal(service)],
      actions: ['s3:PutObject', 's3:PutObjectAcl', 's3:GetObject'],
      resources: [data.recordings.arnForObjects('voicemail/*')],
      conditions: { StringEquals: { 'aws:SourceAccount': data.account } },
    }),
  );
}

/** Lets telephony read prompts: in the data stack, since the policy belongs to the bucket. */
export function mayReadPrompts(data: DataStack): void {
  data.prompts.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'TelephonyReadsPrompts',
      principals: [new iam.ServicePrincipal(service)],
      actions: ['s3:GetObject'],
      resources: [data.prompts.arnForObjects('prompts/*')],
      conditions: { StringEquals: { 'aws:SourceAccount': data.account } },
    }),
  );
}
