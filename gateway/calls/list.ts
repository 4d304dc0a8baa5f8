/** How a list of actions runs: one after another; who may replace it, and what of it is told. */
import type { ActionDefinition, Outcome, Running, Stage } from '../actions/contract.ts';
import { invalidTarget } from '../actions/parameters.ts';
import { definitionOf } from '../actions/table.ts';
import type { AnsweredAction } from './answers.ts';
import { tell } from './invocations.ts';
import { hangUpLeg } from './legs.ts';
import { disarm, dropCurrent, emit, legOf, startCalling, startTimer, stopPlaying, stopTimer } from './state.ts';
import type { CallLeg, CallState, CurrentAction, PendingAction } from './state.ts';
import type { Effect } from './effects.ts';
import { actionData, failureData } from './telling.ts';

/** Takes on a new list in place of the present one. A running action that cannot be interrupted is waited for. */
export function takeOn(call: CallState, actions: readonly AnsweredAction[], askedOn: string, interrupts: boolean): void {
  call.listNumber += 1;
  call.pending = actions.map((action) => ({ ...action, askedOn }));
  const { current } = call;
  if (current) {
    if (!interrupts || !definitionOf(current.type).interruptible) return;
    dropCurrent(call);
    tell(call, { type: 'ACTION_INTERRUPTED', role: 'ignored', leg: current.leg, actionData: actionData(current) });
  }
  runNext(call);
}

/** Starts the next action if none runs. */
export function runNext(call: CallState): void {
  while (call.phase === 'live' && !call.current) {
    const next = call.pending.shift();
    if (!next) return;
    if (!begin(call, next)) return;
  }
}

/** Begins an action. True when it is over already and the list goes on. */
function begin(call: CallState, action: PendingAction): boolean {
  const leg = targetOf(call, action);
  const definition = definitionOf(action.type);
  const listNumber = call.listNumber;
  if (!leg) return conclude(call, { ...action, listNumber }, invalidTarget);
  const preparation = definition.prepare({ parameters: action.parameters, leg, call });
  if (typeof preparation !== 'function') return conclude(call, { ...action, leg, listNumber }, preparation);
  const current: CurrentAction = { ...action, leg, listNumber, preparation };
  call.current = current;
  if (call.legA.status === undefined && waitsForAnswer(call, definition)) {
    askForAnswer(call);
    return false;
  }
  return start(call, current);
}

/** A caller may ring on while another telephone rings for them; an outbound call has to be up before anything. */
function waitsForAnswer({ legA }: CallState, { answersCall }: ActionDefinition): boolean {
  return answersCall === 'when-bridged' ? legA.direction === 'Outbound' : answersCall;
}

/** Wants the call answered. An outbound call has to wait for its far end. */
function askForAnswer(call: CallState): void {
  if (call.answering || call.legA.direction === 'Outbound') return;
  call.answering = true;
  stopTimer(call, 'attempt');
  emit(call, { kind: 'answer' });
}

/** The call is answered: the action that waited for it runs, or goes on. */
export function startWaiting(call: CallState): void {
  const { current } = call;
  if (current?.running) hear(call, (running) => running.answered?.());
  else if (current && start(call, current)) runNext(call);
}

function start(call: CallState, current: CurrentAction): boolean {
  emit(call, { kind: 'log', line: `${current.type} on ${current.leg.tag}` });
  const begun = current.preparation(stageOf(call, current.leg));
  if ('kind' in begun) return over(call, current, begun);
  current.running = begun;
  return false;
}

/** Lets the running action hear something, and goes on when it is over by that. */
export function hear(call: CallState, ear: (running: Running) => Outcome | undefined): void {
  const { current } = call;
  if (!current?.running) return;
  const outcome = ear(current.running);
  if (outcome && over(call, current, outcome)) runNext(call);
}

function over(call: CallState, current: CurrentAction, outcome: Outcome): boolean {
  if (outcome.kind === 'succeeded' && outcome.legB) addLegB(call, outcome.legB);
  dropCurrent(call);
  return conclude(call, current, outcome);
}

/** Tells what is to be told of an action's end. True when the list goes on without waiting for an answer. */
function conclude(call: CallState, action: PendingAction & { leg?: CallLeg; listNumber: number }, outcome: Outcome): boolean {
  const superseded = action.listNumber !== call.listNumber;
  const leg = action.leg ?? legOf(call, 'LEG-A') ?? call.legA;
  const told = { role: superseded ? ('overtaken' as const) : ('continues' as const), leg, listNumber: action.listNumber };
  if (outcome.kind === 'failed') {
    if (!superseded) call.pending = [];
    tell(call, { type: 'ACTION_FAILED', ...told, actionData: failureData(action, outcome) });
    return superseded;
  }
  if (outcome.kind === 'hangs-up') {
    hangUpLeg(call, action as CurrentAction, outcome.code);
    return superseded;
  }
  if (!definitionOf(action.type).chatty && (superseded || call.pending.length > 0)) return true;
  tell(call, { type: 'ACTION_SUCCESSFUL', ...told, actionData: actionData(action, outcome.data) });
  return superseded;
}

function addLegB(call: CallState, legB: { to: string; from: string; meetingId?: string }): void {
  const { newId, now } = call;
  call.legs.push({
    callId: newId(),
    tag: 'LEG-B',
    direction: 'Outbound',
    startedAt: now(),
    status: 'Connected',
    headers: {},
    ...legB,
  });
  if (legB.meetingId !== undefined) return;
  call.calling = false;
  emit(call, { kind: 'bridge' });
}

/** CallId before ParticipantTag before the leg that was asked about, or, when that is gone, the one that is left. */
function targetOf(call: CallState, action: PendingAction): CallLeg | undefined {
  const up = call.legs.filter((leg) => leg.status !== 'Disconnected');
  const { CallId: callId, ParticipantTag: tag } = action.parameters;
  if (callId !== undefined && callId !== null) return up.find((leg) => leg.callId === callId);
  if (tag !== undefined && tag !== null) return up.find((leg) => leg.tag === tag);
  return up.find((leg) => leg.callId === action.askedOn) ?? up[0];
}

function converse(call: CallState, effect: (conversationId: string) => Effect): void {
  if (call.conversation !== undefined) emit(call, effect(call.conversation));
}

function stageOf(call: CallState, leg: CallLeg): Stage {
  const on = leg.tag;
  return {
    play(sound, options = {}) {
      stopPlaying(call);
      call.playing = call.newId();
      const { repeat = 1, terminators = [] } = options;
      emit(call, { kind: 'play', on, playId: call.playing, sound, repeat, terminators });
    },
    stopPlaying: () => stopPlaying(call),
    startTimer: (name, ms) => startTimer(call, `action:${name}`, ms),
    stopTimer: (name) => stopTimer(call, `action:${name}`),
    answer: () => askForAnswer(call),
    call: (callee) => startCalling(call, callee),
    sendDigits: (digits, toneMs) => emit(call, { kind: 'send-digits', on, digits, toneMs }),
    record(plan) {
      call.recording = call.newId();
      emit(call, { kind: 'record', on, recordingId: call.recording, plan });
    },
    saveRecording() {
      if (call.recording !== undefined) emit(call, { kind: 'save-recording', recordingId: call.recording });
    },
    beginBot(session) {
      call.conversation = call.newId();
      emit(call, { kind: 'begin-bot', on, conversationId: call.conversation, session: { ...session, sessionId: leg.callId } });
    },
    listen: (limits) => converse(call, (conversationId) => ({ kind: 'listen', conversationId, limits })),
    askBot: (input) => converse(call, (conversationId) => ({ kind: 'ask-bot', conversationId, input })),
    join: (meetingId, joinToken) => emit(call, { kind: 'join', meetingId, joinToken }),
    mute: (meetingId, attendeeIds, muted) => emit(call, { kind: 'mute', meetingId, attendeeIds, muted }),
    arm(armed) {
      disarm(call, on);
      call.armed.set(on, { ...armed, buffer: '' });
    },
  };
}
