/** SQS on one machine: queues of the templates, their doors for functions and for pollers in this process. */
import { join } from 'node:path';
import {
  AwsError,
  defaultPlace,
  type AwsRequest,
  type Made,
  type Needed,
  type Place,
  type Resource,
  type Service,
} from '../../contract.ts';
import { jsonAnswer, jsonBody } from '../body.ts';
import { openJournal, type Journal } from '../journal.ts';
import { ResourcePolicies } from '../resource-policies.ts';
import { queueAttributes } from './attributes.ts';
import { attributesBytes } from './message-attributes.ts';
import { queueOperations, receiveWithin, systemAttributes } from './operations.ts';
import { md5, Queue, type Message, type QueueAttributes, type QueueChange } from './queue.ts';

export interface SqsSettings {
  place?: Place;
  /** State is kept below it (`sqs/`); without it, in memory only. */
  dir?: string;
  /** Where queues' URLs begin, `http://127.0.0.1:4401`: the SDK sends to the host of the URL. */
  endpoint: () => string;
  now?: () => number;
}

/** A message as Lambda passes it on, but for where it came from. */
export interface QueueRecord {
  messageId: string;
  receiptHandle: string;
  body: string;
  attributes: Record<string, string>;
  messageAttributes: Record<
    string,
    { stringValue?: string; binaryValue?: string; dataType: string; stringListValues: []; binaryListValues: [] }
  >;
  md5OfBody: string;
}

export interface Sqs {
  service: Service;
  /** Messages now, without waiting; `queue` is a name, ARN or URL everywhere here. */
  receive(queue: string, most: number): Promise<QueueRecord[]>;
  remove(queue: string, receiptHandle: string): Promise<void>;
  /** Puts a message; plain attributes become String attributes. */
  send(queue: string, body: string, attributes?: Record<string, string>, delaySeconds?: number): Promise<void>;
  /** Tells when there may be something to receive: new, due, or visible again. */
  onChange(queue: string, listener: () => void): () => void;
  /** Policies by queue ARN, as `AWS::SQS::QueuePolicy` gave them. */
  resourcePolicies(): ReadonlyMap<string, unknown[]>;
  queues(): { name: string; arn: string; visible: number; hidden: number; delayed: number }[];
  close(): Promise<void>;
}

/** One line of the journal: a queue's message put or deleted. */
type Entry = { queue: string; attributes: QueueAttributes } | { queue: string; change: QueueChange };

class Queues {
  readonly all = new Map<string, Queue>();
  readonly policies = new ResourcePolicies();
  readonly place: Place;
  private readonly journal: Journal<Entry> | undefined;
  private readonly now: () => number;

  constructor({ place = defaultPlace, dir, now = Date.now }: SqsSettings) {
    this.place = place;
    this.now = now;
    if (dir !== undefined) this.journal = openJournal<Entry>(join(dir, 'sqs'), (entry) => this.replay(entry), 4 * 1024 * 1024);
  }
  arnOf(name: string): string {
    return `arn:aws:sqs:${this.place.region}:${this.place.account}:${name}`;
  }
  /** By name, ARN or URL. */
  get(queue: string): Queue {
    const found = this.all.get(queue.slice(Math.max(queue.lastIndexOf('/'), queue.lastIndexOf(':')) + 1));
    if (found === undefined) throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
    return found;
  }
  /** Makes it, or gives an existing one new attributes. */
  make(name: string, attributes: QueueAttributes): Queue {
    const queue = this.open(name, attributes);
    this.journal?.append({ queue: name, attributes });
    return queue;
  }
  private open(name: string, attributes: QueueAttributes): Queue {
    const existing = this.all.get(name);
    if (existing !== undefined) {
      existing.attributes = attributes;
      return existing;
    }
    const queue = new Queue({
      name,
      arn: this.arnOf(name),
      attributes,
      now: this.now,
      changed: (change) => this.keep(name, change),
      bury: (message, deadLetterArn) => this.bury(name, message, deadLetterArn),
    });
    this.all.set(name, queue);
    return queue;
  }
  private bury(from: string, message: Message, deadLetterArn: string): boolean {
    const grave = this.all.get(deadLetterArn.slice(deadLetterArn.lastIndexOf(':') + 1));
    if (grave === undefined) return false;
    const { receipt: _, ...rest } = message;
    grave.put({ ...rest, visibleAt: this.now(), source: this.arnOf(from) });
    return true;
  }
  private keep(queue: string, change: QueueChange): void {
    this.journal?.append({ queue, change });
    if (this.journal?.due === true) this.journal.snapshot(this.entries());
  }
  private *entries(): Generator<Entry> {
    for (const [queue, { attributes, messages }] of this.all) {
      yield { queue, attributes };
      for (const message of messages.values()) yield { queue, change: { put: message } };
    }
  }
  private replay(entry: Entry): void {
    if ('attributes' in entry) this.open(entry.queue, entry.attributes);
    else if ('put' in entry.change) this.all.get(entry.queue)?.messages.set(entry.change.put.id, entry.change.put);
    else this.all.get(entry.queue)?.messages.delete(entry.change.delete);
  }
  close(): void {
    for (const queue of this.all.values()) queue.close();
    this.journal?.close();
  }
}

function makeQueue(queues: Queues, resource: Resource, endpoint: string): Made {
  const given = resource.properties;
  const name = typeof given['QueueName'] === 'string' ? given['QueueName'] : `${resource.stack}-${resource.logicalId}`.slice(-80);
  if (!/^[A-Za-z0-9_-]{1,80}$/.test(name))
    throw new AwsError('InvalidParameterValue', `${name} is no name for a queue: 1 to 80 letters, digits, hyphens and underscores`);
  const queue = queues.make(name, queueAttributes(given));
  return {
    ref: `${endpoint}/${queues.place.account}/${name}`,
    attributes: { Arn: queue.arn, QueueName: name, QueueUrl: `${endpoint}/${queues.place.account}/${name}` },
  };
}

function makePolicy(queues: Queues, resource: Resource): Made {
  const policy = resource.properties['PolicyDocument'];
  for (const url of resource.properties['Queues'] as string[]) {
    const { arn } = queues.get(url);
    queues.policies.set(arn, `${resource.stack}/${resource.logicalId}`, policy);
  }
  return { ref: resource.logicalId, attributes: { Id: resource.logicalId } };
}

/** A batch needs what its single requests need. */
const actionOf = (operation: string) => `sqs:${operation.replace(/Batch$/, '')}`;

function needs(queues: Queues, request: AwsRequest): Needed[] | undefined {
  const operation = request.target ?? '';
  if (operation === 'ListQueues') return [{ action: 'sqs:ListQueues', resource: '*' }];
  try {
    const body = jsonBody(request);
    const name = body['QueueUrl'] ?? body['QueueName'];
    if (typeof name !== 'string') return undefined;
    return [{ action: actionOf(operation), resource: queues.arnOf(name.slice(name.lastIndexOf('/') + 1)) }];
  } catch {
    return undefined;
  }
}

async function handle(queues: Queues, request: AwsRequest, endpoint: string): Promise<object> {
  const body = jsonBody(request);
  const operation = request.target ?? '';
  const url = (queue: Queue) => `${endpoint}/${queues.place.account}/${queue.name}`;
  if (operation === 'GetQueueUrl') return { QueueUrl: url(queues.get(String(body['QueueName']))) };
  if (operation === 'ListQueues') return { QueueUrls: [...queues.all.values()].map(url) };
  const run = Object.hasOwn(queueOperations, operation) ? queueOperations[operation] : undefined;
  if (run === undefined) throw new AwsError('NotImplemented', `SQS's ${operation} is not supported by the local cloud`, 501);
  if (typeof body['QueueUrl'] !== 'string') throw new AwsError('MissingParameter', 'The request must contain the parameter QueueUrl.');
  return run(queues.get(body['QueueUrl']), body);
}

const recordOf = (message: Message): QueueRecord => ({
  messageId: message.id,
  receiptHandle: message.receipt ?? '',
  body: message.body,
  attributes: systemAttributes(message),
  messageAttributes: Object.fromEntries(
    Object.entries(message.attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        ...(StringValue === undefined ? {} : { stringValue: StringValue }),
        ...(BinaryValue === undefined ? {} : { binaryValue: BinaryValue }),
        stringListValues: [],
        binaryListValues: [],
        dataType: DataType,
      },
    ]),
  ),
  md5OfBody: md5(message.body),
});

export function createSqs(settings: SqsSettings): Sqs {
  const queues = new Queues(settings);
  const close = async () => queues.close();
  return {
    service: {
      names: ['sqs'],
      makes: {
        'AWS::SQS::Queue': async (resource) => makeQueue(queues, resource, settings.endpoint()),
        'AWS::SQS::QueuePolicy': async (resource) => makePolicy(queues, resource),
      },
      needs: (request) => needs(queues, request),
      handle: async (request) => jsonAnswer(await handle(queues, request, settings.endpoint())),
      close,
    },
    receive: async (queue, most) => (await receiveWithin(queues.get(queue), most, 0)).map(recordOf),
    async remove(queue, receiptHandle) {
      queues.get(queue).delete(receiptHandle);
    },
    async send(queue, body, attributes = {}, delaySeconds) {
      const found = queues.get(queue);
      const given = Object.fromEntries(
        Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
      );
      const bytes = Buffer.byteLength(body) + attributesBytes(given);
      if (bytes > found.attributes.maximumMessageBytes)
        throw new AwsError('InvalidParameterValue', `Message must be shorter than ${found.attributes.maximumMessageBytes} bytes.`);
      found.send(body, given, delaySeconds);
    },
    onChange: (queue, listener) => queues.get(queue).onChange(listener),
    resourcePolicies: () => queues.policies.byArn,
    queues: () => [...queues.all.values()].map((queue) => ({ name: queue.name, arn: queue.arn, ...queue.counts() })),
    close,
  };
}
