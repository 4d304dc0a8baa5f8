import { beforeEach, describe, expect, test } from 'vitest';
import { changeStatus } from '../../shared/agents/change-status.ts';
import { readAgent } from '../../shared/agents/read-agent.ts';
import { AgentId, ProfileId, QueueId, SkillId } from '../../shared/ids.ts';
import { enqueue } from '../../shared/routing/enqueue.ts';
import { setAccess } from '../../shared/users/access.ts';
import { changeUser, inviteUser, type UserOutcome } from '../../shared/users/change-user.ts';
import { readUsers } from '../../shared/users/view-user.ts';
import { readContact } from '../../shared/contacts/read-contact.ts';
import { arriveAgent, arriveCall, at, type Center, connect } from '../routing/center.ts';
import { change, openOffice } from '../settings/office.ts';
import { openPool, type Pool } from './pool.ts';

let office: Center;
let pool: Pool;
const admin = AgentId.parse('admin');
beforeEach(async () => {
  office = await openOffice();
  pool = openPool();
  await change(office, 'skill', 'hungarian', { name: 'Hungarian' }, 0);
  await change(office, 'profile', 'backup', { name: 'Backup', serves: [] }, 0);
});
const invite = (email: string, more: object = {}) =>
  inviteUser(office.world, pool, admin, { email, name: email.split('@')[0]!, groups: ['agents'], ...more });
const changing = (who: string, wanted: Parameters<typeof changeUser>[4], seen: number) =>
  changeUser(office.world, pool, admin, AgentId.parse(who), wanted, seen);
const code = (outcome: UserOutcome) => ('refused' in outcome ? outcome.refused.code : 'done');

describe('inviting', () => {
  test('mails the person, and makes the agent with profile, skills and extension', async () => {
    const wanted = { profileId: ProfileId.parse('backup'), skills: { [SkillId.parse('hungarian')]: 4 }, extension: '205' };
    expect(await invite('eva@x.test', wanted)).toMatchObject({
      user: { state: 'invited', profileId: 'backup', skills: { hungarian: 4 }, extension: '205', groups: ['agents'] },
    });
    expect(pool.mails).toEqual(['invitation eva@x.test']);
    expect(await readUsers(office.world.db, pool)).toMatchObject([{ email: 'eva@x.test', version: 1 }]);
  });

  test('is refused for an address that is there, a profile that is not, and an extension that is somebody’s', async () => {
    await invite('eva@x.test', { extension: '205' });
    expect(code(await invite('eva@x.test'))).toBe('user-exists');
    expect(code(await invite('fred@x.test', { profileId: ProfileId.parse('night') }))).toBe('unknown-reference');
    expect(await invite('fred@x.test', { extension: '205' })).toMatchObject({ refused: { sentence: 'The extension 205 is that of eva.' } });
    expect(pool.mails).toHaveLength(1);
  });
});

describe('changing', () => {
  test('two administrators do not overwrite each other, and what the agent does meanwhile is no reason to refuse', async () => {
    await invite('eva@x.test');
    await connect(office, AgentId.parse('eva'), 'eva-1');
    await changeStatus(office.world, AgentId.parse('eva'), { status: 'available' });
    expect(await changing('eva', { name: 'Éva' }, 0)).toMatchObject({ user: { name: 'Éva', version: 1 } });
    expect(code(await changing('eva', { name: 'Eve' }, 0))).toBe('changed-meanwhile');
    expect(pool.people.get('eva')?.name).toBe('Éva');
  });

  test('the list says who changed a user last, and when', async () => {
    await invite('eva@x.test');
    const dora = await arriveAgent(office, 'dora');
    expect((await readUsers(office.world.db, pool))[0]).not.toHaveProperty('changedBy');
    office.clock.now += 60_000;
    await changeUser(office.world, pool, dora, AgentId.parse('eva'), { name: 'Éva' }, 0);
    expect(await readUsers(office.world.db, pool)).toMatchObject([{ name: 'Éva', changedBy: 'dora', changedAt: at(office, 0) }]);
  });

  test('two agents never get one extension, not even in the same moment; a freed one may be given again', async () => {
    await invite('eva@x.test');
    await invite('fred@x.test');
    const both = await Promise.all([changing('eva', { extension: '300' }, 0), changing('fred', { extension: '300' }, 0)]);
    expect(both.map(code).sort()).toEqual(['done', 'extension-taken']);
    const [winner, loser] = code(both[0]) === 'done' ? ['eva', 'fred'] : ['fred', 'eva'];
    await changing(winner, { extension: '' }, 1);
    expect(code(await changing(loser, { extension: '300' }, 0))).toBe('done');
  });

  test('an idle agent who gets another profile is offered what waits there at once', async () => {
    await arriveAgent(office, 'eva', 'backup');
    pool.people.set('eva', {
      userId: AgentId.parse('eva'),
      email: 'eva@x.test',
      name: 'eva',
      enabled: true,
      status: 'active',
      groups: ['agents'],
    });
    await changeStatus(office.world, AgentId.parse('eva'), { status: 'available' });
    const contactId = await arriveCall(office, 'c1');
    await enqueue(office.world, contactId, { queueId: QueueId.parse('service') });
    expect((await readContact(office.world.db, contactId))?.state).toBe('waiting');
    await changing('eva', { profileId: ProfileId.parse('everyone') }, 0);
    expect((await readContact(office.world.db, contactId))?.state).toBe('offered');
  });

  test('nobody takes the administrator’s rights from themselves; who loses a group signs in again', async () => {
    pool.people.set('admin', {
      userId: admin,
      email: 'a@x.test',
      name: 'Admin',
      enabled: true,
      status: 'active',
      groups: ['administrators'],
    });
    expect(code(await changing('admin', { groups: ['agents'] }, 0))).toBe('own-access');
    await invite('eva@x.test', { groups: ['agents', 'supervisors'] });
    await changing('eva', { groups: ['agents'] }, 0);
    expect([pool.people.get('eva')?.groups, pool.signedOut]).toEqual([['agents'], ['eva']]);
  });
});

describe('deactivating', () => {
  test('takes an agent out at once: signed out, no lease, no offers, and told so', async () => {
    await invite('eva@x.test', { profileId: ProfileId.parse('everyone') });
    const eva = AgentId.parse('eva');
    await connect(office, eva, 'eva-1');
    await changeStatus(office.world, eva, { status: 'available' });
    expect(await setAccess(office.world, pool, admin, eva, 'deactivate')).toMatchObject({ user: { state: 'deactivated' } });
    expect(pool.signedOut).toEqual(['eva']);
    expect(office.pushed.some(({ message }) => message.type === 'deactivated')).toBe(true);
    const agent = await readAgent(office.world.db, eva);
    expect([agent?.deactivated, agent?.status, agent?.leaseUntil, agent?.idleSince]).toEqual([true, 'offline', undefined, undefined]);
    const contactId = await arriveCall(office, 'c1');
    await enqueue(office.world, contactId, { queueId: QueueId.parse('service') });
    expect((await readContact(office.world.db, contactId))?.state).toBe('waiting');
    expect(await setAccess(office.world, pool, admin, eva, 'reactivate')).toMatchObject({ user: { state: 'invited' } });
    expect((await readAgent(office.world.db, eva))?.deactivated).toBeUndefined();
  });

  test('while an offer rings gives the caller back to the queue', async () => {
    await invite('eva@x.test', { profileId: ProfileId.parse('everyone') });
    const eva = AgentId.parse('eva');
    await connect(office, eva, 'eva-1');
    await changeStatus(office.world, eva, { status: 'available' });
    const contactId = await arriveCall(office, 'c1');
    await enqueue(office.world, contactId, { queueId: QueueId.parse('service') });
    expect((await readContact(office.world.db, contactId))?.state).toBe('offered');
    await setAccess(office.world, pool, admin, eva, 'deactivate');
    expect((await readContact(office.world.db, contactId))?.state).toBe('waiting');
  });

  test('is not for oneself; only who is invited is invited again', async () => {
    pool.people.set('admin', {
      userId: admin,
      email: 'a@x.test',
      name: 'Admin',
      enabled: true,
      status: 'active',
      groups: ['administrators'],
    });
    expect(code(await setAccess(office.world, pool, admin, admin, 'deactivate'))).toBe('own-access');
    expect(code(await setAccess(office.world, pool, admin, admin, 'invite-again'))).toBe('not-invited');
    expect(await setAccess(office.world, pool, admin, admin, 'reset-password')).toMatchObject({ user: { state: 'reset' } });
  });
});
