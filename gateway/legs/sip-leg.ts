/** LEG-A over SIP when it is a call that came in. */
import { systemClock } from '../calls/clock.ts';
import type { Media } from '../media/contract.ts';
import type { SipCall } from '../sip/contract.ts';
import { readSdp } from '../sip/sdp.ts';
import { deafListener } from './contract.ts';
import type { Leg } from './contract.ts';
import { watchPulse } from './pulse.ts';
import { answerLater, Audio, codeOf } from './sip-audio.ts';

/** A SIP call that came in. Its RTP socket is opened at once, so that an answer need not wait for it. */
export function inboundSipLeg(call: SipCall, media: Media, clock = systemClock): Leg {
  const audio = new Audio(media);
  const pulse = watchPulse({ clock, probe: () => call.probe(), gone: () => fail(480) });
  const leg: Leg = {
    direction: 'inbound',
    from: call.from,
    to: call.to,
    host: call.host,
    headers: call.headers,
    lineId: audio.lineId,
    listener: deafListener,
    ring: () => call.ring(),
    answer: () => void answer(),
    reject: (status) => call.reject(status),
    hangUp: (status) => call.hangUp(status),
    flowing: (flows) => pulse.flowing(flows),
  };
  const fail = (status: number): void => {
    call.hangUp(status);
    leg.listener.ended(status);
  };
  const answer = async (): Promise<void> => {
    const line = await audio.line;
    if (call.state === 'ended') return;
    const sdp = call.remoteSdp === '' ? audio.offer(line) : audio.answer(line, call.remoteSdp);
    if (sdp === undefined) fail(488);
    else call.answer(sdp);
  };
  audio.line.catch(() => fail(500));
  call.listener = {
    offered: (sdp) => answerLater(audio, sdp),
    ended: (end) => {
      pulse.end();
      const code = codeOf(end);
      if (code !== undefined) leg.listener.ended(code);
    },
    answered: (sdp) => {
      const remote = sdp === undefined ? undefined : readSdp(sdp);
      if (sdp !== undefined && !remote) return fail(480);
      if (remote) audio.connect(remote);
      pulse.begin();
      leg.listener.answered();
    },
  };
  return leg;
}
