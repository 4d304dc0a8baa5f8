import type { ActionDefinition, ActionRequest, Failure, Outcome } from './contract.ts';
import type { RecordingPlan } from '../calls/effects.ts';
import { fields, invalidParameter, invalidTarget, isText, keys, numberWithin, systemFailure } from './parameters.ts';

/**
 * Records what a leg says, until one of the keys is pressed, the time is over, or it has been silent for long enough; the WAV file is in
 * its bucket when success is told. A speaker who hangs up leaves the message behind; an update forgets it.
 */
export const recordAudio: ActionDefinition = {
  type: 'RecordAudio',
  interruptible: true,
  chatty: true,
  answersCall: true,
  prepare(request) {
    const { parameters, leg } = request;
    const both = isGiven(parameters['CallId']) && isGiven(parameters['ParticipantTag']);
    if (both || leg.meetingId !== undefined) return invalidTarget;
    const plan = readPlan(request);
    if ('kind' in plan) return plan;
    const terminators = keys(parameters['RecordingTerminators'], []);
    if (!isGiven(parameters['RecordingTerminators']) || !terminators) return wrong('RecordingTerminators');
    const seconds = numberWithin(parameters['DurationInSeconds'], { min: 1, absent: 0 });
    if (seconds === undefined) return wrong('DurationInSeconds');
    return (stage) => {
      let terminator: string | undefined;
      let saving = false;
      stage.record(plan);
      if (seconds > 0) stage.startTimer('duration', Math.min(seconds * 1000, longestTimerMs));
      const save = (): undefined => {
        if (saving) return;
        saving = true;
        stage.stopTimer('duration');
        stage.saveRecording();
      };
      return {
        digit(digit) {
          if (saving || !terminators.includes(digit)) return undefined;
          terminator = digit;
          return save();
        },
        timer: save,
        silent: save,
        saved(saved): Outcome {
          if (saved === 'impossible') return systemFailure;
          if (saved === 'refused') return invalidParameter('The recording could not be uploaded to its S3 bucket.');
          const RecordingDestination = { Type: 'S3', BucketName: plan.bucket, Key: plan.key };
          return {
            kind: 'succeeded',
            data: { RecordingDestination, ...(terminator === undefined ? {} : { RecordingTerminatorUsed: terminator }) },
          };
        },
      };
    };
  },
};

/** No timer runs longer: 24 days. */
const longestTimerMs = 2 ** 31 - 1;

function readPlan({ parameters, leg, call }: ActionRequest): RecordingPlan | Failure {
  const { Type: type, BucketName: bucket, Prefix: prefix = '' } = fields(parameters['RecordingDestination']);
  if (type !== 'S3' || !isText(bucket) || typeof prefix !== 'string' || !/^[\w!\-.*'()/]{0,979}$/.test(prefix)) {
    return wrong('RecordingDestination');
  }
  const silenceSeconds = numberWithin(parameters['SilenceDurationInSeconds'], { min: 1, max: 1000, absent: 0 });
  if (silenceSeconds === undefined) return wrong('SilenceDurationInSeconds');
  const threshold = numberWithin(parameters['SilenceThreshold'], { min: 1, max: 1000, absent: 200 });
  if (threshold === undefined) return wrong('SilenceThreshold');
  const key = keyOf(prefix, new Date(call.now()), `${call.transactionId}_${leg.callId}`);
  // The service's pages compare 1 to 1000 with noise in a room; as the amplitude of a sample it spans -90 to -30 dB of full scale.
  return { bucket, key, ...(silenceSeconds === 0 ? {} : { silence: { ms: silenceSeconds * 1000, amplitude: threshold } }) };
}

/** As the service names recordings of calls; what it calls these files after the prefix is not documented. */
function keyOf(prefix: string, at: Date, ids: string): string {
  const [date = '', time = ''] = at.toISOString().replace('Z', '').split('T');
  const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  return `${folder}${date.replaceAll('-', '/')}/${date}-${time.replace(/[:.]/g, '-')}_${ids}.wav`;
}

const wrong = (name: string): Failure => invalidParameter(`${name} parameter is invalid.`);
const isGiven = (value: unknown): boolean => value !== undefined && value !== null;
