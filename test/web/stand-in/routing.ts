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

const why: Answer<'GET /api/contacts/{contactId}/why'> = {
  sentence: 'Longest idle of 2 free agents at level 1.',
  details: [
    'It asked for anybody.',
    'Of equals at the same level the queue takes who has been idle for longest; of up to six who were idle equally long, within a second, chance takes one.',
  ],
  agents: considered,
};
const who: Answer<'GET /api/contacts/{contactId}/who'> = {
  sentence: 'Anna Weber would get it now. The only free agent for this queue.',
  asks: 'anybody',
  agents: considered,
};
const whyNoCalls: Answer<'GET /api/agents/{agentId}/why'> = {
  name: 'Béla Kiss',
  sentences: ['Béla Kiss is on a break (lunch).'],
};
export const usual = { why, who, whyNoCalls };

const reasons = [
  undefined,
  'is on a break',
  'has another contact',
  'does not know hungarian at level 4 or better',
  'declined it, and is asked again in 12 s',
  'serves it only after it has waited for 2 minutes',
  'has no connection',
];
const names = ['Anna Weber', 'Béla Kiss', 'Maximiliana von Hohenstein-Wittelsbach', 'Ödön Szabó', 'Noor', 'Anastasia Papadopoulou'];
const many = Array.from({ length: 40 }, (_, i) => {
  const ruledOut = i < 5 ? undefined : reasons[1 + (i % (reasons.length - 1))];
  return {
    ...{ agentId: AgentId.parse(`agent-${i}`), name: `${names[i % names.length]} ${i + 1}`, level: 1 + Math.floor(i / 15), served: i },
    ...(ruledOut === undefined ? { idleSince: ago(40 - i) } : { ruledOut }),
  };
});

/** A center with many agents. */
export const crowded: typeof usual = {
  why: { ...why, sentence: 'Longest idle of 5 free agents at level 1.', agents: many },
  who: {
    sentence: 'Anna Weber 1 would get it now. Longest idle of 5 free agents at level 1.',
    asks: 'anybody with hungarian at level 4 or better, until 09:41',
    agents: many,
  },
  whyNoCalls: {
    name: 'Béla Kiss',
    sentences: [
      'Béla Kiss is available, and has been idle for 12 minutes.',
      'Billing: 2 wait. They ask for hungarian at level 4 or better; Béla Kiss has level 2. From 09:41 on they ask for anybody.',
      'Technical: nobody waits. 5 agents at level 1 are free and come before level 3.',
      'Returns: agents pick from its list; nobody is offered anything.',
      'Operator is closed until Monday, 09:00.',
    ],
  },
};
/** A center without any. */
export const deserted: typeof usual = {
  why: { ...why, agents: [] },
  who: { sentence: 'Nobody would get it now.', asks: 'anybody', agents: [] },
  whyNoCalls,
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
