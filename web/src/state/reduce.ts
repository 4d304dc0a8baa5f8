/** The client's state machine: `(state, event) → state`, without clock, randomness or effects. */
import { epochMs } from '../../../shared/ids.ts';
import type { AgentView } from '../../../shared/wire/api.ts';
import type { ToClient } from '../../../shared/wire/live.ts';
import { withContact, withContactOver, withLate, withMe, withOfferWithdrawn } from './contact.ts';
import type { Event } from './event.ts';
import { withFloor, withFloorAgent, withoutFloorAgent, withFloorQueue } from './floor.ts';
import { reduceFollowUps } from './follow-ups.ts';
import { withHand, withHelpChosen, withHelpMessages } from './help.ts';
import { reduceLeft, withCallback, withMissed, withVoicemail } from './left.ts';
import { reduceLine } from './line.ts';
import { withMessage } from './messages.ts';
import { keyOf, type State } from './state.ts';

/** A pushed word about the agent counts unless a later one was heard. */
const withAgent = (state: State, agent: AgentView): State =>
  state.agent !== undefined && agent.since < state.agent.since ? state : { ...state, agent };

function reduceTold(state: State, message: ToClient): State {
  switch (message.type) {
    case 'heard':
      return state;
    case 'help-hand':
      return { ...state, help: withHand(state.help, message.agentId, message.hand) };
    case 'help-message':
      return { ...state, help: withHelpMessages(state.help, message.message.agentId, [message.message]) };
    case 'offer':
      return withContact(message.closes === undefined ? state : withContactOver(state, message.closes), message.contact);
    case 'contact':
      return withContact(state, message.contact);
    case 'offer-withdrawn':
      return withOfferWithdrawn(state, message);
    case 'agent':
      return withAgent(state, message.agent);
    case 'contact-closed':
      return withContactOver(state, message);
    case 'signed-in-elsewhere':
      return { ...state, link: 'elsewhere' };
    case 'voicemail':
      return { ...state, left: withVoicemail(state.left, message.voicemail) };
    case 'callback':
      return { ...state, left: withCallback(state.left, message.callback) };
    case 'missed':
      return { ...state, left: withMissed(state.left, message.missed) };
    case 'deactivated':
      return { ...state, deactivated: true };
    case 'notices':
      return { ...state, notices: message.notices };
    case 'reasons':
      return { ...state, reasons: message.reasons };
    case 'floor-queue':
      return { ...state, floor: withFloorQueue(state.floor, message.queue, message.at) };
    case 'floor-agent-gone':
      return { ...state, floor: withoutFloorAgent(state.floor, message.agentId) };
    case 'floor-agent':
      return { ...state, floor: withFloorAgent(state.floor, message.agent, message.at) };
  }
}

/** Words about the floor and lines of a chat say nothing about this agent's own state. */
const isAboutMe = ({ type }: ToClient): boolean => !type.startsWith('floor-') && !beside.includes(type);
const beside: readonly ToClient['type'][] = ['heard', 'help-message', 'voicemail', 'callback', 'missed', 'notices', 'reasons'];

/** Counts a word about this agent, so that an answer asked for earlier is known to be possibly older. */
const counted = (state: State): State => ({ ...state, pushes: state.pushes + 1 });

function reduceMe(state: State, event: Extract<Event, { type: 'me' }>): State {
  const clockOffsetMs = epochMs(event.me.serverTime) - event.nowMs;
  if (state.agent !== undefined && event.pushesWhenAsked !== state.pushes) return { ...state, clockOffsetMs, stale: true };
  return { ...withMe(state, event.me), clockOffsetMs };
}

function reduceDialog(state: State, event: Extract<Event, { type: 'dialog' }>): State {
  const { dialog: _closed, seed: _used, ...rest } = state;
  const next: State = { ...rest, availableAfterCheck: event.availableAfterCheck ?? false };
  if (event.dialog === undefined) return next;
  return { ...next, dialog: event.dialog, ...(event.seed === undefined ? {} : { seed: event.seed }) };
}

/** What the box of people is about: no call, an offer, a conversation or its end. */
const matterOf = ({ contact }: State): string =>
  contact === undefined ? '' : `${keyOf(contact)} ${contact.state === 'connected' ? 'accepted' : contact.state}`;

/** The box of people goes when what it was opened for is over: a call has begun or ended behind it, or one rings. */
function withoutStaleBox(before: State, after: State): State {
  if (before.dialog !== 'people' || after.dialog !== 'people' || matterOf(before) === matterOf(after)) return after;
  const { dialog: _closed, seed: _used, ...rest } = after;
  return rest;
}

export const reduce = (state: State, event: Event): State => withoutStaleBox(state, reduced(state, event));

function reduced(state: State, event: Event): State {
  switch (event.type) {
    case 'link':
      return { ...state, link: event.state, linkLost: event.state === 'lost' || (event.state === 'connecting' && state.linkLost) };
    case 'told':
      return reduceTold(isAboutMe(event.message) ? counted(state) : state, event.message);
    case 'me':
      return reduceMe(state, event);
    case 'me-failed':
      return state.agent === undefined ? { ...state, loadProblem: event.problem } : state;
    case 'agent':
      return withAgent(counted(state), event.agent);
    case 'contact':
      return withContact(counted(state), event.contact);
    case 'contact-over':
      return withContactOver(counted(state), event);
    case 'late':
      return withLate(state, event.late);
    case 'party-chosen':
      return { ...state, chosenPartyId: event.partyId };
    case 'help-loaded':
      return { ...state, help: withHelpMessages(state.help, event.agentId, event.messages) };
    case 'help-chosen':
      return { ...state, help: withHelpChosen(state.help, event.agentId) };
    case 'help-dismissed':
      return { ...state, help: { ...state.help, dismissed: { ...state.help.dismissed, [event.agentId]: event.mark } } };
    case 'draft':
      return { ...state, draft: { ...state.draft, ...event.change } };
    case 'draft-checked':
      return { ...state, draftChecked: true };
    case 'began':
      return { ...state, running: [...state.running, event.action] };
    case 'ended':
      return { ...state, running: state.running.filter((name) => name !== event.action) };
    case 'message':
      return withMessage(state, event.message);
    case 'dismissed':
      return { ...state, messages: state.messages.filter((m) => m.id !== event.id) };
    case 'notice-read':
      return { ...state, noticeRead: state.agent === undefined ? '' : `${state.agent.since} ${state.agent.notice ?? ''}` };
    case 'floor':
      return { ...state, floor: withFloor(state.floor, event.floor) };
    case 'floor-failed':
      return { ...state, floor: { ...state.floor, problem: event.problem } };
    case 'follow-ups':
    case 'follow-ups-failed':
    case 'follow-up-chosen':
    case 'ticket':
      return { ...state, followUps: reduceFollowUps(state, event) };
    case 'left':
    case 'left-failed':
    case 'left-tab':
    case 'left-chosen':
    case 'left-player':
      return { ...state, left: reduceLeft(state.left, event) };
    case 'went':
      return { ...state, path: event.path };
    case 'dialog':
      return reduceDialog(state, event);
    case 'notices':
      return { ...state, notices: event.notices };
    case 'reasons':
      return { ...state, reasons: event.reasons };
    case 'signing-out':
      return { ...state, signingOut: true };
    default:
      return { ...state, line: reduceLine(state.line, event) };
  }
}
