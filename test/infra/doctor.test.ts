/** What the doctor says about menus that are answered by voice. */
import { ListServiceQuotasCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, test } from 'vitest';
import { checkSpeech } from '../../bin/doctor.ts';
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
