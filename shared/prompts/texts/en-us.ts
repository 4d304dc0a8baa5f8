const choices =
  'For products, press 1. For technical support, press 2. For billing, press 3. For returns, press 4. For an operator, press 0.';

const welcome = 'Welcome, and thank you for calling.';

/** The prompts in American English. */
export const sentences: Record<string, string> = {
  welcome,
  // Nothing hears keys while a prompt is only played, so the menu says the welcome itself, the first time.
  'main-menu': `${welcome} ${choices}`,
  'main-menu-again': `Please choose again. ${choices}`,
  'main-menu-last': `Once more. ${choices} Or stay on the line, and somebody will help you.`,
  'not-understood': 'I am sorry, I did not get that.',
  closed: 'Thank you for calling. We are closed at the moment. Please call again during our opening hours.',
  goodbye: 'Thank you for calling. Goodbye.',
  'connecting-soon': 'Please hold the line. We will be with you shortly.',
  'position-intro': 'You are caller number',
  'position-many': 'There are many callers before you. Thank you for your patience.',
  'wait-intro': 'Your expected waiting time is about',
  'sorry-lost': 'I am sorry, something went wrong on our side. Please hold the line, and somebody will help you.',
  'still-there': 'Thank you for holding. We are still with you.',
  'sorry-agent-lost': 'I am sorry, we lost the connection to your agent. Please hold the line, and somebody will be with you at once.',
  'sorry-transfer-failed': 'I am sorry, we could not put you through. Please hold the line, and somebody will help you.',
  'call-for-you': 'This is a call from your contact center.',
  'press-1': 'To take the call, press 1.',
  'no-key-pressed': 'No key was pressed. Goodbye.',
  'voicemail-greeting': 'Please leave a message after the tone. When you are done, press the pound key, or just hang up.',
  'voicemail-greeting-agent':
    'The person you are calling is not available. Please leave a message after the tone. When you are done, press the pound key, or just hang up.',
  'voicemail-too-short': 'I am sorry, I did not hear anything. Please speak after the tone.',
  'voicemail-again': 'Please speak after the tone.',
  'voicemail-review': 'To keep your message, press 1. To record it again, press 2. To cancel, press 3. To hear it, press 4.',
  'voicemail-kept': 'Thank you. We have your message, and we will get back to you. Goodbye.',
  'voicemail-nothing': 'I am sorry, there is no message. Please call again. Goodbye.',
  'callback-offer': 'We can call you back, and you keep your place in the queue.',
  'callback-number-intro': 'We will call you at this number:',
  'callback-number': 'If that is right, press 1. To give another number, press 2. If you do not want to be called back, press 3.',
  'callback-type': 'Please type your telephone number with its area code, and then the pound key.',
  'callback-not-callable': 'I am sorry, we cannot call that number.',
  'callback-when': 'To be called as soon as somebody is free, press 1. To be called when we open on the next day, press 2.',
  'callback-confirmed': 'Thank you. You keep your place, and we will call you back. Goodbye.',
  'callback-sorry': 'I am sorry, we cannot call you back.',
  'unserved-closed': 'Thank you for calling. We are closed at the moment.',
  'unserved-full': 'I am sorry, too many callers are waiting at the moment.',
  'unserved-nobody': 'I am sorry, nobody can take your call at the moment.',
  'unserved-waited': 'I am sorry that you had to wait so long.',
  'unserved-choices': 'To leave a message, press 1. To be called back, press 2. Or just hang up.',
  'unserved-message': 'To leave a message, press 1. Or just hang up.',
  'sorry-goodbye': 'I am sorry, we cannot take your call at the moment. Please try again in a few minutes.',
};
