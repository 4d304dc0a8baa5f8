/** All eighteen actions by name. */
import { actionTypes } from '../../shared/telephony/sma.ts';
import type { ActionDefinition } from './contract.ts';
import { callAndBridge } from './call-and-bridge.ts';
import { hangup } from './hangup.ts';
import { joinChimeMeeting } from './join-chime-meeting.ts';
import { modifyChimeMeetingAttendees } from './modify-chime-meeting-attendees.ts';
import { pause } from './pause.ts';
import { playAudioAndGetDigits } from './play-audio-and-get-digits.ts';
import { playAudio } from './play-audio.ts';
import { receiveDigits } from './receive-digits.ts';
import { recordAudio } from './record-audio.ts';
import { sendDigits } from './send-digits.ts';
import { speakAndGetDigits } from './speak-and-get-digits.ts';
import { speak } from './speak.ts';
import { startBotConversation } from './start-bot-conversation.ts';
import { unsupported } from './unsupported.ts';

const supported = [
  callAndBridge,
  hangup,
  joinChimeMeeting,
  modifyChimeMeetingAttendees,
  pause,
  playAudio,
  playAudioAndGetDigits,
  receiveDigits,
  recordAudio,
  sendDigits,
  speak,
  speakAndGetDigits,
  startBotConversation,
];
const table = new Map<string, ActionDefinition>([
  ...actionTypes.map((type): [string, ActionDefinition] => [type, unsupported(type)]),
  ...supported.map((definition): [string, ActionDefinition] => [definition.type, definition]),
]);

/** The action of this name; names that the service does not know never get here. */
export function definitionOf(type: string): ActionDefinition {
  return table.get(type) ?? unsupported(type);
}
