/** What the doctor says about menus that are answered by voice. */
import { DescribeVoicesCommand, PollyClient } from '@aws-sdk/client-polly';
import { ListServiceQuotasCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, test } from 'vitest';
import { checkSpeech, checkVoices } from '../../bin/doctor.ts';
import { readStage } from '../../infra/stage.ts';

const stage = readStage('stages/laptop.json');
const quotas = mockClient(ServiceQuotasClient);
const said = async (Quotas: { QuotaName: string; Value: number }[], speech = true) => {
  quotas.reset();
  quotas.on(ListServiceQuotasCommand).resolves({ Quotas });
  return (await checkSpeech({ ...stage, speech }, new ServiceQuotasClient({ region: stage.region })))[0];
};
const lex = (Value: number) => [{ QuotaName: 'Concurrent SIP media application calls with Amazon Lex bots', Value }];

test('without a quota of conversations menus take keys only, and the doctor says so', async () => {
  expect(await said(lex(0))).toMatchObject({ level: 'warning', sentence: expect.stringContaining('keys only') as string });
  expect(await said([])).toMatchObject({ level: 'warning' });
});
test('with one, or without speech, all is well', async () => {
  expect(await said(lex(20))).toMatchObject({ level: 'ok' });
  expect(await said([], false)).toMatchObject({ level: 'ok', sentence: expect.stringContaining('keys only') as string });
});
test('quotas that may not be read are no error', async () => {
  quotas.reset();
  quotas.on(ListServiceQuotasCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
  expect((await checkSpeech(stage, new ServiceQuotasClient({ region: 'us-east-1' })))[0]).toMatchObject({ level: 'warning' });
});

test('each language of the stage has its voice, has none, or misses it in this Region', async () => {
  const polly = mockClient(PollyClient);
  polly.on(DescribeVoicesCommand).resolves({ Voices: [] });
  polly.on(DescribeVoicesCommand, { LanguageCode: 'en-US', Engine: 'neural' }).resolves({ Voices: [{ Id: 'Joanna' }] });
  const told = await checkVoices({ ...stage, languages: ['en-US', 'hu-HU', 'cs-CZ'] }, new PollyClient({ region: 'us-east-1' }));
  expect(told.map(({ level }) => level)).toEqual(['ok', 'ok', 'warning']);
  expect(told[1]?.sentence).toContain('Hungarian has no voice');
  expect(told[2]?.sentence).toContain('no voice Jitka');
  polly.on(DescribeVoicesCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
  expect(await checkVoices(stage, new PollyClient({ region: 'us-east-1' }))).toMatchObject([{ level: 'warning' }]);
});
