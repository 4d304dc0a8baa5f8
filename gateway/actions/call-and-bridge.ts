import { wrongHeader } from '../calls/sip-headers.ts';
import type { ActionDefinition, ActionRequest, Failure, Outcome, Parameters } from './contract.ts';
import { audioObject, fields, invalidParameter, invalidTarget, isText, numberWithin, unreadableSound } from './parameters.ts';
import type { Sound } from '../calls/effects.ts';

interface Callee {
  to: string;
  from: string;
  headers: Readonly<Record<string, string>>;
}

const notAnswered: Failure = { kind: 'failed', errorType: 'CallNotAnswered', message: 'Call not answered' };
/** The service names no most; more than fits into the longest wait. */
const endlessly = 100_000;

/**
 * Calls a telephone and connects it with LEG-A. A caller who is not answered yet rings on and is answered with the callee; one who is
 * hears the tone. Whoever hangs up later leaves the other up.
 */
export const callAndBridge: ActionDefinition = {
  type: 'CallAndBridge',
  interruptible: false,
  chatty: true,
  answersCall: 'when-bridged',
  prepare(request) {
    const { parameters, leg, call } = request;
    if (leg.tag !== 'LEG-A') return invalidTarget;
    if (call.legs.some((other) => other.tag === 'LEG-B')) return invalidParameter('Invalid action on the call.');
    const timeoutSeconds = numberWithin(parameters['CallTimeoutSeconds'], { min: 1, max: 120, absent: 30 });
    if (timeoutSeconds === undefined) {
      return invalidParameter('The MaxCallTimeout parameter is invalid. Timeout must be between 0 and 120 seconds.');
    }
    const tone = readTone(parameters['RingbackTone']);
    if (!tone) return { kind: 'failed', errorType: 'InvalidAudioSource', message: 'Ringtone parameter value is invalid.' };
    const callee = readCallee(request);
    if ('kind' in callee) return callee;
    const bridged: Outcome = { kind: 'succeeded', legB: { to: callee.to, from: callee.from } };
    return (stage) => {
      stage.startTimer('timeout', timeoutSeconds * 1000);
      stage.call(callee);
      if (leg.status === 'Connected') stage.play(tone, { repeat: endlessly });
      return {
        calleeAnswered() {
          if (leg.status === 'Connected') return bridged;
          stage.stopTimer('timeout');
          stage.answer();
          return undefined;
        },
        answered: () => bridged,
        calleeEnded: () => notAnswered,
        timer: () => notAnswered,
        played: (end) => (end === 'finished' || end === 'terminated' ? undefined : unreadableSound),
      };
    };
  },
};

function readTone(value: unknown): Sound | undefined {
  return value === undefined || value === null ? { kind: 'ringback' } : audioObject(value);
}

function readCallee({ parameters, leg, call }: ActionRequest): Callee | Failure {
  const endpoints: unknown = parameters['Endpoints'];
  if (!Array.isArray(endpoints) || endpoints.length !== 1) return invalidParameter('Invalid number of endpoints provided.');
  const endpoint = fields(endpoints[0]);
  const to = readUri(endpoint);
  if (to === undefined) return invalidParameter('Endpoint parameter is invalid.');
  const from = parameters['CallerIdNumber'];
  if (from === undefined || from === null) return invalidParameter('Caller ID not defined.');
  if (!isText(from) || !isNumber(from)) return invalidParameter('Invalid caller ID.');
  if (from !== leg.from && !call.owns(from)) {
    return invalidParameter('Provided caller ID number is invalid. It must be owned by the account or be the From number of LEG-A.');
  }
  const headers = readHeaders(parameters, endpoint['BridgeEndpointType'] === 'AWS');
  return 'kind' in headers ? (headers as Failure) : { to, from, headers };
}

/** A number for the telephone network, or the user part of an address behind a Voice Connector. */
function readUri({ BridgeEndpointType: type, Uri: uri, Arn: arn }: Parameters): string | undefined {
  if (!isText(uri)) return undefined;
  const hasArn = arn !== undefined && arn !== null;
  if (type === 'PSTN') return isNumber(uri) && !hasArn ? uri : undefined;
  const named = isText(arn) && /^arn:aws[\w-]*:chime:[\w-]*:\d{12}:vc\w*\/[\w-]+$/.test(arn);
  return type === 'AWS' && named && /^[a-zA-Z0-9&=+$/%_!~*().-]{1,36}$/.test(uri) ? uri : undefined;
}

function readHeaders(parameters: Parameters, allowed: boolean): Readonly<Record<string, string>> | Failure {
  const given = Object.entries(fields(parameters['SipHeaders']));
  const texts = given.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const headers = Object.fromEntries(texts);
  const wrong = texts.length < given.length || (given.length > 0 && !allowed) ? given[0]?.[0] : wrongHeader(headers);
  return wrong === undefined ? headers : invalidParameter(`Invalid SIP header(s) provided: ${wrong.slice(0, 100)}`);
}

const isNumber = (text: string): boolean => /^\+[1-9]\d{1,14}$/.test(text);
