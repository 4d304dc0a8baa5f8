/** Every state of the client that people look at and checks run over, one after the other: each is arranged from the one before. */
import type { Page } from 'playwright-core';
import { AgentId, instant } from '../../shared/ids.ts';
import { defaultReasons, type Reasons } from '../../shared/reasons/words.ts';
import type { ContactView } from '../../shared/wire/api.ts';
import { talks } from './stand-in/conversation.ts';
import { maria } from './stand-in/people.ts';
import type { Rig } from './stand-in/rig.ts';
import { crowded, deserted } from './stand-in/routing.ts';

/** Lunch is over after half an hour. */
const limited: Reasons = {
  ...defaultReasons,
  breaks: {
    reasons: [
      { reasonId: 'lunch', name: 'Lunch', minutes: 30 },
      ...defaultReasons.breaks.reasons.filter(({ reasonId }) => reasonId !== 'lunch'),
    ],
  },
};
const inMs = (ms: number) => instant(Date.now() + ms);
let contacts = 0;
const contact = (change: Partial<ContactView>): ContactView => ({
  ...maria(`c-${100 + ++contacts}`),
  offeredAt: instant(Date.now()),
  ...change,
});

export interface Scene {
  name: string;
  arrange: (rig: Rig) => Promise<unknown> | void;
}

const offered = (change: Partial<ContactView>) => contact({ state: 'offered', deadlineAt: inMs(19_000), ...change });
const inTalk = (name: string, change: Partial<ContactView> = {}): ContactView =>
  contact({ state: name === 'dialling' ? 'accepted' : 'connected', connectedAt: inMs(-190_000), talk: talks[name]!, ...change });
const wrapUp = (change: Partial<ContactView> = {}) => contact({ state: 'wrapping-up', wrapUpDueAt: inMs(58_000), ...change });
const sees = (page: Page, text: string) => page.getByText(text).filter({ visible: true }).first().waitFor();
const presses =
  (keys: string, text: string) =>
  async ({ page }: Rig) => {
    await page.keyboard.press(keys);
    await sees(page, text);
  };
const types =
  (typed: string, found: string) =>
  async ({ page }: Rig) => {
    await page.getByRole('combobox').first().fill(typed);
    await sees(page, found);
  };
const shows =
  (view: () => ContactView, text: string) =>
  async ({ center, page }: Rig) => {
    center.show(view());
    await sees(page, text);
  };
const closes = async ({ page }: Rig) => {
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
};
const all =
  (...steps: ((rig: Rig) => Promise<unknown> | void)[]) =>
  async (rig: Rig) => {
    for (const step of steps) await step(rig);
  };

/** What would become of a waiting contact now, where routing says so. */
const asksWho =
  (says: typeof crowded, text: string) =>
  async ({ center, page }: Rig) => {
    center.says = says;
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Actions for Tomas Novak' }).click();
    await page.getByRole('menuitem', { name: 'Who would get it now?' }).click();
    await sees(page, text);
  };

const talkScenes = Object.keys(talks).map((name): Scene => ({
  name: `talk-${name}`,
  arrange: shows(() => inTalk(name), 'In the conversation'),
}));

export const scenes: readonly Scene[] = [
  { name: 'idle', arrange: ({ page }) => sees(page, 'Ready for the next call') },
  {
    name: 'pick',
    arrange: async ({ center, page }) => {
      center.picks = true;
      center.setAgent({ status: 'available', since: inMs(0) });
      await sees(page, 'Take the next contact');
      await sees(page, 'Tomas Novak');
    },
  },
  {
    name: 'break',
    arrange: all(
      presses('l', 'Lunch'),
      ({ page }) => page.getByRole('button', { name: 'Back in 15 min' }).click(),
      ({ page }) => sees(page, 'Back at'),
    ),
  },
  {
    name: 'status-menu',
    arrange: async ({ page }) => {
      await page.keyboard.press('s');
      await sees(page, 'Back from the break');
    },
  },
  {
    name: 'break-over',
    arrange: async ({ center, page }) => {
      // A word that is older than the one on the screen would not count: the page begins anew.
      center.setAgent({ status: 'on-break', breakReason: 'lunch', since: inMs(-41 * 60_000) });
      center.reasons = limited;
      await page.reload();
      await sees(page, 'Over 30 min');
    },
  },
  { name: 'back-at', arrange: all(({ page }) => page.keyboard.press('Escape'), presses('Shift+B', 'When are you back?')) },
  {
    name: 'hand-told',
    arrange: all(
      closes,
      ({ page }) => page.keyboard.press('v'),
      async ({ center, page }) => {
        const hand = { agentId: AgentId.parse('bela'), name: 'Béla Kiss', since: inMs(-20_000), text: 'May I refund 80 euros?' };
        center.push({ type: 'help-hand', agentId: hand.agentId, hand });
        await sees(page, 'Béla Kiss asks for help');
      },
    ),
  },
  {
    name: 'hand-chat',
    arrange: async ({ center, page }) => {
      await page.getByRole('button', { name: 'Open the chat with Béla Kiss' }).click();
      await sees(page, 'May I refund 80 euros?');
      center.push({ type: 'help-hand', agentId: AgentId.parse('bela') });
    },
  },
  {
    name: 'dial',
    arrange: all(
      ({ page }) => page.getByRole('button', { name: 'Close the chat' }).click(),
      presses('/', 'Béla Kiss'),
      types('+36 30 123 4567', 'Outside number'),
    ),
  },
  {
    name: 'device',
    arrange: all(closes, presses('Shift+D', 'With what do you talk?'), ({ page }) => page.getByText('A telephone').first().click()),
  },
  { name: 'readiness', arrange: all(closes, presses('c', 'Echo test')) },
  { name: 'keys', arrange: all(closes, presses('?', 'Keyboard shortcuts')) },
  {
    name: 'offer',
    arrange: all(
      closes,
      shows(() => offered({}), 'Why you'),
    ),
  },
  { name: 'offer-consult', arrange: shows(() => offered({ purpose: 'consult', invitedBy: 'Béla Kiss' }), 'asks for your advice') },
  {
    name: 'offer-transfer',
    arrange: shows(
      () =>
        offered({
          purpose: 'transfer',
          invitedBy: 'Béla Kiss',
          passedNotes: [{ name: 'Béla Kiss', text: 'Wants a refund.\nInvoice 4711.' }],
        }),
      'Béla Kiss noted',
    ),
  },
  { name: 'offer-phone', arrange: shows(() => offered({ byPhone: true }), 'press 1 there') },
  ...talkScenes,
  {
    name: 'talk-then-break',
    arrange: async ({ center, page }) => {
      center.setAgent({ nextStatus: 'on-break', nextBreakReason: 'back-office' });
      await sees(page, 'Then back office');
    },
  },
  { name: 'talk-by-phone', arrange: shows(() => inTalk('talking', { byPhone: true }), 'You talk by telephone') },
  {
    name: 'talk-internal',
    arrange: shows(() => {
      const {
        customer: _none,
        callerNumber: _either,
        ...rest
      } = inTalk('talking', { direction: 'internal', history: [], openTickets: [] });
      return { ...rest, talk: { ...talks['talking']!, parties: talks['consulting']!.parties.slice(1) } };
    }, 'A call between colleagues'),
  },
  {
    name: 'picker',
    arrange: all(
      shows(() => inTalk('talking'), 'Delta Bakeries Ltd'),
      presses('i', 'Dora Nilsson'),
    ),
  },
  { name: 'picker-typed', arrange: types('b', 'Billing') },
  { name: 'keypad', arrange: all(closes, presses('#', 'hears the tones'), ({ page }) => page.keyboard.type('12')) },
  {
    name: 'help',
    arrange: all(closes, presses('!', 'Your hand is up'), async ({ page }) => {
      await page.keyboard.press('Shift+W');
      await page.keyboard.type('She wants a refund, may I?');
      await page.keyboard.press('Enter');
      await sees(page, 'You ·');
      await page.getByRole('heading', { name: 'Your hand is up' }).click();
    }),
  },
  {
    name: 'wrap-up',
    arrange: all(
      presses('!', 'Earlier contacts'),
      shows(() => wrapUp(), 'How did it end?'),
    ),
  },
  { name: 'wrap-up-take-back', arrange: shows(() => wrapUp({ takeBackUntil: inMs(29_000) }), 'It can come back to you') },
  { name: 'wrap-up-busy', arrange: shows(() => wrapUp({ direction: 'outbound', endReason: 'busy' }), 'The number was busy') },
  { name: 'wrap-up-late', arrange: async ({ center, page }) => (center.wrapUpExpires(), sees(page, 'ran out')) },
  { name: 'follow-ups', arrange: presses('2', 'Replacement door seal') },
  { name: 'call-backs', arrange: presses('4', 'Maria Keller') },
  {
    name: 'timeline-missed',
    arrange: all(
      ({ page }) => page.goto(`${new URL(page.url()).origin}/contacts/c-3`),
      ({ page }) => sees(page, 'You missed this wrap-up'),
    ),
  },
  {
    name: 'timeline-writing',
    arrange: all(
      ({ page }) => page.getByRole('button', { name: 'Write it down now' }).click(),
      ({ page }) => page.getByRole('button', { name: 'Finish', exact: true }).click(),
      ({ page }) => sees(page, 'Choose how the call ended.'),
    ),
  },
  {
    name: 'offer-why',
    arrange: all(
      shows(() => offered({ reason: 'Longest idle of 2 free agents at level 1.' }), 'How it was decided'),
      ({ page }) => page.getByRole('button', { name: 'How it was decided' }).click(),
      ({ page }) => sees(page, 'It asked for anybody.'),
    ),
  },
  {
    name: 'offer-why-many',
    arrange: all(
      ({ center, page }) => ((center.says = crowded), page.keyboard.press('Escape')),
      shows(() => offered({ reason: 'Longest idle of 5 free agents at level 1.' }), 'of 5 free agents'),
      ({ page }) => page.getByRole('button', { name: 'How it was decided' }).click(),
      ({ page }) => sees(page, 'Béla Kiss 2'),
      ({ page }) => page.getByText('Is on a break').first().click(),
    ),
  },
  {
    name: 'floor-waiting',
    arrange: async ({ page }) => {
      await page.keyboard.press('3');
      await sees(page, 'Tomas Novak');
    },
  },
  {
    name: 'floor-set',
    arrange: async ({ page }) => {
      await page.keyboard.press('3');
      await page.getByRole('button', { name: 'Actions for Béla Kiss' }).click();
      await page.getByRole('menuitem', { name: 'Set status, profile, skills' }).click();
      await sees(page, 'Hungarian');
    },
  },
  {
    name: 'floor-who',
    arrange: async ({ page }) => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('3');
      await page.getByRole('button', { name: 'Actions for Tomas Novak' }).click();
      await page.getByRole('menuitem', { name: 'Who would get it now?' }).click();
      await sees(page, 'would get it now');
    },
  },
  { name: 'floor-who-many', arrange: asksWho(crowded, 'Asks for anybody with hungarian') },
  { name: 'floor-who-nobody', arrange: asksWho(deserted, 'Nobody would get it now.') },
  {
    name: 'floor-why-no-calls',
    arrange: async ({ center, page }) => {
      center.says = crowded;
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Actions for Béla Kiss' }).click();
      await page.getByRole('menuitem', { name: 'Why no calls?' }).click();
      await sees(page, 'agents pick from its list');
    },
  },
  {
    name: 'floor-over',
    arrange: async ({ center, page }) => {
      await page.keyboard.press('Escape');
      const bela = {
        agentId: AgentId.parse('bela'),
        name: 'Béla Kiss',
        status: 'on-break',
        state: 'idle',
        since: inMs(-41 * 60_000),
      } as const;
      center.push({ type: 'floor-agent', agent: { ...bela, breakReason: 'lunch', live: true }, at: inMs(500) });
      await sees(page, 'Over 30 min');
      await page.getByText('Over 30 min').first().scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'floor-hand',
    arrange: async ({ center, page }) => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('3');
      await sees(page, 'Longest wait');
      const bela = {
        agentId: AgentId.parse('bela'),
        name: 'Béla Kiss',
        status: 'available',
        state: 'engaged',
        since: inMs(-90_000),
      } as const;
      const agent = {
        ...bela,
        live: true,
        profileName: 'Bills, and the shop’s own customers',
        queueName: 'Billing',
        help: { since: inMs(-20_000) },
      };
      center.push({ type: 'floor-agent', agent, at: inMs(1000) });
      await page.getByRole('button', { name: 'Chat with Béla Kiss' }).click();
      await sees(page, 'Nothing is written yet.');
    },
  },
];

/** Signs in, and passes the check of the device once. */
export async function ready({ standIn, page }: Rig): Promise<void> {
  await page.goto(standIn.origin);
  await page.getByRole('button', { name: 'Go available' }).last().click();
  await page.getByLabel('I hear it').click();
  await page.getByRole('button', { name: 'Go available' }).last().click();
}
