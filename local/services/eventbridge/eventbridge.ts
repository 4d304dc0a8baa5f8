/** EventBridge on one machine: buses, rules by pattern or schedule, deliveries to functions and queues. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
  AwsError,
  defaultPlace,
  type AwsRequest,
  type Invoke,
  type Made,
  type Needed,
  type Place,
  type Resource,
  type Service,
} from '../../contract.ts';
import { jsonAnswer, jsonBody } from '../body.ts';
import { deliver, type DeliverySettings } from './deliver.ts';
import { checkPattern, matches, type Pattern } from './pattern.ts';
import { readSchedule, type Schedule } from './schedule.ts';
import { inputOf } from './transform.ts';

/** An event as targets receive it. */
export interface BusEvent extends Record<string, unknown> {
  version: '0';
  id: string;
  'detail-type': string;
  source: string;
  account: string;
  time: string;
  region: string;
  resources: string[];
  detail: unknown;
}

export interface EventBridgeSettings {
  place?: Place;
  invoke: Invoke;
  send: DeliverySettings['send'];
  now?: () => number;
  /** Default a second, where the service begins with longer pauses. */
  retryPauseMs?: number;
  log?: (line: string) => void;
}
export interface EventBridge {
  service: Service;
  /** Calls `listener` with every event that was put on a bus; gives the function that ends it. */
  onEvent(listener: (bus: string, event: BusEvent) => void): () => void;
  /** Starts schedules; call it when all is made. */
  start(): void;
  /** Resolves when no delivery is under way. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

const Target = z.strictObject({
  Id: z.string(),
  Arn: z.string().regex(/^arn:aws:(lambda|sqs):/, 'only functions and queues are supported as targets'),
  Input: z.string().optional(),
  InputPath: z.string().optional(),
  InputTransformer: z.object({ InputPathsMap: z.record(z.string(), z.string()).optional(), InputTemplate: z.string() }).optional(),
  DeadLetterConfig: z.object({ Arn: z.string().optional() }).optional(),
  RetryPolicy: z
    .object({
      MaximumRetryAttempts: z.coerce.number().int().min(0).max(185).optional(),
      MaximumEventAgeInSeconds: z.coerce.number().min(60).max(86_400).optional(),
    })
    .optional(),
});
const RuleProperties = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().optional(),
  EventBusName: z.string().default('default'),
  EventPattern: z.unknown().optional(),
  ScheduleExpression: z.string().optional(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Targets: z.array(Target).max(5).default([]),
  Tags: z.unknown().optional(),
});
interface Rule {
  arn: string;
  bus: string;
  pattern?: Pattern;
  schedule?: Schedule;
  enabled: boolean;
  targets: z.infer<typeof Target>[];
}

const Entry = z.object({
  Source: z.string().min(1),
  DetailType: z.string().min(1),
  Detail: z.string(),
  EventBusName: z.string().default('default'),
  Resources: z.array(z.string()).default([]),
  Time: z.number().optional(),
});
const maxBytes = 1_048_576;

class Buses {
  readonly buses = new Set(['default']);
  readonly rules = new Map<string, Rule>();
  readonly listeners = new Set<(bus: string, event: BusEvent) => void>();
  readonly place: Place;
  readonly now: () => number;
  private readonly delivery: DeliverySettings;
  private readonly running = new Set<Promise<void>>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly stopped = new AbortController();

  constructor(settings: EventBridgeSettings) {
    this.place = settings.place ?? defaultPlace;
    this.now = settings.now ?? Date.now;
    const { invoke, send, retryPauseMs = 1000, log = () => undefined } = settings;
    this.delivery = { invoke, send, retryPauseMs, log, signal: this.stopped.signal };
  }
  arn(kind: string, name: string): string {
    return `arn:aws:events:${this.place.region}:${this.place.account}:${kind}/${name}`;
  }
  busName(nameOrArn: string): string {
    return nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);
  }
  private event(source: string, detailType: string, detail: unknown, resources: string[], time: number): BusEvent {
    const { account, region } = this.place;
    return {
      version: '0',
      id: randomUUID(),
      'detail-type': detailType,
      source,
      account,
      time: new Date(time).toISOString().replace(/\.\d+Z$/, 'Z'),
      region,
      resources,
      detail,
    };
  }
  /** One entry of PutEvents; gives the event's id or why it was refused. */
  put(given: unknown): object {
    const parsed = Entry.safeParse(given);
    if (!parsed.success) return { ErrorCode: 'InvalidArgument', ErrorMessage: z.prettifyError(parsed.error) };
    const { Source, DetailType, Detail, EventBusName, Resources, Time } = parsed.data;
    if (Source.startsWith('aws.')) return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
    const bus = this.busName(EventBusName);
    if (!this.buses.has(bus)) return { ErrorCode: 'ResourceNotFoundException', ErrorMessage: `Event bus ${bus} does not exist.` };
    let detail: unknown;
    try {
      detail = JSON.parse(Detail);
    } catch {
      detail = undefined;
    }
    if (typeof detail !== 'object' || detail === null || Array.isArray(detail))
      return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
    const event = this.event(Source, DetailType, detail, Resources, Time === undefined ? this.now() : Time * 1000);
    for (const listener of this.listeners) listener(bus, event);
    for (const rule of this.rules.values()) {
      if (rule.bus === bus && rule.enabled && rule.pattern !== undefined && matches(rule.pattern, event)) this.fire(rule, event);
    }
    return { EventId: event.id };
  }
  private fire(rule: Rule, event: BusEvent): void {
    for (const target of rule.targets) {
      const work = deliver(
        {
          targetArn: target.Arn,
          ruleArn: rule.arn,
          input: inputOf(target as Parameters<typeof inputOf>[0], event, rule.arn),
          maximumAttempts: target.RetryPolicy?.MaximumRetryAttempts ?? 185,
          maximumAgeMs: (target.RetryPolicy?.MaximumEventAgeInSeconds ?? 86_400) * 1000,
          ...(target.DeadLetterConfig?.Arn === undefined ? {} : { deadLetterArn: target.DeadLetterConfig.Arn }),
        },
        this.delivery,
      ).finally(() => this.running.delete(work));
      this.running.add(work);
    }
  }
  start(): void {
    for (const name of this.rules.keys()) this.arm(name);
  }
  private arm(name: string): void {
    clearTimeout(this.timers.get(name));
    const rule = this.rules.get(name);
    const next = rule?.enabled === true ? rule.schedule?.(this.now()) : undefined;
    if (rule === undefined || next === undefined) return;
    // Timers reach 24 days; a later instant is looked at again on the way.
    const wait = Math.min(next - this.now(), 2 ** 31 - 1);
    const timer = setTimeout(() => {
      if (this.now() >= next) this.fire(rule, this.event('aws.events', 'Scheduled Event', {}, [rule.arn], next));
      this.arm(name);
    }, wait).unref();
    this.timers.set(name, timer);
  }
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled(this.running);
  }
  async close(): Promise<void> {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.stopped.abort();
    await this.idle();
  }
}

function makeBus(buses: Buses, { properties, logicalId }: Resource): Made {
  const name = typeof properties['Name'] === 'string' ? properties['Name'] : logicalId;
  buses.buses.add(name);
  return { ref: name, attributes: { Name: name, Arn: buses.arn('event-bus', name) } };
}

function makeRule(buses: Buses, resource: Resource): Made {
  const given = RuleProperties.parse(resource.properties);
  const name = given.Name ?? `${resource.stack}-${resource.logicalId}`.slice(-64);
  const bus = buses.busName(given.EventBusName);
  if (!buses.buses.has(bus)) throw new AwsError('ResourceNotFoundException', `Event bus ${bus} does not exist.`);
  if ((given.EventPattern === undefined) === (given.ScheduleExpression === undefined)) {
    throw new AwsError(
      'NotImplemented',
      `The rule ${name} needs an event pattern or a schedule; both at once are not supported by the local cloud`,
      501,
    );
  }
  const arn = buses.arn('rule', bus === 'default' ? name : `${bus}/${name}`);
  const pattern = typeof given.EventPattern === 'string' ? (JSON.parse(given.EventPattern) as unknown) : given.EventPattern;
  buses.rules.set(name, {
    arn,
    bus,
    enabled: given.State === 'ENABLED',
    targets: given.Targets,
    ...(pattern === undefined ? {} : { pattern: checkPattern(pattern) }),
    ...(given.ScheduleExpression === undefined ? {} : { schedule: readSchedule(given.ScheduleExpression, buses.now()) }),
  });
  return { ref: bus === 'default' ? name : `${bus}|${name}`, attributes: { Arn: arn } };
}

function putEvents(buses: Buses, body: Record<string, unknown>): object {
  const entries = body['Entries'];
  if (!Array.isArray(entries) || entries.length < 1 || entries.length > 10) {
    throw new AwsError(
      'ValidationException',
      "1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length between 1 and 10",
    );
  }
  if (Buffer.byteLength(JSON.stringify(entries)) > maxBytes + 4096)
    throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.');
  const answers = (entries as unknown[]).map((entry) => buses.put(entry));
  return { FailedEntryCount: answers.filter((answer) => 'ErrorCode' in answer).length, Entries: answers };
}

function needs(buses: Buses, request: AwsRequest): Needed[] | undefined {
  if (request.target !== 'PutEvents') return [{ action: `events:${request.target ?? ''}`, resource: '*' }];
  try {
    const entries = jsonBody(request)['Entries'] as Record<string, unknown>[];
    return entries.map(({ EventBusName = 'default', Source, DetailType }) => ({
      action: 'events:PutEvents',
      resource: buses.arn('event-bus', buses.busName(String(EventBusName))),
      context: { 'events:source': String(Source), 'events:detail-type': String(DetailType) },
    }));
  } catch {
    return undefined;
  }
}

export function createEventBridge(settings: EventBridgeSettings): EventBridge {
  const buses = new Buses(settings);
  const close = () => buses.close();
  return {
    service: {
      names: ['events'],
      makes: {
        'AWS::Events::EventBus': async (resource) => makeBus(buses, resource),
        'AWS::Events::Rule': async (resource) => makeRule(buses, resource),
      },
      needs: (request) => needs(buses, request),
      async handle(request) {
        if (request.target !== 'PutEvents')
          throw new AwsError('NotImplemented', `EventBridge's ${request.target ?? ''} is not supported by the local cloud`, 501);
        return jsonAnswer(putEvents(buses, jsonBody(request)), '1.1');
      },
      close,
    },
    onEvent(listener) {
      buses.listeners.add(listener);
      return () => void buses.listeners.delete(listener);
    },
    start: () => buses.start(),
    idle: () => buses.idle(),
    close,
  };
}
