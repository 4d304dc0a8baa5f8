/** What a setting or a user is now, asked when somebody else was faster. */
import type { SettingKind } from '../../../shared/settings/words.ts';
import type { UserView } from '../../../shared/wire/settings.ts';
import type { Api, Result } from '../api.ts';
import type { Latest } from './conflict.ts';
import type { Item } from './field.ts';

const gone: Latest = { version: 0 };

export async function latestSetting(api: Api, kind: SettingKind, id: string | undefined): Promise<Result<Latest>> {
  const answer = await api.call('GET /api/settings/{kind}', {}, { kind });
  if (!answer.ok) return answer;
  const found = answer.value.items.find((one) => one.id === id);
  if (found === undefined) return { ok: true, value: gone };
  const { item, version, changedBy, changedAt } = found;
  return { ok: true, value: { item, version, by: changedBy, at: changedAt } };
}

export async function latestUser(api: Api, userId: string, itemOf: (user: UserView) => Item): Promise<Result<Latest>> {
  const answer = await api.call('GET /api/users', {});
  if (!answer.ok) return answer;
  const found = answer.value.users.find((one) => one.userId === userId);
  if (found === undefined) return { ok: true, value: gone };
  const { version, changedBy, changedAt } = found;
  return { ok: true, value: { item: itemOf(found), version, by: changedBy, at: changedAt } };
}
