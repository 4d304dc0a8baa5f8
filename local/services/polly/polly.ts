/** Amazon Polly, as far as it is used: SynthesizeSpeech (PCM of 8 kHz; other formats are refused) and DescribeVoices. */
import { Buffer } from 'node:buffer';
import { z } from 'zod';
import { languages, languageNames } from '../../../shared/prompts/language.ts';
import { telephoneRate } from '../../../shared/prompts/sound/shape.ts';
import { voices } from '../../../shared/prompts/voices.ts';
import { AwsError, type AwsAnswer, type AwsRequest, type Service } from '../../contract.ts';
import { languageOfVoice, silentIn, speakOffline } from './offline.ts';

const Synthesis = z.looseObject({
  Text: z.string().min(1).max(3000),
  VoiceId: z.string(),
  OutputFormat: z.string(),
  Engine: z.string().default('standard'),
  SampleRate: z.string().default('16000'),
  TextType: z.enum(['text', 'ssml']).default('text'),
});

const known = languages.flatMap((language) => {
  const voice = voices[language];
  return voice === undefined ? [] : [{ ...voice, language }];
});

function parsed(body: Buffer): z.infer<typeof Synthesis> {
  try {
    return Synthesis.parse(JSON.parse(body.toString('utf8')));
  } catch {
    throw new AwsError('ValidationException', 'The request is not one of SynthesizeSpeech.');
  }
}

async function synthesize(request: AwsRequest): Promise<AwsAnswer> {
  const { Text, VoiceId, OutputFormat, Engine, SampleRate, TextType } = parsed(request.body);
  if (!known.some(({ voiceId }) => voiceId === VoiceId))
    throw new AwsError(
      'ValidationException',
      `The local cloud knows no voice ${VoiceId}; it has ${known.map(({ voiceId }) => voiceId).join(', ')}.`,
    );
  if (!['standard', 'neural'].includes(Engine))
    throw new AwsError('EngineNotSupportedException', 'This voice does not support the selected engine.');
  if (OutputFormat !== 'pcm' || SampleRate !== String(telephoneRate))
    throw new AwsError('InvalidSampleRateException', `The local cloud speaks pcm of ${telephoneRate} Hz only.`);
  const why = silentIn(languageOfVoice(VoiceId));
  if (why !== undefined) throw new AwsError('LanguageNotSupportedException', why);
  const samples = await speakOffline(Text, VoiceId, TextType === 'ssml');
  const body = Buffer.from(Int16Array.from(samples, (value) => Math.round(Math.max(-1, Math.min(1, value)) * 32767)).buffer);
  return { status: 200, headers: { 'content-type': 'audio/pcm', 'x-amzn-requestcharacters': String(Text.length) }, body };
}

function describe(query: URLSearchParams): AwsAnswer {
  const wanted = query.get('LanguageCode');
  const Voices = known
    .filter(({ languageCode }) => wanted === null || wanted === languageCode)
    .map(({ voiceId, engine, languageCode, language }) => ({
      Id: voiceId,
      Name: voiceId,
      Gender: 'Female',
      LanguageCode: languageCode,
      LanguageName: languageNames[language],
      SupportedEngines: [engine],
    }));
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ Voices }) };
}

const isSpeech = ({ method, path }: AwsRequest): boolean => method === 'POST' && path === '/v1/speech';
const isVoices = ({ method, path }: AwsRequest): boolean => method === 'GET' && path === '/v1/voices';

/** The service; it keeps nothing. */
export const polly: Service = {
  names: ['polly'],
  needs(request) {
    if (isSpeech(request)) return [{ action: 'polly:SynthesizeSpeech', resource: '*' }];
    return isVoices(request) ? [{ action: 'polly:DescribeVoices', resource: '*' }] : undefined;
  },
  async handle(request) {
    if (isSpeech(request)) return synthesize(request);
    if (isVoices(request)) return describe(request.query);
    throw new AwsError('UnknownOperationException', `${request.method} ${request.path} of Polly is not supported by the local cloud.`, 404);
  },
};
