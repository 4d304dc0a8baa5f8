import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import { useState } from 'react';
import type { AccessAction, UserView } from '../../../shared/wire/settings.ts';
import { useWorld } from '../app/use-world.ts';
import { LinkTo } from '../parts/link-to.tsx';
import { ProblemFace } from '../parts/problem-face.tsx';
import { useLoad } from '../parts/use-load.ts';
import { Confirm } from './confirm.tsx';
import { EditForm } from './edit-form.tsx';
import { type Field, type Item, textOf } from './field.ts';
import { latestUser } from './latest.ts';
import { Empty, useIsAdministrator, Waiting, WithChoices } from './frame.tsx';

const faces: Record<UserView['state'], { type: StatusIndicatorProps.Type; text: string }> = {
  active: { type: 'success', text: 'Active' },
  invited: { type: 'pending', text: 'Invited' },
  reset: { type: 'pending', text: 'Must choose a password' },
  deactivated: { type: 'stopped', text: 'Deactivated' },
};
const groups = [
  { value: 'agents', label: 'Agents: talk with customers' },
  { value: 'supervisors', label: 'Supervisors: see the floor, help, switch notices' },
  { value: 'administrators', label: 'Administrators: change settings and users' },
];
const fields: readonly Field[] = [
  { type: 'text', path: 'name', label: 'Name', hint: 'As colleagues see it.' },
  { type: 'many', path: 'groups', label: 'Groups', from: groups },
  { type: 'choice', path: 'profileId', label: 'Routing profile', from: 'profile' },
  {
    type: 'rows',
    path: 'skills',
    label: 'Skills',
    one: 'skill',
    blank: { level: 3 },
    fields: [
      { type: 'choice', path: 'skillId', label: 'Skill', from: 'skill' },
      { type: 'number', path: 'level', label: 'Level (1–5)' },
    ],
  },
  {
    type: 'text',
    path: 'extension',
    label: 'Extension',
    hint: 'Two to six digits by which colleagues and callers reach them.',
    otherwise: '',
  },
  { type: 'switch', path: 'mayDecline', label: 'Declining', says: 'May decline offers' },
];
const email: Field = {
  type: 'text',
  path: 'email',
  label: 'E-mail address',
  hint: 'They get a mail with a temporary password. It can not be changed later.',
};

const itemOf = ({ skills = {}, ...user }: UserView): Item => ({
  ...user,
  skills: Object.entries(skills).map(([skillId, level]) => ({ skillId, level })),
});
const skillsOf = (rows: unknown) =>
  Object.fromEntries(
    ((rows ?? []) as { skillId?: string; level?: number }[]).flatMap(({ skillId, level }) =>
      skillId === undefined ? [] : [[skillId, level ?? 1]],
    ),
  );

const access: Record<AccessAction, { label: string; title: string; what: string }> = {
  deactivate: {
    label: 'Deactivate',
    title: 'Deactivate',
    what: 'They are signed out everywhere and get no more calls. A caller who talks with them goes back to the queue.',
  },
  reactivate: { label: 'Reactivate', title: 'Reactivate', what: 'They may sign in again, as before.' },
  'reset-password': {
    label: 'Reset password',
    title: 'Reset the password of',
    what: 'They get a mail with a code and choose another password.',
  },
  'invite-again': { label: 'Invite again', title: 'Invite again', what: 'They get another mail with a new temporary password.' },
};
const offered = ({ state }: UserView): AccessAction[] =>
  state === 'deactivated' ? ['reactivate'] : state === 'invited' ? ['invite-again', 'deactivate'] : ['reset-password', 'deactivate'];

const lastChange = ({ changedBy, changedAt = '' }: UserView): string[] =>
  changedBy === undefined ? [] : [`last changed by ${changedBy}, ${new Date(changedAt).toLocaleString()}`];

function Edit({ user, fixed, reload }: { user: UserView | undefined; fixed: boolean; reload: () => void }) {
  const world = useWorld();
  const [asked, setAsked] = useState<AccessAction>();
  const back = () => world.go('/settings/users');
  const save = async (item: Item, version: number) => {
    const wanted = {
      name: textOf(item['name']),
      groups: (item['groups'] ?? []) as never,
      ...(item['profileId'] === undefined ? {} : { profileId: textOf(item['profileId']) }),
      skills: skillsOf(item['skills']),
      extension: textOf(item['extension']),
      mayDecline: item['mayDecline'] === true,
    };
    const answer =
      user === undefined
        ? await world.api.call('POST /api/users', { ...wanted, email: textOf(item['email']) })
        : await world.api.call('POST /api/users/{userId}', { ...wanted, version }, { userId: user.userId });
    if (!answer.ok) return answer.problem;
    const text = user === undefined ? `${answer.value.name} is invited.` : `${answer.value.name} is saved.`;
    world.dispatch({ type: 'message', message: { kind: 'success', text } });
    back();
    return undefined;
  };
  const setAccess = async (action: AccessAction) => {
    if (user === undefined) return undefined;
    const answer = await world.api.call('POST /api/users/{userId}/access', { action }, { userId: user.userId });
    if (!answer.ok) return answer.problem;
    setAsked(undefined);
    reload();
    return undefined;
  };
  return (
    <WithChoices about={`user ${user?.userId ?? ''}`}>
      {(choices) => (
        <>
          <EditForm
            key={`${user?.userId ?? ''} ${user?.version ?? 0} ${user?.state ?? ''}`}
            title={user?.name ?? 'Invite somebody'}
            note={user === undefined ? undefined : [user.email, faces[user.state].text, ...lastChange(user)].join(' · ')}
            fields={[...(user === undefined ? [email] : []), ...fields]}
            item={user === undefined ? { groups: ['agents'], profileId: 'everyone', mayDecline: true, skills: [] } : itemOf(user)}
            choices={choices}
            fixed={fixed}
            saveLabel={user === undefined ? 'Invite' : 'Save'}
            version={user?.version ?? 0}
            save={save}
            {...(user === undefined ? {} : { latest: () => latestUser(world.api, user.userId, itemOf) })}
            cancel={back}
            reload={reload}
            actions={
              user !== undefined &&
              !fixed && (
                <SpaceBetween direction="horizontal" size="xs">
                  {offered(user).map((action) => (
                    <Button key={action} formAction="none" onClick={() => setAsked(action)}>
                      {access[action].label}
                    </Button>
                  ))}
                </SpaceBetween>
              )
            }
          />
          {asked !== undefined && user !== undefined && (
            <Confirm
              title={`${access[asked].title} ${user.name}?`}
              label={access[asked].label}
              run={() => setAccess(asked)}
              close={() => setAsked(undefined)}
            >
              {access[asked].what}
            </Confirm>
          )}
        </>
      )}
    </WithChoices>
  );
}

function List({ users, fixed }: { users: UserView[]; fixed: boolean }) {
  const world = useWorld();
  const [filter, setFilter] = useState('');
  const wanted = filter.trim().toLowerCase();
  const shown = users.filter(({ name, email: address, extension = '' }) =>
    `${name} ${address} ${extension}`.toLowerCase().includes(wanted),
  );
  return (
    <Table
      header={
        <Header
          variant="h1"
          counter={`(${users.length})`}
          description="Who may sign in, and as what."
          actions={
            !fixed && (
              <Button variant="primary" iconName="add-plus" onClick={() => world.go('/settings/users/+')}>
                Invite somebody
              </Button>
            )
          }
        >
          Users
        </Header>
      }
      filter={
        <TextFilter
          filteringText={filter}
          filteringPlaceholder="Find by name, address or extension"
          filteringAriaLabel="Find a user"
          onChange={({ detail }) => setFilter(detail.filteringText)}
        />
      }
      items={shown}
      trackBy="userId"
      empty={<Empty text="Nobody is called so." />}
      columnDefinitions={[
        {
          id: 'name',
          header: 'Name',
          isRowHeader: true,
          cell: (user) => (
            <>
              <LinkTo path={`/settings/users/${encodeURIComponent(user.userId)}`}>{user.name}</LinkTo>
              <div className="soft">{user.email}</div>
            </>
          ),
        },
        {
          id: 'state',
          header: 'State',
          cell: (user) => <StatusIndicator type={faces[user.state].type}>{faces[user.state].text}</StatusIndicator>,
        },
        { id: 'groups', header: 'Groups', cell: (user) => user.groups.join(', ') || '–' },
        {
          id: 'profile',
          header: 'Profile',
          cell: (user) => user.profileId ?? '–',
        },
        { id: 'extension', header: 'Extension', cell: (user) => user.extension ?? '–' },
      ]}
    />
  );
}

/** Everybody who may sign in, or the form of one of them. */
export function UsersPage({ id }: { id: string | undefined }) {
  const world = useWorld();
  const fixed = !useIsAdministrator();
  const { loaded, again } = useLoad(`users ${id ?? ''}`, () => world.api.call('GET /api/users', {}));
  if (loaded.face === 'failed') return <ProblemFace problem={loaded.problem} again={again} />;
  if (loaded.face === 'loading') return <Waiting />;
  const { users } = loaded.value;
  if (id === undefined) return <List users={users} fixed={fixed} />;
  return <Edit user={users.find(({ userId }) => userId === id)} fixed={fixed} reload={again} />;
}
