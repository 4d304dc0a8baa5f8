/** The AWS managed policies that the templates attach, as far as they concern what the local cloud answers. */
import type { Statement } from './policy.ts';

const allow = (...actions: string[]): Statement[] => [{ Effect: 'Allow', Action: actions, Resource: ['*'] }];

export const managedPolicies: Readonly<Record<string, Statement[]>> = {
  'service-role/AWSLambdaBasicExecutionRole': allow('logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'),
  'service-role/AmazonAPIGatewayPushToCloudWatchLogs': allow('logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'),
  AWSXRayDaemonWriteAccess: allow('xray:PutTraceSegments', 'xray:PutTelemetryRecords'),
  CloudWatchLambdaInsightsExecutionRolePolicy: allow('logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'),
};
