/** CreateSipMediaApplicationCall and UpdateSipMediaApplicationCall. */
import type { Calls } from '../calls/calls.ts';
import { numberOf } from '../calls/calls.ts';
import { rateLimit } from '../calls/rate.ts';
import { wrongHeader } from '../calls/sip-headers.ts';
import type { ApiAnswer, ApiRequest, Quotas } from '../contract.ts';
import { applicationOf } from './applications.ts';
import { parsed } from './parsed.ts';
import { Refusal } from './refusal.ts';
import type { Registry } from './registry.ts';
import { CreateCall, UpdateCall } from './shapes.ts';

export interface CallsApi {
  create(request: ApiRequest, applicationId: string): ApiAnswer;
  update(request: ApiRequest, applicationId: string, transactionId: string): ApiAnswer;
}

/** The two operations on calls, with their rate quotas. */
export function callsApi(place: { registry: Registry; calls: Calls; quotas: Quotas; now: () => number }): CallsApi {
  const { registry, calls, quotas, now } = place;
  const mayCreate = rateLimit(quotas.createCallsPerSecond, now);
  const mayUpdate = rateLimit(quotas.updateCallsPerSecond, now);
  return {
    create(request, applicationId) {
      if (!mayCreate()) throw new Refusal('ThrottledClientException', 'Too many requests: CreateSipMediaApplicationCall.');
      const { FromPhoneNumber, ToPhoneNumber, SipHeaders, ArgumentsMap } = parsed(CreateCall, request.body);
      const application = applicationOf(registry, applicationId);
      const from = numberOf(FromPhoneNumber);
      if (!owned(registry, from)) throw new Refusal('BadRequestException', 'FromPhoneNumber is not a phone number of this account.');
      judgeHeaders(SipHeaders ?? {});
      const transactionId = calls.create({
        taker: { applicationId, functionArn: application.Endpoints[0]?.LambdaArn ?? '' },
        from,
        to: numberOf(ToPhoneNumber),
        headers: SipHeaders ?? {},
        ...(ArgumentsMap ? { arguments: ArgumentsMap } : {}),
      });
      if (transactionId === undefined) throw new Refusal('BadRequestException', 'Concurrent call limits exceeded.');
      return { status: 201, body: { SipMediaApplicationCall: { TransactionId: transactionId } } };
    },
    update(request, applicationId, transactionId) {
      if (!mayUpdate()) throw new Refusal('ThrottledClientException', 'Too many requests: UpdateSipMediaApplicationCall.');
      const { Arguments } = parsed(UpdateCall, request.body);
      applicationOf(registry, applicationId);
      if (!calls.update(applicationId, transactionId, Arguments))
        throw new Refusal('NotFoundException', 'The call does not exist (any more).');
      return { status: 202, body: { SipMediaApplicationCall: { TransactionId: transactionId } } };
    },
  };
}

/** The numbers of the account are those that rules were made for. */
export function owned(registry: Registry, number: string): boolean {
  return [...registry.rules.values()].some((rule) => rule.TriggerType === 'ToPhoneNumber' && rule.TriggerValue === number);
}

function judgeHeaders(headers: Readonly<Record<string, string>>): void {
  const wrong = wrongHeader(headers);
  if (wrong !== undefined) throw new Refusal('BadRequestException', `Invalid SIP header(s) provided: ${wrong.slice(0, 100)}`);
}
