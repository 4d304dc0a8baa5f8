/** `npx linehall doctor [stage file]`: says before a deploy what would fail, and what to do about it. Reads only; changes nothing. */
import { ChimeSDKVoiceClient, ListPhoneNumbersCommand, ListSipMediaApplicationsCommand } from '@aws-sdk/client-chime-sdk-voice';
import { DescribeVoicesCommand, type LanguageCode, PollyClient } from '@aws-sdk/client-polly';
import { ListServiceQuotasCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { languageNames } from '../shared/prompts/language.ts';
import { voices } from '../shared/prompts/voices.ts';
import { readStage, StageError, type Stage } from '../infra/stage.ts';

export type Finding = { level: 'ok' | 'warning' | 'error'; sentence: string; remedy?: string };

/** Regions with SIP media applications (AWS General Reference, Amazon Chime SDK endpoints). */
const telephonyRegions = [
  'us-east-1', 'us-west-2', 'ca-central-1', 'eu-central-1', 'eu-west-1', 'eu-west-2', 'ap-northeast-1', 'ap-northeast-2', 'ap-southeast-1', 'ap-southeast-2',
]; // prettier-ignore

const ok = (sentence: string): Finding => ({ level: 'ok', sentence });
const warning = (sentence: string, remedy: string): Finding => ({ level: 'warning', sentence, remedy });
const error = (sentence: string, remedy: string): Finding => ({ level: 'error', sentence, remedy });
const nameOf = (fault: unknown): string => (fault instanceof Error ? fault.name : String(fault));

export async function checkAccount(stage: Stage, sts = new STSClient({ region: stage.region })): Promise<Finding> {
  try {
    const { Account } = await sts.send(new GetCallerIdentityCommand({}));
    if (Account === stage.account) return ok(`The credentials are of account ${stage.account}.`);
    return error(
      `The credentials are of another account than the stage's ${stage.account}.`,
      'Switch the profile, or mend `account` in the stage file.',
    );
  } catch (fault) {
    return error(`No usable AWS credentials (${nameOf(fault)}).`, 'Sign in (`aws sso login`, or set AWS_PROFILE) and ask again.');
  }
}

export function checkRegion(stage: Stage): Finding {
  if (stage.telephony !== 'amazon') return ok(`Telephony is "${stage.telephony}": any Region will do.`);
  if (telephonyRegions.includes(stage.region)) return ok(`${stage.region} has SIP media applications.`);
  return error(`${stage.region} has no SIP media applications.`, `Choose one of ${telephonyRegions.join(', ')}.`);
}

export async function checkTelephony(stage: Stage, voice = new ChimeSDKVoiceClient({ region: stage.region })): Promise<Finding[]> {
  if (stage.telephony !== 'amazon') return [];
  const closed =
    'Amazon took no new customers for SIP media applications after 29 October 2026. Ask AWS Support for a "PSTN Audio Maintenance Mode Exception", or say telephony: none.';
  try {
    const { SipMediaApplications = [] } = await voice.send(new ListSipMediaApplicationsCommand({ MaxResults: 1 }));
    const applications =
      SipMediaApplications.length > 0
        ? ok('The account has SIP media applications, so it may have more.')
        : warning('The account has no SIP media application yet: it may be refused one.', closed);
    return [applications, ...(await checkNumbers(stage, voice))];
  } catch (fault) {
    return [
      error(
        `The account may not list SIP media applications (${nameOf(fault)}).`,
        `Grant chime:ListSipMediaApplications. If that is granted: ${closed}`,
      ),
    ];
  }
}

async function checkNumbers(stage: Stage, voice: ChimeSDKVoiceClient): Promise<Finding[]> {
  if (stage.numbers.length === 0) return [warning('The stage answers no number.', 'Put numbers that the account owns into `numbers`.')];
  const owned = new Set<string>();
  let NextToken: string | undefined;
  do {
    const page = await voice.send(
      new ListPhoneNumbersCommand({
        ProductType: 'SipMediaApplicationDialIn',
        MaxResults: 99,
        ...(NextToken === undefined ? {} : { NextToken }),
      }),
    );
    for (const { E164PhoneNumber } of page.PhoneNumbers ?? []) if (E164PhoneNumber !== undefined) owned.add(E164PhoneNumber);
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return stage.numbers.map((number) =>
    owned.has(number)
      ? ok(`${number} belongs to the account.`)
      : error(
          `${number} is not a SIP media application number of this account and Region.`,
          'Order or assign it in the Chime SDK console; a deploy never buys a number.',
        ),
  );
}

/** What the default would choke on: quota name → service, and the least that a small center needs. */
const quotas = [
  { service: 'lambda', name: 'Concurrent executions', least: 100, why: 'each call and each click runs functions' },
  { service: 'chime', name: 'Active SIP media application calls', least: 20, why: 'a waiting caller is an active call' },
] as const;

export async function checkQuotas(stage: Stage, client = new ServiceQuotasClient({ region: stage.region })): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { service, name, least, why } of quotas) {
    if (service === 'chime' && stage.telephony !== 'amazon') continue;
    try {
      const { Quotas = [] } = await client.send(new ListServiceQuotasCommand({ ServiceCode: service, MaxResults: 100 }));
      const value = Quotas.find((quota) => quota.QuotaName?.toLowerCase().includes(name.toLowerCase()))?.Value;
      if (value === undefined) findings.push(warning(`The quota "${name}" is not listed.`, 'Look it up in the Service Quotas console.'));
      else if (value < least)
        findings.push(warning(`"${name}" is ${value}: ${why}.`, `Ask for at least ${least} in the Service Quotas console.`));
      else findings.push(ok(`"${name}" is ${value}.`));
    } catch (fault) {
      findings.push(
        warning(
          `The quotas of ${service} can not be read (${nameOf(fault)}).`,
          'Grant servicequotas:ListServiceQuotas, or look them up in the console.',
        ),
      );
    }
  }
  return findings;
}

/** Menus are answered by voice through Lex, which telephony may not use until the account asks for it: the quota begins at 0. */
export async function checkSpeech(stage: Stage, client = new ServiceQuotasClient({ region: stage.region })): Promise<Finding[]> {
  if (stage.telephony !== 'amazon') return [];
  if (!stage.speech) return [ok('Callers answer menus by keys only (speech: false).')];
  const remedy = 'Ask for as many as there are calls at a time in the Service Quotas console (Amazon Chime SDK), or say speech: false.';
  try {
    const { Quotas = [] } = await client.send(new ListServiceQuotasCommand({ ServiceCode: 'chime', MaxResults: 100 }));
    const quota = Quotas.find(({ QuotaName }) => /\blex\b/i.test(QuotaName ?? ''));
    if (quota?.Value === undefined)
      return [warning('How many calls may talk with Lex bots is not listed: it is 0 until one asks. Then menus take keys only.', remedy)];
    if (quota.Value < 1) return [warning(`"${quota.QuotaName ?? ''}" is ${quota.Value}: all menus take keys only.`, remedy)];
    return [ok(`"${quota.QuotaName ?? ''}" is ${quota.Value}: beyond that, menus take keys only.`)];
  } catch (fault) {
    return [warning(`The quotas of chime can not be read (${nameOf(fault)}).`, 'Grant servicequotas:ListServiceQuotas.')];
  }
}

/**
 * The voices of the stage's languages, by the table that says with which voice a language is spoken: a voice is not in every Region, and some
 * languages have none.
 */
export async function checkVoices(stage: Stage, polly = new PollyClient({ region: stage.region })): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const language of stage.languages) {
    const [name, voice] = [languageNames[language], voices[language]];
    if (voice === undefined) {
      findings.push(ok(`${name} has no voice of Amazon Polly: callers hear recordings, and a prompt that you change needs a new one.`));
      continue;
    }
    const { voiceId, engine, languageCode } = voice;
    try {
      const { Voices = [] } = await polly.send(new DescribeVoicesCommand({ Engine: engine, LanguageCode: languageCode as LanguageCode }));
      if (Voices.some(({ Id }) => Id === voiceId)) findings.push(ok(`${name} is spoken by ${voiceId} (${engine}) of Amazon Polly.`));
      else
        findings.push(
          warning(
            `Amazon Polly has no voice ${voiceId} (${engine}) in ${stage.region}: ${name} is heard from recordings only.`,
            'Choose another voice in shared/prompts/voices.ts, or bring recordings for the prompts that you change.',
          ),
        );
    } catch (fault) {
      findings.push(
        warning(
          `The voices of Amazon Polly can not be read (${nameOf(fault)}).`,
          'Grant polly:DescribeVoices, or look them up in the console.',
        ),
      );
      break;
    }
  }
  return findings;
}

const marks = { ok: 'ok     ', warning: 'warning', error: 'ERROR  ' } as const;

async function main(file: string): Promise<number> {
  console.log(`Looking at ${file}; nothing is changed.\n`);
  const stage = readStage(file);
  const account = await checkAccount(stage);
  const findings = [ok(`${file} is a stage: ${stage.name} in ${stage.region}.`), checkRegion(stage), account];
  if (account.level === 'ok')
    for (const check of [checkTelephony, checkQuotas, checkSpeech, checkVoices]) findings.push(...(await check(stage)));
  for (const { level, sentence, remedy } of findings)
    console.log(`${marks[level]} ${sentence}${remedy === undefined ? '' : `\n        ${remedy}`}`);
  const errors = findings.filter(({ level }) => level === 'error').length;
  console.log(
    errors === 0
      ? `\nNothing stands against: npx cdk deploy --all -c stage=${file}`
      : `\n${errors} of these would make a deploy fail. Mend them first.`,
  );
  return errors === 0 ? 0 : 1;
}

if (import.meta.main) {
  try {
    process.exitCode = await main(process.argv[2] ?? 'stages/example.json');
  } catch (fault) {
    if (!(fault instanceof StageError)) throw fault;
    console.error(`linehall: ${fault.message}`);
    process.exitCode = 1;
  }
}
