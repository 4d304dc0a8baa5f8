/** The engines behind the AWS APIs, and what they are to each other in this process. */
import path from 'node:path';
import type { Invoke, Place, Service } from './contract.ts';
import type { Unsigned } from './listener.ts';
import type { Judge } from './iam/judge.ts';
import { readPolicy, type Statement } from './iam/policy.ts';
import type { QueueDoor, StreamDoor } from './lambda/sources/doors.ts';
import { createCognito, type Cognito } from './services/cognito/cognito.ts';
import { createDynamoDb, type DynamoDb, usualLag } from './services/dynamodb/dynamodb.ts';
import { openRecogniser } from '../gateway/speech/recogniser.ts';
import { createEventBridge, type EventBridge } from './services/eventbridge/eventbridge.ts';
import { checkPattern, matches } from './services/eventbridge/pattern.ts';
import { createLex, type Lex } from './services/lex/lex.ts';
import { polly } from './services/polly/polly.ts';
import { createS3, type S3 } from './services/s3/s3.ts';
import { createSqs, type Sqs } from './services/sqs/sqs.ts';

export interface EngineSettings {
  place: Place;
  dir: string | undefined;
  /** Address of the listener, known once it listens. */
  endpoint: () => string;
  /** The same for browsers: issuer and sign-in pages are there. */
  signIn: () => string;
  shortcuts: boolean;
  invoke: (principal: string) => Invoke;
  judge: Judge;
  log: (line: string) => void;
}
export interface Engines {
  dynamoDb: DynamoDb;
  sqs: Sqs;
  eventBridge: EventBridge;
  s3: S3;
  cognito: Cognito;
  lex: Lex;
  services: Service[];
  /** Parts that make resources and have no door of their own. */
  makers: Pick<Service, 'makes' | 'removes'>[];
  /** What browsers ask without a signature: sign-in pages, tokens. */
  unsigned: Unsigned[];
  streams: StreamDoor;
  queues: QueueDoor;
  /** Whether an event pattern, as of rules and of filters of event sources, fits. */
  matches: (pattern: unknown, value: unknown) => boolean;
  /** Policies of queues, buckets and bots, by the resource's ARN. */
  policiesOf(resourceArn: string): readonly Statement[];
  close(): Promise<void>;
}

function streamDoor(dynamoDb: DynamoDb): StreamDoor {
  return {
    read: (arn, after, limit) => dynamoDb.read(arn, after ?? 'TRIM_HORIZON', limit),
    latest: (arn) => dynamoDb.read(arn, 'LATEST', 1).cursor,
    onChange: (arn, listener) => dynamoDb.changed(arn, listener),
  };
}

/** Statements of policies are read once and remembered until they change. */
function policyReader(find: (arn: string) => unknown[] | undefined) {
  const read = new Map<string, { given: unknown[]; statements: Statement[] }>();
  return (arn: string): readonly Statement[] => {
    const given = find(arn);
    if (given === undefined) return [];
    const known = read.get(arn);
    if (known?.given === given) return known.statements;
    const statements = given.flatMap((document) => readPolicy(document, `The policy of ${arn}`));
    read.set(arn, { given, statements });
    return statements;
  };
}

/** Starts the engines; state is kept below `dir`. */
export function createEngines(settings: EngineSettings): Engines {
  const at = { place: settings.place, ...(settings.dir === undefined ? {} : { dir: settings.dir }) };
  const dynamoDb = createDynamoDb({ ...at, unseen: usualLag(Date.now, Math.random) });
  const sqs = createSqs({ ...at, endpoint: settings.endpoint });
  const eventBridge = createEventBridge({
    ...at,
    log: settings.log,
    invoke: settings.invoke('events.amazonaws.com'),
    async send(queueArn, body, attributes) {
      const sourceArn = attributes['RULE_ARN'];
      const context = sourceArn === undefined ? {} : { 'aws:SourceArn': sourceArn };
      settings.judge.demand({ kind: 'service', principal: 'events.amazonaws.com' }, [
        { action: 'sqs:SendMessage', resource: queueArn, context },
      ]);
      await sqs.send(queueArn, body, attributes);
    },
  });
  const s3 = createS3({ ...at, mayList: (caller, resource) => settings.judge.allows(caller, { action: 's3:ListBucket', resource }) });
  const cognito = createCognito({
    place: settings.place,
    base: settings.signIn,
    shortcuts: settings.shortcuts,
    ...(settings.dir === undefined ? {} : { dir: path.join(settings.dir, 'cognito') }),
  });
  const { place, judge, log } = settings;
  const lex = createLex({ place, judge, log, recogniser: openRecogniser(log) });
  const services = [dynamoDb.service, sqs.service, eventBridge.service, s3.service, cognito.service, polly];
  return {
    dynamoDb,
    sqs,
    eventBridge,
    s3,
    cognito,
    lex,
    unsigned: [(request, response) => cognito.oidc(request, response)],
    services,
    makers: [lex.service],
    streams: streamDoor(dynamoDb),
    queues: {
      receive: (queue, most) => sqs.receive(queue, most),
      remove: (queue, handle) => sqs.remove(queue, handle),
      send: (queue, body, attributes) => sqs.send(queue, body, attributes),
      onChange: (queue, listener) => sqs.onChange(queue, listener),
    },
    matches: (pattern, value) => matches(checkPattern(pattern), value),
    policiesOf: policyReader(
      (arn) => sqs.resourcePolicies().get(arn) ?? s3.resourcePolicies().get(arn.split('/')[0] ?? '') ?? lex.resourcePolicies().get(arn),
    ),
    async close() {
      await lex.close();
      for (const service of services) await service.close?.();
    },
  };
}
