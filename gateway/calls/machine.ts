/** A call, from the outside: one input in, what is to be done out. */
import type { EventType } from '../../shared/telephony/sma.ts';
import type { Invocation } from '../contract.ts';
import { readAnswer } from './answers.ts';
import type { ReadAnswer } from './answers.ts';
import { forgetDigits, gapPassed, pressed } from './digits.ts';
import type { Effect, Input, Saved } from './effects.ts';
import { endCall, finish } from './ending.ts';
import { invoke, settle, tell } from './invocations.ts';
import { legLost } from './legs.ts';
import { hear, runNext, startWaiting, takeOn } from './list.ts';
import { emit, legOf, startTimer, stopCalling, stopTimer, waits } from './state.ts';
import type { CallState, Question } from './state.ts';

/** Lets the call hear one input. The call is changed in place; the effects are in the order in which they are to be done. */
export function advance(call: CallState, input: Input): Effect[] {
  if (call.phase !== 'ended') react(call, input);
  return call.outbox.splice(0);
}

function react(call: CallState, input: Input): void {
  switch (input.kind) {
    case 'start':
      return begin(call);
    case 'ringing':
      return sayOutbound(call, 'RINGING');
    case 'answered':
      return answered(call);
    case 'leg-ended':
      return legLost(call, call.legA, input.code, input.saved);
    case 'callee-answered':
      return hear(call, (running) => running.calleeAnswered?.());
    case 'callee-ended':
      return calleeEnded(call, input.code, input.saved);
    case 'digit':
      return digit(call, input);
    case 'silent':
      return call.recording === input.recordingId ? hear(call, (running) => running.silent?.()) : undefined;
    case 'saved':
      return saved(call, input);
    case 'played':
      return played(call, input);
    case 'bot':
      return call.conversation === input.conversationId ? hear(call, (running) => running.bot?.(input.answer)) : undefined;
    case 'spoke':
    case 'said':
      return call.conversation === input.conversationId ? hear(call, (running) => running[input.kind]?.()) : undefined;
    case 'joined':
      return joined(call, input.attendeeId !== undefined);
    case 'meeting-left':
      return meetingLeft(call);
    case 'muted':
      return hear(call, (running) => running.muted?.(input.unknown));
    case 'invoked':
      return invoked(call, input.sequence, input.outcome);
    case 'update':
      return update(call, input.arguments);
    case 'timer':
      return call.timers.delete(input.name) ? timer(call, input.name) : undefined;
  }
}

function begin(call: CallState): void {
  const outbound = call.legA.direction === 'Outbound';
  startTimer(call, 'attempt', outbound ? waits.outboundAttempt : waits.attempt);
  if (!outbound) return tell(call, { type: 'NEW_INBOUND_CALL', role: 'first', leg: call.legA });
  tell(call, {
    type: 'NEW_OUTBOUND_CALL',
    role: 'noted',
    leg: call.legA,
    ...(call.arguments ? { actionData: { Parameters: { Arguments: { ...call.arguments } } } } : {}),
  });
  emit(call, { kind: 'dial' });
}

/** RINGING and CALL_ANSWERED come after NEW_OUTBOUND_CALL is answered, however quick the far end is. */
function sayOutbound(call: CallState, type: EventType): void {
  if (call.phase !== 'live' || call.legA.direction !== 'Outbound') return;
  if (call.questions.has(1)) call.held.push(type);
  else tell(call, { type, role: type === 'RINGING' ? 'noted' : 'queues', leg: call.legA });
}

function answered(call: CallState): void {
  if (call.phase !== 'live' || call.legA.status !== undefined) return;
  call.legA.status = 'Connected';
  call.answering = false;
  stopTimer(call, 'attempt');
  sayOutbound(call, 'CALL_ANSWERED');
  startWaiting(call);
}

function played(call: CallState, input: Input & { kind: 'played' }): void {
  if (call.playing !== input.playId) return;
  delete call.playing;
  hear(call, (running) => running.played?.(input.end));
}

function digit(call: CallState, input: Input & { kind: 'digit' }): void {
  const leg = legOf(call, input.on);
  if (call.phase === 'live' && leg?.status === 'Connected') pressed(call, leg, input.digit);
}

/** Before it is LEG-B, the end of the called telephone is the action's matter. */
function calleeEnded(call: CallState, code: number, end?: Saved): void {
  if (call.calling) {
    stopCalling(call, true);
    return hear(call, (running) => running.calleeEnded?.(code));
  }
  const leg = legOf(call, 'LEG-B');
  if (leg && leg.meetingId === undefined) legLost(call, leg, code, end);
}

function saved(call: CallState, input: Input & { kind: 'saved' }): void {
  if (call.recording !== input.recordingId) return;
  delete call.recording;
  hear(call, (running) => running.saved?.(input.saved));
}

function joined(call: CallState, inside: boolean): void {
  if (call.current?.running?.joined) hear(call, (running) => running.joined?.(inside));
  // The caller was quicker than the meeting: nobody waits for this seat any more.
  else if (inside) emit(call, { kind: 'leave' });
}

function meetingLeft(call: CallState): void {
  const leg = legOf(call, 'LEG-B');
  if (leg?.meetingId !== undefined) legLost(call, leg, 0);
}

function update(call: CallState, given: Record<string, string>): void {
  const leg = legOf(call, 'LEG-A') ?? legOf(call, 'LEG-B');
  if (!leg) return;
  const actionData = { Type: 'CallUpdateRequest', Parameters: { Arguments: given } };
  tell(call, { type: 'CALL_UPDATE_REQUESTED', role: 'interrupts', leg, actionData });
}

function timer(call: CallState, name: string): void {
  const [kind = '', ...rest] = name.split(':');
  if (kind === 'action') return hear(call, (running) => running.timer?.(rest.join(':')));
  if (kind === 'armed') {
    const tag = rest[0] === 'LEG-B' ? 'LEG-B' : 'LEG-A';
    return rest[1] === 'gap' ? gapPassed(call, tag) : forgetDigits(call, tag);
  }
  if (kind === 'attempt') return attemptFailed(call);
  const question = call.questions.get(Number(rest[0]));
  if (!question) return;
  if (rest[1] === 'give-up') return giveUp(call, 'no answer within 20 s');
  emit(call, { kind: 'log', line: `no answer to ${question.type} within 5 s: asked again` });
  if (question.attempts < 2) invoke(call, question);
}

function attemptFailed(call: CallState): void {
  emit(call, { kind: 'hang-up', on: 'LEG-A', status: 480 });
  legLost(call, call.legA, 480);
}

function giveUp(call: CallState, why: string): void {
  if (call.phase === 'closing') finish(call);
  else endCall(call, 480, why);
}

function invoked(call: CallState, sequence: number, outcome: Invocation): void {
  const question = call.questions.get(sequence);
  if (!question) return;
  if (outcome.kind === 'answer') {
    settle(call, question);
    return apply(call, question, outcome.payload);
  }
  question.refusals += 1;
  emit(call, { kind: 'log', line: `${question.type} failed`, details: { status: outcome.status, message: outcome.message } });
  if (question.refusals >= 2) return giveUp(call, 'the function failed twice');
  if (question.attempts > question.refusals) return;
  stopTimer(call, `invoke:${sequence}:repeat`);
  invoke(call, question);
}

/** An answer arrived. */
function apply(call: CallState, question: Question, payload: unknown): void {
  if (call.phase === 'closing') return finish(call);
  const answer = readAnswer(payload);
  if (question.role === 'ignored') return;
  if (answer.kind === 'invalid') return refuse(call, question, answer);
  if (answer.actions.length > 0 && isOvertaken(call, question)) {
    emit(call, { kind: 'log', line: `${question.type}: a newer list has replaced the one that its answer is about, which is ignored` });
    return;
  }
  if (answer.attributes) call.attributes = answer.attributes;
  const names = answer.actions.map((action) => action.type).join(', ');
  emit(call, { kind: 'log', line: `${question.type} answered with ${names || 'no actions'}` });
  if (question.type === 'NEW_OUTBOUND_CALL') return sayHeld(call);
  if (question.role === 'noted' || question.role === 'overtaken') return;
  if (answer.actions.length > 0) return act(call, question, answer);
  if (question.role === 'first') return endCall(call, 480, 'Actions list is empty.');
  const goesOn = question.role === 'continues' && question.listNumber === call.listNumber;
  if (question.followUp) tell(call, { ...question.followUp, role: goesOn ? 'continues' : 'noted' });
  else if (goesOn) runNext(call);
}

/** It speaks of a list that something newer has replaced: attributes that tell of actions which never run would deceive whoever reads them. */
const isOvertaken = (call: CallState, { role, listNumber }: Question): boolean =>
  role === 'overtaken' || (role === 'continues' && listNumber !== call.listNumber);

function act(call: CallState, question: Question, answer: ReadAnswer & { kind: 'valid' }): void {
  takeOn(call, answer.actions, question.askedOn, question.role === 'interrupts');
}

function sayHeld(call: CallState): void {
  for (const type of call.held.splice(0)) sayOutbound(call, type);
}

/** A bad answer is told once; a bad first answer, or a bad answer to that, ends the call. */
function refuse(call: CallState, question: Question, answer: ReadAnswer & { kind: 'invalid' }): void {
  emit(call, { kind: 'log', line: `${question.type}: ${answer.message}` });
  if (question.sequence === 1 || question.type === 'INVALID_LAMBDA_RESPONSE') return endCall(call, 480, answer.message);
  if (question.role === 'noted' || question.role === 'overtaken') return;
  const leg = call.legs.find((candidate) => candidate.callId === question.askedOn) ?? call.legs[0];
  if (!leg) return;
  tell(call, {
    type: 'INVALID_LAMBDA_RESPONSE',
    role: question.role,
    leg,
    listNumber: question.listNumber,
    error: { type: answer.errorType, message: answer.message },
  });
}
