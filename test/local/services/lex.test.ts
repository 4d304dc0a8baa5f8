/** Bots as the templates make them: who may talk to them, how many at once, and what they make of keys and words. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { BotSession } from '../../../gateway/contract.ts';
import { defaultPlace, type Resource } from '../../../local/contract.ts';
import { createJudge } from '../../../local/iam/judge.ts';
import { readPolicy } from '../../../local/iam/policy.ts';
import { createLex, type Lex } from '../../../local/services/lex/lex.ts';

const place = defaultPlace;
const resource = (type: string, logicalId: string, properties: Record<string, unknown>): Resource => ({
  stack: 's',
  logicalId,
  type,
  properties,
});
const utterances = (...all: string[]) => all.map((Utterance) => ({ Utterance }));
const locale = {
  LocaleId: 'en_US',
  NluConfidenceThreshold: 0.4,
  VoiceSettings: { VoiceId: 'Joanna' },
  Intents: [
    { Name: 'technical', SampleUtterances: utterances('technical support', '2') },
    { Name: 'billing', SampleUtterances: utterances('billing', '3') },
    { Name: 'FallbackIntent', ParentIntentSignature: 'AMAZON.FallbackIntent' },
  ],
};

let lex: Lex;
let arn: string;
const heard: string[][] = [];
const make = async (type: string, logicalId: string, properties: Record<string, unknown>) => {
  const made = await lex.service.makes?.[type]?.(resource(type, logicalId, properties));
  if (made === undefined) throw new Error(`nobody makes ${type}`);
  return made;
};
const session = (more: Partial<BotSession> = {}): BotSession => ({
  sessionId: 'leg',
  botAliasArn: arn,
  localeId: 'en_US',
  attributes: { a: 'b' },
  ...more,
});

beforeEach(async () => {
  heard.length = 0;
  const judge = createJudge(place, () => undefined);
  const recogniser = {
    warm: () => undefined,
    hear: async (phrases: readonly string[]) => (heard.push([...phrases]), 'technical support'),
    close: async () => undefined,
  };
  lex = createLex({ place, judge, recogniser, log: () => undefined });
  judge.resourcePolicies.push((of) => (lex.resourcePolicies().get(of) ?? []).flatMap((document) => readPolicy(document, of)));
  const role = await judge.makes['AWS::IAM::Role']?.(
    resource('AWS::IAM::Role', 'Role', {
      RoleName: 'voice',
      Policies: [{ PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'polly:SynthesizeSpeech', Resource: '*' }] } }],
    }),
  );
  const bot = await make('AWS::Lex::Bot', 'Bot', {
    Name: 'main-menu',
    RoleArn: role?.attributes['Arn'],
    DataPrivacy: { ChildDirected: false },
    IdleSessionTTLInSeconds: 60,
    AutoBuildBotLocales: true,
    BotLocales: [locale],
  });
  const version = await make('AWS::Lex::BotVersion', 'Version', {
    BotId: bot.ref,
    BotVersionLocaleSpecification: [{ LocaleId: 'en_US', BotVersionLocaleDetails: { SourceBotVersion: 'DRAFT' } }],
  });
  const alias = await make('AWS::Lex::BotAlias', 'Alias', {
    BotId: bot.ref,
    BotAliasName: 'live',
    BotVersion: version.attributes['BotVersion'],
    BotAliasLocaleSettings: [{ LocaleId: 'en_US', BotAliasLocaleSetting: { Enabled: true } }],
  });
  arn = alias.attributes['Arn'] ?? '';
});

const allow = () =>
  make('AWS::Lex::ResourcePolicy', 'Policy', {
    ResourceArn: arn,
    Policy: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'voiceconnector.chime.amazonaws.com' },
          Action: 'lex:StartConversation',
          Resource: arn,
          Condition: { StringEquals: { 'aws:SourceAccount': place.account } },
        },
      ],
    },
  });
const intent = async (input: Parameters<Lex['understand']>[1]) => {
  const answer = await lex.understand(session(), input);
  return answer.kind === 'understood' ? answer.result.SessionState.Intent.Name : answer.errorType;
};

describe('a conversation', () => {
  test('needs the permission of the alias, the alias, and its locale', async () => {
    expect(await lex.begin(session())).toMatchObject({ kind: 'refused', errorType: 'ResourceAccessDenied' });
    await allow();
    expect(await lex.begin(session())).toEqual({ kind: 'ready', voiceId: 'Joanna' });
    expect(await lex.begin(session({ localeId: 'hu_HU' }))).toMatchObject({ errorType: 'ResourceNotFound' });
    expect(await lex.begin(session({ botAliasArn: `${arn}X` }))).toMatchObject({ errorType: 'ResourceNotFound' });
  });
  test('is refused beyond the quota, until another one is over', async () => {
    await allow();
    lex.quota = 1;
    const first = session();
    await lex.begin(first);
    expect(await lex.begin(session())).toMatchObject({ errorType: 'ActionExecutionThrottled' });
    lex.end(first);
    expect(await lex.begin(session())).toMatchObject({ kind: 'ready' });
  });
});

describe('a bot', () => {
  test('takes keys as text, and words by its sample utterances', async () => {
    expect(await intent({ text: '3' })).toBe('billing');
    expect(await intent({ speech: new Int16Array(8000) })).toBe('technical');
    expect(heard).toEqual([['technical support', '2', 'billing', '3']]);
  });
  test('falls back on everything else', async () => {
    expect([await intent({ text: '9' }), await intent({ text: '' }), await intent('nothing')]).toEqual(Array(3).fill('FallbackIntent'));
  });
  test('gives the attributes back', async () => {
    expect(await lex.understand(session(), { text: '2' })).toMatchObject({
      result: { SessionId: 'leg', SessionState: { SessionAttributes: { a: 'b' } } },
    });
  });
  test('with slots is refused by name', async () => {
    const Intents = [{ Name: 'x', Slots: [] }];
    const properties = {
      Name: 'x',
      RoleArn: 'r',
      DataPrivacy: { ChildDirected: false },
      IdleSessionTTLInSeconds: 60,
      AutoBuildBotLocales: true,
    };
    await expect(make('AWS::Lex::Bot', 'Other', { ...properties, BotLocales: [{ ...locale, Intents }] })).rejects.toThrow(/Slots/);
  });
});
