/** A Lex V2 bot for each menu of a flow: its options are the intents, so that a caller may say what they could press. */
import { createHash } from 'node:crypto';
import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lex from 'aws-cdk-lib/aws-lex';
import { Construct } from 'constructs';
import type { Menu } from '../../shared/flows/menus.ts';
import { voices } from '../../shared/flows/spoken.ts';
import { fallbackIntent } from '../../shared/telephony/sma.ts';
import { accept } from '../findings.ts';

/** Who talks to the bots, on behalf of a call. */
const telephony = 'voiceconnector.chime.amazonaws.com';
/** Below this a bot takes what it heard for nothing that it knows. */
const confidence = 0.4;

/** Lex names bots and intents by letters and digits, with single dashes between them. */
const isName = (name: string): boolean => /^([0-9a-zA-Z][_-]?){1,100}$/.test(name);

const idOf = (name: string): string => name.replaceAll(/(?:^|[^a-z0-9])([a-z0-9])/gi, (_, letter: string) => letter.toUpperCase());

function intents({ name, options }: Menu): lex.CfnBot.IntentProperty[] {
  const wrong = [name, ...options.map(({ topic }) => topic)].find((one) => !isName(one));
  if (wrong !== undefined) throw new Error(`The menu ${name} can't be spoken: "${wrong}" must be letters, digits and single dashes.`);
  return [
    ...options.map(({ topic, words }) => ({ name: topic, sampleUtterances: words.map((utterance) => ({ utterance })) })),
    { name: fallbackIntent, parentIntentSignature: 'AMAZON.FallbackIntent' },
  ];
}

/** The bots of one flow. */
export class MenuBots extends Construct {
  /** Menu → ARN of the alias that conversations are begun with. */
  readonly aliases: Record<string, string> = {};

  constructor(scope: Construct, id: string, props: { prefix: string; menus: readonly Menu[] }) {
    super(scope, id);
    const role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('lexv2.amazonaws.com'),
      description: 'The bots speak by Polly.',
    });
    role.addToPolicy(new iam.PolicyStatement({ actions: ['polly:SynthesizeSpeech'], resources: ['*'] }));
    accept(this, 'IAM5', 'Speech has no resource names in IAM.', 'Resource::*');
    for (const menu of props.menus) this.aliases[menu.name] = this.bot(menu, `${props.prefix}-${menu.name}`, role);
  }

  private bot(menu: Menu, name: string, role: iam.Role): string {
    const scope = new Construct(this, idOf(menu.name));
    const locale: lex.CfnBot.BotLocaleProperty = {
      localeId: voices['en-US'].localeId,
      nluConfidenceThreshold: confidence,
      voiceSettings: { voiceId: voices['en-US'].voiceId },
      intents: intents(menu),
    };
    const bot = new lex.CfnBot(scope, 'Bot', {
      name,
      roleArn: role.roleArn,
      dataPrivacy: { ChildDirected: false },
      idleSessionTtlInSeconds: 300,
      autoBuildBotLocales: true,
      botLocales: [locale],
    });
    bot.node.addDependency(role);
    // A version is a snapshot: a menu that has changed needs another one, under another name. So does the alias, since callers of an older flow
    // must not be understood by a newer menu: theirs is gone, and they go on by keypad.
    const changed = createHash('sha256').update(JSON.stringify(locale)).digest('hex').slice(0, 8);
    const version = new lex.CfnBotVersion(scope, `Version${changed}`, {
      botId: bot.ref,
      botVersionLocaleSpecification: [{ localeId: locale.localeId, botVersionLocaleDetails: { sourceBotVersion: 'DRAFT' } }],
    });
    const alias = new lex.CfnBotAlias(scope, `Alias${changed}`, {
      botAliasName: `menu-${changed}`,
      botId: bot.ref,
      botVersion: version.attrBotVersion,
      botAliasLocaleSettings: [{ localeId: locale.localeId, botAliasLocaleSetting: { enabled: true } }],
    });
    new lex.CfnResourcePolicy(scope, `Policy${changed}`, { resourceArn: alias.attrArn, policy: this.mayTalk(alias.attrArn) });
    return alias.attrArn;
  }

  private mayTalk(resource: string): object {
    return {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'TelephonyTalks',
          Effect: 'Allow',
          Principal: { Service: telephony },
          Action: 'lex:StartConversation',
          Resource: resource,
          Condition: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
        },
      ],
    };
  }
}
