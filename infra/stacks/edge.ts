/** The one origin that people's browsers see: client at `/`, HTTP API at `/api/*`, WebSocket at `/live`. Bare APIs first, so that nothing is circular. */
import { Duration, Fn, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigatewayv2';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { accept } from '../findings.ts';
import type { Stage } from '../stage.ts';
import type { DataStack } from './data.ts';

export class EdgeStack extends Stack {
  readonly http: apigateway.CfnApi;
  readonly sockets: apigateway.CfnApi;
  /** Where functions manage connections. */
  readonly socketsEndpoint: string;
  readonly client: s3.Bucket;
  readonly distribution: cloudfront.Distribution;
  readonly signInClient: cognito.UserPoolClient;
  /** Lets those in who bring a token of the user pool. */
  readonly authorizer: apigateway.CfnAuthorizer;

  constructor(scope: Construct, id: string, props: StackProps & { stage: Stage; data: DataStack }) {
    super(scope, id, { ...props, description: 'Linehall: the one origin of client, API and live socket' });
    const { data } = props;
    const access = new logs.LogGroup(this, 'ApiAccess', {
      retention: logs.RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.http = new apigateway.CfnApi(this, 'Http', { name: `linehall-${props.stage.name}`, protocolType: 'HTTP' });
    this.stageOf(this.http, 'HttpStage', '$default', access);
    this.sockets = new apigateway.CfnApi(this, 'Live', {
      name: `linehall-${props.stage.name}-live`,
      protocolType: 'WEBSOCKET',
      routeSelectionExpression: '$request.body.type',
    });
    this.stageOf(this.sockets, 'LiveStage', 'live', access);
    this.socketsEndpoint = Fn.join('', ['https://', this.hostOf(this.sockets), '/live']);
    this.client = new s3.Bucket(this, 'Client', {
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      serverAccessLogsPrefix: 'client/',
      // The client is built again by every deploy; only its access logs are worth keeping.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.distribution = this.distribute(data, this.headers(data));
    const origin = Fn.join('', ['https://', this.distribution.distributionDomainName, '/']);
    this.signInClient = new cognito.UserPoolClient(this, 'SignInClient', {
      userPool: data.people,
      generateSecret: false,
      authFlows: {},
      preventUserExistenceErrors: true,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [cognito.OAuthScope.OPENID, cognito.OAuthScope.EMAIL, cognito.OAuthScope.PROFILE],
        callbackUrls: [origin],
        logoutUrls: [origin],
      },
      // Rights and sign-outs hold when the next token is fetched; clients renew theirs by themselves.
      accessTokenValidity: Duration.minutes(15),
      idTokenValidity: Duration.minutes(15),
      refreshTokenValidity: Duration.hours(12),
      enableTokenRevocation: true,
    });
    new cognito.CfnManagedLoginBranding(this, 'Branding', {
      userPoolId: data.people.userPoolId,
      clientId: this.signInClient.userPoolClientId,
      useCognitoProvidedValues: true,
    });
    this.authorizer = new apigateway.CfnAuthorizer(this, 'Authorizer', {
      apiId: this.http.ref,
      name: 'people',
      authorizerType: 'JWT',
      identitySource: ['$request.header.Authorization'],
      jwtConfiguration: { issuer: data.people.userPoolProviderUrl, audience: [this.signInClient.userPoolClientId] },
    });
  }

  private hostOf(api: apigateway.CfnApi): string {
    return Fn.join('', [api.ref, '.execute-api.', this.region, '.', this.urlSuffix]);
  }

  private stageOf(api: apigateway.CfnApi, id: string, stageName: string, access: logs.LogGroup): void {
    new apigateway.CfnStage(this, id, {
      apiId: api.ref,
      stageName,
      autoDeploy: true,
      accessLogSettings: {
        destinationArn: access.logGroupArn,
        // No addresses and no queries: a one-time ticket stands in the query of a live socket.
        format: JSON.stringify({
          requestId: '$context.requestId',
          route: '$context.routeKey',
          status: '$context.status',
          ms: '$context.responseLatency',
        }),
      },
      defaultRouteSettings: { throttlingBurstLimit: 500, throttlingRateLimit: 500 },
    });
  }

  private headers(data: DataStack): cloudfront.ResponseHeadersPolicy {
    const region = this.region;
    const connect = [
      "'self'",
      `https://cognito-idp.${region}.amazonaws.com`,
      data.signIn.baseUrl(),
      // Meetings: signalling, and events that the SDK reports.
      'https://*.chime.aws',
      'wss://*.chime.aws',
    ];
    const policy = [
      "default-src 'self'",
      `connect-src ${connect.join(' ')}`,
      "script-src 'self'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      "font-src 'self' data:",
      // Messages that callers left, and prompts, are played from their buckets, by addresses that hold for a few minutes.
      `media-src 'self' blob: https://${data.recordings.bucketRegionalDomainName} https://${data.prompts.bucketRegionalDomainName}`,
      "worker-src 'self' blob:",
      "frame-ancestors 'self'",
      "base-uri 'none'",
      "form-action 'self'",
      "object-src 'none'",
    ];
    return new cloudfront.ResponseHeadersPolicy(this, 'Headers', {
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: policy.join('; '), override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: cloudfront.HeadersFrameOption.SAMEORIGIN, override: true },
        referrerPolicy: { referrerPolicy: cloudfront.HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN, override: true },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), includeSubdomains: true, override: true },
      },
      customHeadersBehavior: {
        customHeaders: [{ header: 'permissions-policy', value: 'microphone=(self), camera=(), geolocation=()', override: true }],
      },
    });
  }

  private distribute(data: DataStack, headers: cloudfront.ResponseHeadersPolicy): cloudfront.Distribution {
    const toApi = (host: string): cloudfront.BehaviorOptions => ({
      origin: new origins.HttpOrigin(host, {
        protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
        originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_2],
      }),
      allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
      cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
      originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
    });
    const distribution = new cloudfront.Distribution(this, 'Distribution', {
      comment: 'Linehall',
      defaultRootObject: 'index.html',
      defaultBehavior: {
        origin: origins.S3BucketOrigin.withOriginAccessControl(this.client as s3.IBucket),
        viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        responseHeadersPolicy: headers,
      },
      additionalBehaviors: { '/api/*': toApi(this.hostOf(this.http)), '/live': toApi(this.hostOf(this.sockets)) },
      // Pages of the client have paths of their own that are no objects. A 403 is what S3 says of an object that isn't there.
      errorResponses: [{ httpStatus: 403, responseHttpStatus: 200, responsePagePath: '/index.html', ttl: Duration.minutes(1) }],
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      enableLogging: true,
      logBucket: data.logs as s3.IBucket,
      logFilePrefix: 'distribution/',
    });
    accept(distribution, 'CFR1', 'Agents may work from any country; who may sign in is decided by the user pool.');
    accept(
      distribution,
      'CFR2',
      'The client is static and every route asks for a token; a company adds its own WAF by the distribution id.',
    );
    accept(
      distribution,
      'CFR4',
      'Without a domain of its own a distribution has the CloudFront certificate, whose minimum can not be set; TLS 1.2 holds once a domain is given.',
    );
    return distribution;
  }
}
