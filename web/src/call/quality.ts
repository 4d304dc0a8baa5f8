/** How well the audio arrives: what the SDK says, and at once when nothing arrives at all, which the SDK notices late. */
import type { Figures, Quality } from '../state/state.ts';

/** Reports come once a second; one or two without a packet happen to everybody. */
export const silentReports = 3;

export interface QualityWatch {
  /** The SDK's own opinion. */
  said: (quality: 'good' | 'poor') => void;
  /** Audio packets since the last report; undefined where the browser doesn't tell. */
  arrived: (packets: number | undefined) => void;
}

export function watchQuality(tell: (quality: Quality) => void): QualityWatch {
  let said: 'good' | 'poor' = 'good';
  let silent = 0;
  let told: Quality = 'good';
  const look = () => {
    const now: Quality = silent >= silentReports ? 'none' : said;
    if (now !== told) tell(now);
    told = now;
  };
  return {
    said(quality) {
      said = quality;
      look();
    },
    arrived(packets) {
      if (packets === undefined || Number.isNaN(packets)) return;
      silent = packets > 0 ? 0 : silent + 1;
      look();
    },
  };
}

/** What the session measured, in the names of `ClientMetricReport`: what it didn't is left out. */
export function figuresOf(metrics: Readonly<Record<string, number | undefined>>): Figures {
  const figure = (...names: string[]) => names.map((name) => metrics[name]).find((value) => value !== undefined && Number.isFinite(value));
  const [roundTripMs, jitterMs] = [figure('currentRoundTripTimeMs', 'audioUpstreamRoundTripTimeMs'), figure('audioDownstreamJitterMs')];
  const lossPercent = figure('audioPacketsReceivedFractionLoss');
  return {
    ...(roundTripMs === undefined ? {} : { roundTripMs: Math.round(roundTripMs) }),
    ...(jitterMs === undefined ? {} : { jitterMs: Math.round(jitterMs) }),
    ...(lossPercent === undefined ? {} : { lossPercent: Math.round(lossPercent) }),
  };
}
