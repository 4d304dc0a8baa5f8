/**
 * Ways through the sample flows: what a caller presses, each when the next question begins, and at the beginning of what they hang up. `-` presses
 * nothing and waits for the question after.
 */
import { afterHoursNumber, helpDeskNumber, switchboardNumber } from '../../local/demo/settings.ts';

export interface Way {
  number: string;
  keys: string[];
  /** What begins after the last key, one after the other; at the last they hang up. */
  until: string[];
  /** The step that the flow is at then, or the queue that the contact waits in. */
  at: string;
}

const actions: Readonly<Record<string, string>> = {
  asks: 'PlayAudioAndGetDigits',
  plays: 'PlayAudio',
  speaks: 'Speak',
  records: 'RecordAudio',
};

/** `way('1 1 70011#', 'digits auth-pin 1')`; `until` where the step does not begin with a question. */
const of =
  (number: string, flow: string) =>
  (keys: string, at: string, until = at.startsWith('queue ') ? 'plays' : 'asks'): Way => ({
    number,
    keys: keys.split(' ').filter((key) => key !== ''),
    until: until.split(' ').map((word) => actions[word] ?? word),
    at: /^queue |^[a-z-]+: /.test(at) ? at : `${flow}: ${at}`,
  });

const desk = of(helpDeskNumber, 'help-desk');
const helpDeskWays: readonly Way[] = [
  desk('', 'menu choose-language 1'),
  desk('8', 'menu choose-language 2'),
  // Who presses nothing is asked again as well.
  desk('-', 'menu choose-language 2'),
  desk('8 8', 'menu choose-language 3'),
  desk('1', 'play recording-notice', 'plays'),
  ...['1', '2', '3', '4', '5', '0'].map((language) => desk(language, 'menu help-menu 1')),
  desk('1 8', 'menu help-menu 2'),
  desk('1 8 8', 'menu help-menu 3'),
  desk('1 *', 'menu help-menu 1'),
  desk('1 2', 'queue technical'),
  desk('1 3', 'queue billing'),
  desk('1 4', 'queue returns'),
  desk('1 0', 'queue operator'),
  desk('1 1', 'digits auth-number 1'),
  desk('1 1 12#', 'digits auth-number 2'),
  desk('1 1 12# 12#', 'digits auth-number 3'),
  desk('1 1 0#', 'queue operator'),
  desk('1 1 70011#', 'digits auth-pin 1'),
  desk('1 1 70011# 12#', 'digits auth-pin 2'),
  desk('1 1 70011# 12# 12#', 'digits auth-pin 3'),
  desk('1 1 70014# 9999#', 'play auth-wrong', 'plays'),
  desk('1 1 70016# 9999#', 'digits auth-number 1'),
  desk('1 1 70015# 9999# 70015# 9999# 70015# 9999#', 'play auth-locked-out', 'plays'),
  desk('1 1 70011# 1111#', 'say order-packed', 'speaks'),
  // Hungarian has no voice: it is read from recordings.
  desk('2 1 70011# 1111#', 'say order-packed, recorded', 'plays'),
  desk('1 1 70012# 1212#', 'play order-none', 'plays'),
  desk('1 1 70012# 1212#', 'menu order-after 1'),
  desk('1 1 70012# 1212# 8', 'menu order-after 2'),
  desk('1 1 70012# 1212# 9', 'play goodbye', 'plays'),
  desk('1 1 70012# 1212# 1', 'queue returns'),
];

const board = of(switchboardNumber, 'switchboard');
const switchboardWays: readonly Way[] = [
  board('', 'menu switchboard 1'),
  board('8', 'menu switchboard 2'),
  board('-', 'menu switchboard 2'),
  board('8 8', 'menu switchboard 3'),
  board('0', 'queue operator'),
  board('1', 'digits extension 1'),
  board('1 8#', 'digits extension 2'),
  board('1 99#', 'play extension-unknown', 'plays'),
  board('1 201#', 'queue operator'),
  board('2', 'digits name-keys 1'),
  board('2 111', 'digits name-keys 2'),
  board('2 999', 'play name-unknown', 'plays'),
  board('2 266', 'say name-found', 'speaks'),
  board('2 266', 'digits name-right 1'),
  board('2 266 1', 'queue operator'),
];

const late = of(afterHoursNumber, 'after-hours');
const afterHoursWays: readonly Way[] = [
  late('', 'play after-hours', 'plays'),
  late('', 'say opens-at', 'speaks'),
  late('', 'digits after-hours-menu 1'),
  late('8', 'digits after-hours-menu 2'),
  late('-', 'digits after-hours-menu 2'),
  late('8 8', 'play goodbye', 'plays'),
  late('9', 'queue operator'),
  late('*', 'queue operator'),
  late('1', 'record after voicemail-greeting', 'plays'),
  late('1', 'record after voicemail-greeting', 'records'),
  // Nobody speaks: silence ends the message, twice.
  late('1', 'record after voicemail-too-short', 'records plays'),
  late('1', 'play voicemail-nothing', 'records records plays'),
  late('2', 'offer-callback: play callback-offer', 'plays'),
  late('2', 'offer-callback: play callback-number-intro', 'plays plays'),
  late('2', 'offer-callback: read out 0', 'plays plays plays'),
  late('2', 'offer-callback: digits callback-number 1'),
  late('2 8', 'offer-callback: digits callback-number 2'),
  late('2 2', 'offer-callback: digits callback-type 1'),
  late('2 2 12#', 'offer-callback: digits callback-type 2'),
  late('2 1', 'offer-callback: digits callback-when 1'),
  late('2 1 8', 'offer-callback: digits callback-when 2'),
];

/** Somebody who leaves a message: `#` ends it. */
const speaking: readonly Way[] = [
  late('1 #', 'digits voicemail-review 1'),
  late('1 # 8', 'digits voicemail-review 2'),
  late('1 # 4', 'play the message', 'plays'),
  late('1 # 2', 'record after voicemail-again', 'records'),
  late('1 # 1', 'play voicemail-kept', 'plays'),
];

/** With baresip, a telephone of another make: a key within a prompt, several keys, and one that the menu refuses. */
const baresip: readonly Way[] = [
  desk('1 3', 'queue billing'),
  board('2 266', 'digits name-right 1'),
  late('8', 'digits after-hours-menu 2'),
];

/** A crowd that waits: seventeen callers of each flow, in the queues of its menus. */
const fifty: readonly Way[] = Array.from({ length: 17 }, (_, i) => [
  desk(`1 ${[2, 3, 4, 0][i % 4]}`, `queue ${['technical', 'billing', 'returns', 'operator'][i % 4]}`),
  board('0', 'queue operator'),
  late('9', 'queue operator'),
]).flat();

/** By callers who press only, by a crowd, by those who speak, and while a notice is on. */
export const ways = {
  pressing: [...helpDeskWays, ...switchboardWays, ...afterHoursWays],
  fifty,
  speaking,
  noticed: [board('', 'say notice', 'speaks')],
  baresip,
};
