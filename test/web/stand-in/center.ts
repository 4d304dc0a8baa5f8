/** A contact center with one agent and one caller at a time, as far as its client can tell. */
import { Device } from '../../../shared/agents/device.ts';
import { AgentId, ContactId, instant } from '../../../shared/ids.ts';
import { type Problem, ProblemError } from '../../../shared/problem.ts';
import { defaultReasons, type Reasons } from '../../../shared/reasons/words.ts';
import type {
  AgentView,
  ContactView,
  Floor,
  HelpMessage,
  JoinInfo,
  Me,
  Request,
  Route,
  TalkRequest,
  TicketView,
  Timeline,
  WrapUpRequest,
} from '../../../shared/wire/api.ts';
import type { FromClient, ToClient } from '../../../shared/wire/live.ts';
import { agentSetting, usual, waitingLists } from './routing.ts';
import { answered, commanded, directory, owner, talkIn, talks } from './conversation.ts';
import { left } from './left.ts';

export interface Center {
  /** Answers a route; throws a `ProblemError` to refuse. */
  answer: (route: Route, request: never, id: string | undefined) => Promise<unknown>;
  hear: (message: FromClient) => void;
  push: (message: ToClient) => void;
  ring: (contact: Partial<ContactView>) => void;
  callerHangsUp: () => void;
  /** Puts a contact on the desk as it is said to be, and pushes it. */
  show: (contact: ContactView) => void;
  /** Whoever was called into the conversation has come. */
  partyAnswers: () => void;
  /** The wrap-up's time runs out. */
  wrapUpExpires: () => void;
  /** The next command is refused with this. */
  refuseNext: (problem: Problem) => void;
  setAgent: (change: Partial<AgentView>) => void;
  missOffer: () => void;
  me: () => Me;
  heard: FromClient[];
  wrapUps: WrapUpRequest[];
  ticketChanges: object[];
  commands: TalkRequest[];
  calls: Request<'POST /api/calls'>[];
  audioStarted: number;
  /** Does the agent pick their contacts? */
  picks: boolean;
  steered: Request<'POST /api/contacts/{contactId}/steer'>[];
  settings: Request<'POST /api/agents/{agentId}/setting'>[];
  reasons: Reasons;
  /** What routing says of itself. */
  says: typeof usual;
}

const now = () => instant(Date.now());
const inMs = (ms: number) => instant(Date.now() + ms);
export const anna = AgentId.parse('anna');

const refuse = (code: string, sentence: string): never => {
  throw new ProblemError({ code, sentence, remedy: 'Look at the desk again.', status: 409 });
};

interface Ports {
  /** A seat in a meeting for the agent, made when an offer is made. */
  seat: () => Promise<JoinInfo>;
  followUps: TicketView[];
  floor: () => Floor;
  /** Who is called by any call that goes out. */
  called: ContactView;
  timeline: Timeline;
}

export function createCenter(ports: Ports): Center {
  let agent: AgentView = { agentId: anna, name: 'Anna Weber', status: 'offline', state: 'idle', since: now() };
  let contact: ContactView | undefined;
  let join: Promise<JoinInfo> | undefined;
  let refused: Problem | undefined;
  const said: HelpMessage[] = [];

  const setAgent = (change: Partial<AgentView>) => {
    const { notice: _told, breakReason: _old, backAt: _past, ...kept } = agent;
    agent = { ...kept, since: now(), ...change };
    center.push({ type: 'agent', agent });
  };
  const current = (contactId: string | undefined): ContactView =>
    contact !== undefined && contact.contactId === contactId ? contact : refuse('contact-gone', 'This contact is over.');
  const setContact = (change: Partial<ContactView>): ContactView => {
    contact = { ...current(contact?.contactId), ...(change.state === undefined ? {} : { since: now() }), ...change };
    return contact;
  };
  const me = (): Me => ({
    agent,
    groups: ['agents', 'supervisors'],
    ...(contact === undefined ? {} : { contact }),
    serverTime: now(),
  });
  const wrapUp = () => {
    setAgent({ state: 'wrapping-up' });
    return setContact({ state: 'wrapping-up', wrapUpDueAt: inMs(60_000) });
  };
  const free = (change: Partial<AgentView>) => {
    const gone = contact;
    contact = undefined;
    if (gone !== undefined) center.push({ type: 'contact-closed', contactId: gone.contactId, n: gone.n });
    setAgent({ state: 'idle', ...change });
  };

  const routes: Partial<Record<Route, (request: never, id: string | undefined) => unknown>> = {
    'GET /api/me': me,
    'GET /api/reasons': () => ({ reasons: center.reasons }),
    'POST /api/me/status': (request: Request<'POST /api/me/status'>) => {
      const { status, breakReason, backAt } = request;
      setAgent({ status, ...(breakReason === undefined ? {} : { breakReason }), ...(backAt === undefined ? {} : { backAt }) });
      return agent;
    },
    'POST /api/contacts/{contactId}/accept': async (_request, contactId) => {
      if (current(contactId).state !== 'offered') refuse('offer-over', 'This offer is over.');
      setAgent({ state: 'engaged' });
      return setContact({ state: 'accepted', ...(join === undefined ? {} : { join: await join }) });
    },
    'POST /api/contacts/{contactId}/decline': () => {
      contact = undefined;
      setAgent({ state: 'idle' });
      return agent;
    },
    'POST /api/contacts/{contactId}/audio-started': (_request, contactId) => {
      center.audioStarted++;
      current(contactId);
      const dials = contact?.talk?.state === 'dialling';
      const connected = dials
        ? current(contactId)
        : setContact({ state: 'connected', connectedAt: now(), talk: talks['talking'] ?? talkIn('talking', [owner]) });
      center.push({ type: 'contact', contact: connected });
      return connected;
    },
    'POST /api/contacts/{contactId}/hang-up': (_request, contactId) => (current(contactId), wrapUp()),
    'POST /api/contacts/{contactId}/extend-wrap-up': (_request, contactId) =>
      setContact({ wrapUpDueAt: instant(Date.parse(current(contactId).wrapUpDueAt ?? now()) + 60_000) }),
    'POST /api/contacts/{contactId}/wrap-up': (request: WrapUpRequest, contactId) => {
      // A wrap-up whose time ran out may still be handed in.
      if (contact !== undefined) current(contactId);
      center.wrapUps.push(request);
      if (contact !== undefined) free({});
      return me();
    },
    'POST /api/contacts/{contactId}/talk': (request: TalkRequest, contactId) => {
      center.commands.push(request);
      const { talk } = current(contactId);
      const refusal = refused;
      refused = undefined;
      if (refusal !== undefined) throw new ProblemError(refusal);
      if (talk === undefined || talk.version !== request.version) return refuse('somebody-faster', 'Somebody was faster.');
      if (request.command.do === 'hand-over' || request.command.do === 'pass-on' || request.command.do === 'complete') {
        setAgent({ state: 'wrapping-up' });
        return setContact({ state: 'wrapping-up', wrapUpDueAt: inMs(60_000), takeBackUntil: inMs(30_000) });
      }
      return setContact({ talk: commanded(talk, request.command) ?? refuse('not-now', 'That is not possible now.') });
    },
    'POST /api/contacts/{contactId}/take-back': (_request, contactId) => {
      const { takeBackUntil: _used, n, ...rest } = current(contactId);
      contact = {
        ...rest,
        n: n + 1,
        state: 'connected',
        offeredAt: now(),
        since: now(),
        talk: talkIn('talking', talks['talking']?.parties ?? []),
      };
      setAgent({ state: 'engaged' });
      return contact;
    },
    'POST /api/calls': (request: Request<'POST /api/calls'>) => {
      center.calls.push(request);
      setAgent({ state: 'engaged' });
      const talk = talks['dialling'] ?? talkIn('dialling', []);
      contact = { ...ports.called, direction: 'outbound', state: 'accepted', since: now(), offeredAt: now(), talk };
      return contact;
    },
    'GET /api/directory': directory,
    'POST /api/me/device': ({ device }: Request<'POST /api/me/device'>) => {
      setAgent({ device: Device.parse(device) });
      return agent;
    },
    'POST /api/me/help': ({ on }: Request<'POST /api/me/help'>) => {
      const { help: _down, ...rest } = agent;
      agent = on ? { ...rest, help: { since: now() } } : rest;
      return agent;
    },
    'GET /api/help/{agentId}': (_request, agentId) => ({ messages: said.filter((line) => line.agentId === agentId) }),
    'POST /api/help/{agentId}': ({ messageId, text }: Request<'POST /api/help/{agentId}'>, agentId) => {
      const line = { messageId, agentId: AgentId.parse(agentId), fromId: anna, fromName: agent.name, text, at: now() };
      said.push(line);
      return line;
    },
    'POST /api/help/{agentId}/end': () => ({}),
    'GET /api/contacts/{contactId}/timeline': () => ports.timeline,
    'GET /api/left': left,
    'GET /api/follow-ups': () => ({ tickets: ports.followUps }),
    'POST /api/tickets/{ticketId}/status': (request: Request<'POST /api/tickets/{ticketId}/status'>, ticketId) => {
      const { updatedAt: _seen, ...change } = request;
      const ticket = ports.followUps.find((one) => one.ticketId === ticketId) ?? refuse('ticket-gone', 'There is no such ticket.');
      center.ticketChanges.push(change);
      return { ...ticket, ...change, updatedAt: now() };
    },
    'GET /api/colleagues': () => ({
      agents: [
        { agentId: anna, name: agent.name },
        { agentId: AgentId.parse('bela'), name: 'Béla Kiss' },
      ],
    }),
    'GET /api/floor': ports.floor,
    'GET /api/floor/waiting': () => waitingLists(false),
    'GET /api/waiting': () => waitingLists(center.picks),
    'POST /api/contacts/{contactId}/pick': (_request, contactId) => {
      const refusal = refused;
      refused = undefined;
      if (refusal !== undefined) throw new ProblemError(refusal);
      contact = { ...ports.called, contactId: ContactId.parse(contactId), state: 'accepted', since: now(), offeredAt: now() };
      setAgent({ state: 'engaged' });
      return contact;
    },
    'POST /api/contacts/{contactId}/steer': (request: Request<'POST /api/contacts/{contactId}/steer'>) => (
      center.steered.push(request),
      {}
    ),
    'GET /api/contacts/{contactId}/why': () => center.says.why,
    'GET /api/contacts/{contactId}/who': () => center.says.who,
    'GET /api/queues/{queueId}/who': () => center.says.who,
    'GET /api/agents/{agentId}/why': () => center.says.whyNoCalls,
    'GET /api/agents/{agentId}/setting': () => agentSetting,
    'POST /api/agents/{agentId}/setting': (request: Request<'POST /api/agents/{agentId}/setting'>) => {
      center.settings.push(request);
      return agentSetting;
    },
  };

  const center: Center = {
    answer: async (route, request, id) => routes[route]?.(request, id) ?? refuse('unknown-route', `${route} is not served.`),
    hear: (message) => center.heard.push(message),
    push: () => undefined,
    ring(view) {
      join = ports.seat();
      const { join: _none, ...offered } = view as ContactView;
      contact = { ...offered, state: 'offered', since: now(), offeredAt: now(), deadlineAt: inMs(20_000) };
      setAgent({ state: 'offered' });
      center.push({ type: 'offer', contact });
    },
    callerHangsUp: () => center.push({ type: 'contact', contact: wrapUp() }),
    show(view) {
      contact = { ...view, since: now() };
      setAgent({ state: view.state === 'wrapping-up' ? 'wrapping-up' : view.state === 'offered' ? 'offered' : 'engaged' });
      center.push({ type: view.state === 'offered' ? 'offer' : 'contact', contact });
    },
    partyAnswers() {
      if (contact?.talk !== undefined) center.push({ type: 'contact', contact: setContact({ talk: answered(contact.talk) }) });
    },
    wrapUpExpires: () => free({}),
    refuseNext: (problem) => void (refused = problem),
    setAgent,
    missOffer() {
      const missed = contact;
      contact = undefined;
      if (missed === undefined) return;
      center.push({ type: 'offer-withdrawn', contactId: missed.contactId, n: missed.n, why: 'missed' });
      setAgent({ state: 'idle', status: 'on-break', breakReason: 'missed', notice: 'You missed a call. Go available when you are back.' });
    },
    me,
    heard: [],
    wrapUps: [],
    ticketChanges: [],
    commands: [],
    calls: [],
    picks: false,
    steered: [],
    settings: [],
    reasons: defaultReasons,
    says: usual,
    audioStarted: 0,
  };
  return center;
}
