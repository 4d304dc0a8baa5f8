/** The conversation of one call with a bot: what the caller says is caught by the media worker, and understood elsewhere. */
import type { ParticipantTag } from '../../shared/telephony/sma.ts';
import type { Bots, BotInput, BotRefusal, BotSession, Neighbours } from '../contract.ts';
import type { Media, MediaEvent } from '../media/contract.ts';
import type { BotAnswer, Effect, Input, UtteranceLimits } from './effects.ts';

export interface ConversationSettings {
  neighbours: Pick<Neighbours, 'bots'>;
  media: Pick<Media, 'openEar' | 'closeEar'>;
  /** The line of a leg, as long as it has one. */
  lineOf: (on: ParticipantTag) => string | undefined;
  told: (input: Input) => void;
  log: (line: string, details?: Record<string, unknown>) => void;
}

type Ordered = Extract<Effect, { conversationId: string }>;
interface Running {
  conversationId: string;
  session: BotSession;
  lineId: string | undefined;
  /** The last utterance. */
  said?: Int16Array;
}

const noBots: BotRefusal = { kind: 'refused', errorType: 'SystemException', message: 'This gateway has no bots' };

export class Conversation {
  readonly #settings: ConversationSettings;
  #running: Running | undefined;

  constructor(settings: ConversationSettings) {
    this.#settings = settings;
  }

  perform(effect: Ordered): void {
    switch (effect.kind) {
      case 'begin-bot':
        return this.#begin(effect);
      case 'listen':
        return this.#listen(effect.conversationId, effect.limits);
      case 'ask-bot':
        return this.#ask(effect);
      case 'end-bot':
        return this.#end(effect.conversationId);
    }
  }

  onMedia(event: Extract<MediaEvent, { earId: string }>): void {
    const running = this.#running;
    if (running?.conversationId !== event.earId) return;
    if (event.type === 'said') running.said = event.samples;
    this.#settings.told({ kind: event.type, conversationId: event.earId });
  }

  /** The call is over. */
  close(): void {
    if (this.#running) this.#end(this.#running.conversationId);
  }

  #begin({ on, conversationId, session }: Effect & { kind: 'begin-bot' }): void {
    const { bots } = this.#settings.neighbours;
    this.#running = { conversationId, session, lineId: this.#settings.lineOf(on) };
    this.#answer(conversationId, bots, (given) => given.begin(session));
  }

  #listen(conversationId: string, limits: UtteranceLimits): void {
    const lineId = this.#running?.lineId;
    if (this.#running?.conversationId === conversationId && lineId !== undefined)
      this.#settings.media.openEar(lineId, conversationId, limits);
  }

  #ask({ conversationId, input }: Effect & { kind: 'ask-bot' }): void {
    const running = this.#running;
    if (running?.conversationId !== conversationId) return;
    const { session, said, lineId } = running;
    if (lineId !== undefined) this.#settings.media.closeEar(lineId, conversationId);
    const given: BotInput = input === 'utterance' ? (said === undefined ? 'nothing' : { speech: said }) : input;
    this.#answer(conversationId, this.#settings.neighbours.bots, (bots) => bots.understand(session, given));
  }

  #end(conversationId: string): void {
    const running = this.#running;
    if (running?.conversationId !== conversationId) return;
    this.#running = undefined;
    if (running.lineId !== undefined) this.#settings.media.closeEar(running.lineId, conversationId);
    this.#settings.neighbours.bots?.end(running.session);
  }

  #answer(conversationId: string, bots: Bots | undefined, ask: (bots: Bots) => Promise<BotAnswer>): void {
    const tell = (answer: BotAnswer): void => this.#settings.told({ kind: 'bot', conversationId, answer });
    // Later, since the call is at work with the effect that asked.
    const answered = bots === undefined ? Promise.resolve<BotAnswer>(noBots) : ask(bots);
    answered.then(tell, (fault: unknown) => {
      this.#settings.log('a bot failed', { why: fault instanceof Error ? fault.message : String(fault) });
      tell({ kind: 'refused', errorType: 'SystemException', message: 'System error while running action' });
    });
  }
}
