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
  'sorry-goodbye': 'I am sorry, we cannot take your call at the moment. Please try again in a few minutes.',
};
