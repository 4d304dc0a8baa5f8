/** The client's files and its runtime settings: replaced by every deploy. */
import path from 'node:path';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { CustomResource, Stack, type StackProps } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as deployment from 'aws-cdk-lib/aws-s3-deployment';
import type { Construct } from 'constructs';
import { languages } from '../../shared/prompts/language.ts';
import { dist } from '../build.ts';
import { accept, printedExport } from '../findings.ts';
import type { Stage } from '../stage.ts';
import { type AppStack, resourceFunction } from './app.ts';
import type { DataStack } from './data.ts';
import type { EdgeStack } from './edge.ts';

/** Changes with any of the recordings. */
const hashOfPrompts = (): string =>
  createHash('sha256')
    .update(readFileSync(path.join(dist, 'prompts.json')))
    .digest('hex');

export class ClientStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps & { stage: Stage; data: DataStack; edge: EdgeStack; app: AppStack }) {
    super(scope, id, { ...props, description: 'Linehall: the client and the prompts' });
    const { stage, data, edge } = props;
    const settings = {
      authority: data.people.userPoolProviderUrl,
      clientId: edge.signInClient.userPoolClientId,
      logoutUrl: `${data.signIn.baseUrl()}/logout`,
      scopes: ['openid', 'email', 'profile'],
      liveUrl: '/live',
      stage: stage.name,
    };
    new deployment.BucketDeployment(this, 'ClientFiles', {
      sources: [deployment.Source.asset(path.join(dist, 'web')), deployment.Source.jsonData('settings.json', settings)],
      destinationBucket: edge.client as s3.IBucket,
      distribution: edge.distribution,
      distributionPaths: ['/index.html', '/settings.json'],
    });
    const shipped = new deployment.BucketDeployment(this, 'PromptFiles', {
      sources: [deployment.Source.asset(path.join(dist, 'prompts'))],
      destinationBucket: s3.Bucket.fromBucketName(this, 'Prompts', data.prompts.bucketName),
      // Callers hear what lies below `prompts/`: what a company changed there is never overwritten by a deploy.
      destinationKeyPrefix: 'shipped',
      // There are a thousand small ones.
      memoryLimit: 512,
    });
    new CustomResource(this, 'PublishedPrompts', {
      resourceType: 'Custom::PublishedPrompts',
      serviceToken: resourceFunction(props.app, 'PublishedPrompts').lambda.functionArn,
      properties: { languages, content: hashOfPrompts() },
    }).node.addDependency(shipped);
    this.acceptDeployer(edge, data);
  }

  /** The function that copies the files belongs to the CDK, and so do its role and its runtime. */
  private acceptDeployer(edge: EdgeStack, data: DataStack): void {
    const reason = 'The role of the function of the CDK that copies the files: it reads assets and writes these two buckets.';
    accept(this, 'IAM4', reason, 'Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole');
    accept(this, 'L1', 'The runtime of the function of the CDK that copies the files is the choice of the CDK.');
    const wide = ['GetBucket*', 'GetObject*', 'List*', 'DeleteObject*', 'Abort*'].map((action) => `Action::s3:${action}`);
    const buckets = [
      `arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-${this.account}-${this.region}/*`,
      `${printedExport(edge, edge.client.bucketArn)}/*`,
      `arn:<AWS::Partition>:s3:::${printedExport(data, data.prompts.bucketName)}/*`,
    ];
    for (const detail of wide) accept(this, 'IAM5', reason, detail);
    for (const bucket of buckets) accept(this, 'IAM5', reason, `Resource::${bucket}`);
    accept(this, 'IAM5', 'An invalidation names no resource before it exists.', 'Resource::*');
  }
}
