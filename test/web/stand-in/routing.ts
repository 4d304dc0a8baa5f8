/** What the stand-in says about routing: who waits, who would get it, and why. */
import { AgentId, ContactId, instant, ProfileId, QueueId, SkillId } from '../../../shared/ids.ts';
import type { Answer } from '../../../shared/wire/api.ts';

const ago = (minutes: number) => instant(Date.now() - minutes * 60_000);
const anna = AgentId.parse('anna');
const bela = AgentId.parse('bela');
const billing = QueueId.parse('billing');

const considered = [
  { agentId: anna, name: 'Anna Weber', level: 1, idleSince: ago(4), served: 3 },
  { agentId: bela, name: 'Béla Kiss', level: 1, served: 5, ruledOut: 'is on a break' },
];

/** `picked`: agents choose from the queue. */
export const waitingLists = (picked: boolean): Answer<'GET /api/waiting'> => ({
  serverTime: instant(Date.now()),
  queues: [
    {
      queueId: billing,
      name: 'Billing',
      picked,
      waiting: 2,
      contacts: [
        {
          ...{ contactId: ContactId.parse('w-1'), name: 'Tomas Novak', topic: 'billing', priority: 5 },
          ...{ arrivedAt: ago(4), since: ago(3.1), asks: 'anybody with hungarian at level 4 or better', until: ago(-1), toldMinutes: 4 },
        },
        { contactId: ContactId.parse('w-2'), priority: 5, arrivedAt: ago(2), since: ago(1.4), asks: 'anybody' },
      ],
    },
    { queueId: QueueId.parse('technical'), name: 'Technical', picked: false, waiting: 0, contacts: [] },
  ],
});

export const why: Answer<'GET /api/contacts/{contactId}/why'> = {
  sentence: 'Longest idle of 2 free agents at level 1.',
  details: [
    'It asked for anybody.',
    'Of equals at the same level the queue takes who has been idle for longest; of up to six who were idle equally long, within a second, chance takes one.',
  ],
  agents: considered,
};
export const who: Answer<'GET /api/contacts/{contactId}/who'> = {
  sentence: 'Anna Weber would get it now. The only free agent for this queue.',
  asks: 'anybody',
  agents: considered,
};
export const whyNoCalls: Answer<'GET /api/agents/{agentId}/why'> = {
  name: 'Béla Kiss',
  sentences: ['Béla Kiss is on a break (lunch).'],
};
export const agentSetting: Answer<'GET /api/agents/{agentId}/setting'> = {
  agentId: bela,
  name: 'Béla Kiss',
  status: 'on-break',
  breakReason: 'lunch',
  profileId: ProfileId.parse('everyone'),
  skills: { [SkillId.parse('hungarian')]: 4 },
  profiles: [
    { profileId: ProfileId.parse('everyone'), name: 'Everyone' },
    { profileId: ProfileId.parse('billing'), name: 'Billing only' },
  ],
  knownSkills: [
    { skillId: SkillId.parse('hungarian'), name: 'Hungarian' },
    { skillId: SkillId.parse('printers'), name: 'Printers' },
  ],
};
