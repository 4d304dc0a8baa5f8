/**
 * The contract of SIP media applications: events in, actions out (Amazon Chime SDK Developer Guide, "Using the PSTN Audio
 * service"). The functions answer by it and the gateway speaks it; neither side may assume more than stands here.
 */
import { z } from 'zod';

export const participantTags = ['LEG-A', 'LEG-B'] as const;
export const ParticipantTag = z.enum(participantTags);
export type ParticipantTag = z.infer<typeof ParticipantTag>;

export const Participant = z.looseObject({
  CallId: z.string(),
  ParticipantTag,
  To: z.string(),
  From: z.string(),
  Direction: z.enum(['Inbound', 'Outbound']),
  StartTimeInMilliseconds: z.string().optional(),
  /** Missing before the leg is answered. */
  Status: z.enum(['Connected', 'Disconnected']).optional(),
  SipHeaders: z.record(z.string(), z.string()).optional(),
});
export type Participant = z.infer<typeof Participant>;

export const eventTypes = [
  'NEW_INBOUND_CALL',
  'NEW_OUTBOUND_CALL',
  'RINGING',
  'CALL_ANSWERED',
  'ACTION_SUCCESSFUL',
  'ACTION_FAILED',
  'ACTION_INTERRUPTED',
  'DIGITS_RECEIVED',
  'CALL_UPDATE_REQUESTED',
  'HANGUP',
  'INVALID_LAMBDA_RESPONSE',
] as const;
export type EventType = (typeof eventTypes)[number];

/** What a Lex V2 bot made of what a caller said or pressed. `FallbackIntent`: nothing that it knows. */
export const IntentResult = z.looseObject({
  SessionId: z.string().optional(),
  SessionState: z.looseObject({
    SessionAttributes: z.record(z.string(), z.string()).optional(),
    Intent: z.looseObject({
      Name: z.string(),
      Slots: z.record(z.string(), z.unknown()).nullish(),
      State: z.enum(['Failed', 'Fulfilled', 'ReadyForFulfillment']).optional(),
      ConfirmationState: z.string().optional(),
    }),
  }),
  Interpretations: z.array(z.looseObject({ NluConfidence: z.looseObject({ Score: z.number() }).optional() })).optional(),
});
export type IntentResult = z.infer<typeof IntentResult>;
export const fallbackIntent = 'FallbackIntent';

export const TelephonyEvent = z.looseObject({
  SchemaVersion: z.literal('1.0'),
  Sequence: z.number().int(),
  InvocationEventType: z.enum(eventTypes),
  ActionData: z
    .looseObject({
      Type: z.string().optional(),
      Parameters: z.looseObject({}).optional(),
      ReceivedDigits: z.string().optional(),
      /** Of RecordAudio; without a terminator when time or silence ended it. */
      RecordingDestination: z.looseObject({ BucketName: z.string(), Key: z.string() }).optional(),
      RecordingTerminatorUsed: z.string().optional(),
      /** Of StartBotConversation. */
      IntentResult: IntentResult.optional().catch(undefined),
      ErrorType: z.string().optional(),
      ErrorMessage: z.string().optional(),
      Error: z.string().optional(),
    })
    .optional(),
  ErrorType: z.string().optional(),
  ErrorMessage: z.string().optional(),
  CallDetails: z.looseObject({
    TransactionId: z.string(),
    TransactionAttributes: z.record(z.string(), z.string()).optional(),
    AwsAccountId: z.string().optional(),
    AwsRegion: z.string().optional(),
    SipRuleId: z.string().optional(),
    SipMediaApplicationId: z.string().optional(),
    Participants: z.array(Participant),
  }),
});
export type TelephonyEvent = z.infer<typeof TelephonyEvent>;

const Target = { CallId: z.string().optional(), ParticipantTag: ParticipantTag.optional() };
export const AudioSource = z.strictObject({ Type: z.literal('S3'), BucketName: z.string().min(1), Key: z.string().min(1) });
export type AudioSource = z.infer<typeof AudioSource>;
const Key = z.string().regex(/^[0-9#*]$/);
const whole = z.coerce.number().int();
const Speech = {
  Text: z.string().min(1).max(1000),
  Engine: z.enum(['standard', 'neural']).optional(),
  LanguageCode: z.string().optional(),
  TextType: z.enum(['text', 'ssml']).optional(),
  VoiceId: z.string().optional(),
};
const Collect = {
  InputDigitsRegex: z.string().optional(),
  MinNumberOfDigits: whole.min(0).optional(),
  MaxNumberOfDigits: whole.min(1).max(128).optional(),
  TerminatorDigits: z.array(Key).optional(),
  InBetweenDigitsDurationInMilliseconds: whole.positive().optional(),
  Repeat: whole.positive().optional(),
  RepeatDurationInMilliseconds: whole.positive(),
};
const E164 = z.string().regex(/^\+[1-9]\d{1,14}$/);
const Bridge = z.discriminatedUnion('BridgeEndpointType', [
  z.strictObject({ BridgeEndpointType: z.literal('PSTN'), Uri: E164 }),
  z.strictObject({
    BridgeEndpointType: z.literal('AWS'),
    Uri: z.string().regex(/^[a-zA-Z0-9&=+$/%_!~*().-]{1,36}$/),
    Arn: z.string().min(1),
  }),
]);
const action = <T extends string, P extends z.ZodRawShape>(type: T, parameters: P) =>
  z.strictObject({ Type: z.literal(type), Parameters: z.strictObject(parameters) });

/** How a Lex V2 bot's alias is named: `arn:aws:lex:<Region>:<account>:bot-alias/<bot>/<alias>`. */
export const botAliasArn = /^arn:aws[\w-]*:lex:[\w-]+:\d{12}:bot-alias\/[0-9A-Z]+\/[0-9A-Z]+$/;

/** The actions that our flows use and that the gateway runs. The others of the contract are refused by name. */
export const Action = z.discriminatedUnion('Type', [
  action('PlayAudio', { AudioSource, PlaybackTerminators: z.array(Key).optional(), Repeat: whole.positive().optional(), ...Target }),
  action('PlayAudioAndGetDigits', { AudioSource, FailureAudioSource: AudioSource, ...Collect, ...Target }),
  action('Speak', { ...Speech, ...Target }),
  action('SpeakAndGetDigits', {
    SpeechParameters: z.strictObject(Speech),
    FailureSpeechParameters: z.strictObject(Speech),
    ...Collect,
    ...Target,
  }),
  action('ReceiveDigits', {
    InputDigitsRegex: z.string(),
    InBetweenDigitsDurationInMilliseconds: whole.positive(),
    FlushDigitsDurationInMilliseconds: whole.positive(),
    ...Target,
  }),
  action('Pause', { DurationInMilliseconds: whole.min(100).max(30_000), ...Target }),
  action('JoinChimeMeeting', { JoinToken: z.string().min(1), MeetingId: z.string().min(1), ...Target }),
  action('ModifyChimeMeetingAttendees', {
    Operation: z.enum(['Mute', 'Unmute']),
    MeetingId: z.string().min(1),
    AttendeeList: z.array(z.string()).min(1).max(100),
    ...Target,
  }),
  action('CallAndBridge', {
    Endpoints: z.array(Bridge).length(1),
    /** A number of the account, or that of LEG-A. */
    CallerIdNumber: E164,
    CallTimeoutSeconds: whole.min(1).max(120).optional(),
    RingbackTone: AudioSource.optional(),
    SipHeaders: z.record(z.string(), z.string()).optional(),
    ...Target,
  }),
  /** A comma is half a second of silence. */
  action('SendDigits', {
    CallId: z.string(),
    Digits: z.string().regex(/^[0-9*#A-D,]{1,50}$/),
    ToneDurationInMilliseconds: whole.min(50).max(24_000).optional(),
  }),
  action('RecordAudio', {
    RecordingDestination: z.strictObject({ Type: z.literal('S3'), BucketName: z.string().min(1), Prefix: z.string().max(979).optional() }),
    RecordingTerminators: z.array(Key),
    DurationInSeconds: whole.positive().optional(),
    SilenceDurationInSeconds: whole.min(1).max(1000).optional(),
    SilenceThreshold: whole.min(1).max(1000).optional(),
    ...Target,
  }),
  /** A conversation with a Lex V2 bot; LEG-A only, neither bridged nor in a meeting. Welcome messages need `ElicitIntent`. */
  action('StartBotConversation', {
    BotAliasArn: z.string().regex(botAliasArn),
    LocaleId: z
      .string()
      .regex(/^[a-z]{2}_[A-Z0-9]{2,3}$/)
      .optional(),
    Configuration: z
      .strictObject({
        SessionState: z
          .strictObject({
            SessionAttributes: z.record(z.string(), z.string()).optional(),
            DialogAction: z.strictObject({ Type: z.enum(['Delegate', 'ElicitIntent']) }).optional(),
          })
          .optional(),
        WelcomeMessages: z
          .array(z.strictObject({ Content: z.string().min(1).max(1024), ContentType: z.enum(['PlainText', 'SSML']) }))
          .min(1)
          .max(5)
          .optional(),
      })
      .optional(),
    ...Target,
  }),
  action('Hangup', { SipResponseCode: z.enum(['0', '480', '486']).optional(), ...Target }),
]);
export type Action = z.infer<typeof Action>;

/** All eighteen action types of the service, whether we run them or not. */
export const actionTypes = [
  'CallAndBridge',
  'Hangup',
  'JoinChimeMeeting',
  'ModifyChimeMeetingAttendees',
  'Pause',
  'PlayAudio',
  'PlayAudioAndGetDigits',
  'ReceiveDigits',
  'RecordAudio',
  'SendDigits',
  'Speak',
  'SpeakAndGetDigits',
  'StartBotConversation',
  'StartCallRecording',
  'StopCallRecording',
  'PauseCallRecording',
  'ResumeCallRecording',
  'VoiceFocus',
] as const;

/** The service's limits on one answer and one call. */
export const limits = {
  actionsPerAnswer: 10,
  invocationsPerCall: 1000,
  attributes: 100,
  attributeBytes: 20 * 1024,
  repeatAfterMs: 5000,
  giveUpAfterMs: 20_000,
  speechCharacters: 1000,
  digits: 128,
  botConfigurationBytes: 10 * 1024,
} as const;

export const TelephonyAnswer = z.strictObject({
  SchemaVersion: z.literal('1.0'),
  Actions: z.array(Action).max(limits.actionsPerAnswer),
  TransactionAttributes: z.record(z.string(), z.string()).optional(),
});
export type TelephonyAnswer = z.infer<typeof TelephonyAnswer>;
