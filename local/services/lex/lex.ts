/** Lex V2: bots of the templates, with a recogniser of this machine behind them. Only telephony talks to them. */
import { createHash } from 'node:crypto';
import type { Bots, BotInput, BotRefusal, BotSession } from '../../../gateway/contract.ts';
import type { Recogniser } from '../../../gateway/speech/recogniser.ts';
import { AwsError, type Made, type Place, type Resource, type Service } from '../../contract.ts';
import type { Judge } from '../../iam/judge.ts';
import { ResourcePolicies } from '../resource-policies.ts';
import { Bot, BotAlias, BotVersion, read, ResourcePolicy, type Locale } from './shapes.ts';
import { understand, utterancesOf } from './understand.ts';

interface Alias {
  roleArn: string;
  locales: Locale[];
}
export interface LexSettings {
  place: Place;
  judge: Judge;
  recogniser: Recogniser;
  log: (line: string) => void;
}
export interface Lex extends Bots {
  service: Pick<Service, 'makes' | 'removes'>;
  /** Policies of aliases, by their ARN. */
  resourcePolicies(): ReadonlyMap<string, unknown[]>;
  /** How many conversations may be at the same time: 0 is what an account has until it asks for more. */
  quota: number;
  close(): Promise<void>;
}

/** Telephony, and the service that may use a bot's role. */
const telephony = { kind: 'service', principal: 'voiceconnector.chime.amazonaws.com' } as const;
/** Languages of the recogniser's model. */
const isHeard = ({ LocaleId }: Locale): boolean => LocaleId.startsWith('en_');

const refusal = (errorType: BotRefusal['errorType'], message: string): BotRefusal => ({ kind: 'refused', errorType, message });
/** Ten capitals and digits, the same at each start. */
const idOf = ({ stack, logicalId }: Resource): string =>
  createHash('sha256').update(`${stack}/${logicalId}`).digest('hex').slice(0, 10).toUpperCase();

/** Makes bots, and snapshots of them: what an alias names stays as it was when its version was made. */
function registry({ place }: LexSettings) {
  const drafts = new Map<string, Bot>();
  const versions = new Map<string, Bot>();
  const aliases = new Map<string, Alias>();
  const policies = new ResourcePolicies();
  const arn = (kind: string, id: string): string => `arn:aws:lex:${place.region}:${place.account}:${kind}/${id}`;
  const makes: NonNullable<Service['makes']> = {
    async 'AWS::Lex::Bot'(resource): Promise<Made> {
      const id = idOf(resource);
      drafts.set(id, read(Bot, resource.properties));
      return { ref: id, attributes: { Id: id, Arn: arn('bot', id) } };
    },
    async 'AWS::Lex::BotVersion'(resource): Promise<Made> {
      const { BotId } = read(BotVersion, resource.properties);
      const draft = drafts.get(BotId);
      if (draft === undefined) throw new Error(`there is no bot ${BotId}`);
      const version = String(Number.parseInt(idOf(resource).slice(0, 6), 16));
      versions.set(`${BotId}|${version}`, draft);
      return { ref: `${BotId}|${version}`, attributes: { BotVersion: version } };
    },
    async 'AWS::Lex::BotAlias'(resource): Promise<Made> {
      const { BotId, BotVersion: version, BotAliasLocaleSettings } = read(BotAlias, resource.properties);
      const bot = versions.get(`${BotId}|${version}`);
      if (bot === undefined) throw new Error(`the bot ${BotId} has no version ${version}`);
      const enabled = BotAliasLocaleSettings.filter(({ BotAliasLocaleSetting: { Enabled } }) => Enabled).map(({ LocaleId }) => LocaleId);
      const id = idOf(resource);
      const aliasArn = arn('bot-alias', `${BotId}/${id}`);
      aliases.set(aliasArn, { roleArn: bot.RoleArn, locales: bot.BotLocales.filter(({ LocaleId }) => enabled.includes(LocaleId)) });
      return { ref: `${id}|${BotId}`, attributes: { Arn: aliasArn, BotAliasId: id, BotAliasStatus: 'Available' } };
    },
    async 'AWS::Lex::ResourcePolicy'(resource): Promise<Made> {
      const { ResourceArn, Policy } = read(ResourcePolicy, resource.properties);
      const id = idOf(resource);
      policies.set(ResourceArn, id, Policy);
      return { ref: id, attributes: { Id: id, RevisionId: '1' } };
    },
  };
  const removes: NonNullable<Service['removes']> = {
    'AWS::Lex::Bot': async (_resource, { ref }) => void drafts.delete(ref),
    'AWS::Lex::BotVersion': async (_resource, { ref }) => void versions.delete(ref),
    'AWS::Lex::BotAlias': async (_resource, { attributes }) => void aliases.delete(attributes['Arn'] ?? ''),
    'AWS::Lex::ResourcePolicy': async () => undefined,
  };
  return { makes, removes, aliases, policies };
}

/** Bots without any conversation yet. */
export function createLex(settings: LexSettings): Lex {
  const { place, judge, recogniser, log } = settings;
  const { makes, removes, aliases, policies } = registry(settings);
  const talking = new Set<BotSession>();

  const localeOf = ({ botAliasArn, localeId }: BotSession): Locale | undefined =>
    aliases.get(botAliasArn)?.locales.find(({ LocaleId }) => LocaleId === localeId);

  /** Undefined when telephony may talk to the bot, and the bot may speak. */
  function refused({ botAliasArn }: BotSession, { roleArn }: Alias): BotRefusal | undefined {
    try {
      judge.demand(telephony, [
        { action: 'lex:StartConversation', resource: botAliasArn, context: { 'aws:SourceAccount': place.account } },
      ]);
      judge.demand({ kind: 'role', roleArn, functionName: 'lex' }, [{ action: 'polly:SynthesizeSpeech', resource: '*' }]);
      return undefined;
    } catch (fault) {
      if (fault instanceof AwsError) return refusal('ResourceAccessDenied', fault.message);
      throw fault;
    }
  }

  async function textOf(locale: Locale, input: BotInput): Promise<string | undefined> {
    if (input === 'nothing') return undefined;
    if ('text' in input) return input.text;
    return isHeard(locale) ? recogniser.hear(utterancesOf(locale), input.speech) : undefined;
  }

  const lex: Lex = {
    service: { makes, removes },
    resourcePolicies: () => policies.byArn,
    quota: 100,
    async begin(session) {
      const alias = aliases.get(session.botAliasArn);
      const locale = localeOf(session);
      if (alias === undefined || locale === undefined) return refusal('ResourceNotFound', 'The bot alias or its locale was not found.');
      const denied = refused(session, alias);
      if (denied !== undefined) return denied;
      if (talking.size >= lex.quota) return refusal('ActionExecutionThrottled', 'Too many conversations with bots at the same time.');
      talking.add(session);
      recogniser.warm();
      return { kind: 'ready', voiceId: locale.VoiceSettings?.VoiceId ?? 'Joanna' };
    },
    async understand(session, input) {
      const locale = localeOf(session);
      if (locale === undefined) return refusal('ResourceNotFound', 'The bot alias or its locale was not found.');
      try {
        return { kind: 'understood', result: understand(locale, session, await textOf(locale, input)) };
      } catch (fault) {
        log(`The recogniser failed: ${fault instanceof Error ? fault.message : String(fault)}`);
        return refusal('SystemException', 'System error while running action');
      }
    },
    end: (session) => void talking.delete(session),
    close: () => recogniser.close(),
  };
  return lex;
}
