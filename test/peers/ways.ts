/**
 * Ways through the sample flows, as a caller goes them: how long they wait and what they press, and where they hang up. A key is heard from a
 * question's first word on and for six seconds after its last; each is pressed well within that.
 */
import { afterHoursNumber, helpDeskNumber, switchboardNumber } from '../../local/demo/settings.ts';

export interface Way {
  number: string;
  way: string;
  /** Where the caller may be when they hang up: a word more or less may have been said by then. */
  at: readonly string[];
}

const of =
  (number: string, flow: string) =>
  (way: string, ...at: string[]): Way => ({
    number,
    way,
    at: at.map((step) => (/^(queue |hang-up$|flow$|offer-callback: )/.test(step) ? step : `${flow}: ${step}`)),
  });

const desk = of(helpDeskNumber, 'help-desk');
const pin = '4 1, 9 1, 4 70011#';
const noOrder = '4 1, 9 1, 4 70012#, 5 1212#';
const helpDeskWays: readonly Way[] = [
  desk('3', 'menu choose-language 1'),
  desk('4 8, 7', 'menu choose-language 2'),
  // Who presses nothing is asked again as well.
  desk('20', 'menu choose-language 2'),
  desk('4 8, 8 8, 7', 'menu choose-language 3'),
  desk('4 1, 2', 'play recording-notice', 'menu help-menu 1'),
  ...['1', '2', '3', '4', '5', '0'].map((key) => desk(`4 ${key}, 10`, 'menu help-menu 1')),
  desk('4 1, 9 8, 7', 'menu help-menu 2'),
  desk('4 1, 9 8, 8 8, 8', 'menu help-menu 3'),
  desk('4 1, 9 *, 5', 'menu help-menu 1'),
  ...[
    ['2', 'technical'],
    ['3', 'billing'],
    ['4', 'returns'],
    ['0', 'operator'],
  ].map(([key, topic]) => desk(`4 1, 9 ${key}, 6`, `queue ${topic}`)),
  desk('4 1, 9 1, 3', 'digits auth-number 1'),
  desk('4 1, 9 1, 3 12#, 7', 'digits auth-number 2'),
  desk('4 1, 9 1, 3 12#, 8 12#, 8', 'digits auth-number 3'),
  desk('4 1, 9 1, 3 0#, 6', 'queue operator'),
  desk(`${pin}, 6`, 'digits auth-pin 1'),
  desk(`${pin}, 5 12#, 8`, 'digits auth-pin 2'),
  desk(`${pin}, 5 12#, 8 12#, 8`, 'digits auth-pin 3'),
  desk('4 1, 9 1, 4 70014#, 5 9999#, 4', 'play auth-wrong', 'digits auth-number 1'),
  desk('4 1, 9 1, 4 70015#, 5 9999#, 8 70015#, 5 9999#, 8 70015#, 5 9999#, 4', 'play auth-locked-out', 'menu order-after 1'),
  desk(`${pin}, 5 1111#, 4`, 'say order-packed'),
  // Hungarian has no voice: it is read from recordings.
  desk('4 2, 10 1, 4 70011#, 6 1111#, 5', 'say order-packed, recorded', 'say order-packed, recorded 2'),
  desk(`${noOrder}, 4`, 'play order-none', 'menu order-after 1'),
  desk(`${noOrder}, 8`, 'menu order-after 1'),
  desk(`${noOrder}, 8 8, 8`, 'menu order-after 2'),
  desk(`${noOrder}, 8 9, 1`, 'play goodbye', 'hang-up'),
  desk(`${noOrder}, 8 1, 5`, 'queue returns'),
];

const board = of(switchboardNumber, 'switchboard');
const switchboardWays: readonly Way[] = [
  board('3', 'menu switchboard 1'),
  board('4 8, 7', 'menu switchboard 2'),
  board('4 8, 8 8, 7', 'menu switchboard 3'),
  board('4 0, 5', 'queue operator'),
  board('4 1, 3', 'digits extension 1'),
  board('4 1, 3 8#, 7', 'digits extension 2'),
  board('4 1, 3 99#, 4', 'play extension-unknown', 'menu switchboard 1'),
  board('4 1, 3 201#, 6', 'queue operator'),
  board('4 2, 3', 'digits name-keys 1'),
  board('4 2, 4 111, 8', 'digits name-keys 2'),
  board('4 2, 4 999, 4', 'play name-unknown', 'menu switchboard 1'),
  board('4 2, 4 266, 3', 'say name-found', 'digits name-right 1'),
  board('4 2, 4 266, 9', 'digits name-right 1'),
  board('4 2, 4 266, 9 1, 5', 'queue operator'),
];

const late = of(afterHoursNumber, 'after-hours');
const callback = (step: string): string => `offer-callback: ${step}`;
const afterHoursWays: readonly Way[] = [
  late('1', 'play after-hours', 'say opens-at'),
  late('5', 'say opens-at', 'digits after-hours-menu 1'),
  late('12', 'digits after-hours-menu 1'),
  late('12 8, 7', 'digits after-hours-menu 2'),
  late('12 8, 9 8, 4', 'play goodbye', 'hang-up'),
  late('12 9, 5', 'queue operator'),
  late('12 *, 5', 'queue operator'),
  late('12 1, 4', 'record after voicemail-greeting'),
  // Nobody speaks: silence of five seconds ends the message, twice.
  late('12 1, 16', 'record after voicemail-too-short'),
  late('12 1, 26', 'play voicemail-nothing', 'play goodbye', 'hang-up'),
  late('12 2, 2', callback('play callback-offer'), callback('play callback-number-intro')),
  late('12 2, 5', callback('play callback-number-intro'), callback('play callback-offer'), callback('read out 0')),
  late('12 2, 8', callback('read out 0'), callback('digits callback-number 1')),
  late('12 2, 16', callback('digits callback-number 1')),
  late('12 2, 16 8, 8', callback('digits callback-number 2')),
  late('12 2, 16 2, 4', callback('digits callback-type 1')),
  late('12 2, 16 2, 4 12#, 8', callback('digits callback-type 2')),
  late('12 2, 16 1, 4', callback('digits callback-when 1')),
  late('12 2, 16 1, 4 8, 7', callback('digits callback-when 2')),
];

export const ways: readonly Way[] = [...helpDeskWays, ...switchboardWays, ...afterHoursWays];
/** While a notice is on. */
export const noticed: Way = board('3', 'say notice');
