/** Why a command on a conversation is refused, as a person reads it. */
import type { Problem } from '../problem.ts';
import { mostParties } from './party.ts';
import { talkStates, type TalkState } from './machine.ts';

export const notNow = (state: TalkState): Problem => ({
  code: 'not-now',
  sentence: `That is not possible now: ${talkStates[state].replace(/^./, (first) => first.toLowerCase())}`,
  remedy: 'Choose one of the actions that are offered.',
  status: 409,
});

export const somebodyFaster: Problem = {
  code: 'somebody-faster',
  sentence: 'Somebody was faster: the conversation has changed since you pressed.',
  remedy: 'Look at it as it is now, and press again if you still want to.',
  status: 409,
};

export const notYours: Problem = {
  code: 'not-yours',
  sentence: 'This conversation belongs to a colleague.',
  remedy: 'Ask them, or hang up to leave it.',
  status: 403,
};

export const noSuchParty: Problem = {
  code: 'no-such-party',
  sentence: 'Nobody of that kind is in the conversation.',
  remedy: 'Choose somebody from the list of participants.',
  status: 409,
};

export const alreadyHere: Problem = {
  code: 'already-here',
  sentence: 'They are in this conversation already.',
  remedy: 'Choose somebody else.',
  status: 409,
};

export const conversationFull: Problem = {
  code: 'conversation-full',
  sentence: `There are ${mostParties} in the conversation, and no more fit in.`,
  remedy: 'Take somebody out first.',
  status: 409,
};

export const notReachable = (name: string, why: string): Problem => ({
  code: 'not-reachable',
  sentence: `${name} can’t be called now: ${why}.`,
  remedy: 'Choose somebody else, or send the customer to a queue.',
  status: 409,
});

export const nobodyFree = (queueName: string): Problem => ({
  code: 'nobody-free',
  sentence: `Nobody of ${queueName} is free now.`,
  remedy: 'Transfer the customer to the queue, or choose a colleague.',
  status: 409,
});

export const noSuchTarget: Problem = {
  code: 'no-such-target',
  sentence: 'There is nobody to call there.',
  remedy: 'Choose a colleague, a queue or a number.',
  status: 404,
};

export const onlyInternal: Problem = {
  code: 'internal-call',
  sentence: 'A call between colleagues has no customer to do that with.',
  remedy: 'Hang up, and call whom you want to talk to.',
  status: 409,
};

export const tooLate: Problem = {
  code: 'too-late',
  sentence: 'The customer can’t be taken back any more: somebody talks with them, the time is over, or you are busy.',
  remedy: 'Nothing to do: they are looked after.',
  status: 409,
};
