/** What must outlive every deploy: tables, prompts, people. Protected and retained. */
import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { groups } from '../../functions/kit/definition.ts';
import { tableNames, type TableName } from '../../shared/database/database.ts';
import { accept } from '../findings.ts';
import type { Stage } from '../stage.ts';

/** Facts leave these tables by their streams. */
const streamed = new Set<TableName>(['customers', 'tickets', 'contacts', 'routing', 'settings']);
/** Items with `expiresAt` (epoch seconds) leave these by themselves. */
const expiring = new Set<TableName>(['contacts', 'connections', 'settings']);

export class DataStack extends Stack {
  readonly tables: Record<TableName, dynamodb.TableV2>;
  readonly prompts: s3.Bucket;
  /** What callers said, below `voicemail/`. */
  readonly recordings: s3.Bucket;
  readonly logs: s3.Bucket;
  readonly people: cognito.UserPool;
  readonly signIn: cognito.UserPoolDomain;

  constructor(scope: Construct, id: string, props: StackProps & { stage: Stage }) {
    super(scope, id, { ...props, terminationProtection: true, description: 'Linehall: what outlives every deploy' });
    const { stage } = props;
    this.tables = Object.fromEntries(tableNames.map((name) => [name, this.table(name)])) as Record<TableName, dynamodb.TableV2>;
    this.logs = this.bucket('Logs', {
      lifecycleRules: [{ expiration: Duration.days(90) }],
      objectOwnership: s3.ObjectOwnership.OBJECT_WRITER,
    });
    this.prompts = this.bucket('Prompts', {
      versioned: true,
      serverAccessLogsBucket: this.logs as s3.IBucket,
      serverAccessLogsPrefix: 'prompts/',
    });
    this.recordings = this.bucket('Recordings', {
      lifecycleRules: [{ expiration: Duration.days(stage.recordingDays) }],
      serverAccessLogsBucket: this.logs as s3.IBucket,
      serverAccessLogsPrefix: 'recordings/',
    });
    this.people = this.userPool(stage);
    this.signIn = this.people.addDomain('SignIn', {
      cognitoDomain: { domainPrefix: `linehall-${stage.name}-${stage.account}` },
      managedLoginVersion: cognito.ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
  }

  private table(name: TableName): dynamodb.TableV2 {
    const title = name.charAt(0).toUpperCase() + name.slice(1);
    return new dynamodb.TableV2(this, title, {
      partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'sk', type: dynamodb.AttributeType.STRING },
      billing: dynamodb.Billing.onDemand(),
      encryption: dynamodb.TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      ...(streamed.has(name) ? { dynamoStream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES } : {}),
      ...(expiring.has(name) ? { timeToLiveAttribute: 'expiresAt' } : {}),
    });
  }

  private bucket(id: string, props: s3.BucketProps): s3.Bucket {
    return new s3.Bucket(this, id, {
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
      ...props,
    });
  }

  private userPool(stage: Stage): cognito.UserPool {
    const pool = new cognito.UserPool(this, 'People', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      standardAttributes: { email: { required: true, mutable: true }, fullname: { required: false, mutable: true } },
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(7),
      },
      mfa: stage.requireTotp ? cognito.Mfa.REQUIRED : cognito.Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
      featurePlan: cognito.FeaturePlan.ESSENTIALS,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      userInvitation: {
        emailSubject: 'Your place in the contact center',
        emailBody:
          'You are invited to Linehall. Your user name is {username} and your temporary password is {####}. It is valid for 7 days.',
      },
    });
    accept(pool, 'COG2', 'A one-time password is offered to everybody and required by the stage setting requireTotp.');
    accept(pool, 'COG8', 'Threat protection needs the Plus plan, billed per user: a company that wants it switches the plan.');
    for (const group of groups) new cognito.CfnUserPoolGroup(this, `Group${group}`, { userPoolId: pool.userPoolId, groupName: group });
    const administrator = new cognito.CfnUserPoolUser(this, 'Administrator', {
      userPoolId: pool.userPoolId,
      username: stage.administrator,
      desiredDeliveryMediums: ['EMAIL'],
      userAttributes: [
        { name: 'email', value: stage.administrator },
        { name: 'email_verified', value: 'true' },
      ],
    });
    administrator.applyRemovalPolicy(RemovalPolicy.RETAIN);
    for (const group of groups) {
      const member = new cognito.CfnUserPoolUserToGroupAttachment(this, `Administrator${group}`, {
        userPoolId: pool.userPoolId,
        username: administrator.ref,
        groupName: group,
      });
      member.node.addDependency(this.node.findChild(`Group${group}`));
    }
    return pool;
  }
}
