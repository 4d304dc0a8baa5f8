import { useCallback, useEffect, useRef, useState } from 'react';
import type { Problem } from '../../../shared/problem.ts';
import { problemOfMicrophone } from '../call/line.ts';

export interface Microphone {
  face: 'asking' | 'open' | 'refused';
  problem?: Problem;
  /** The microphone that is open: the wanted one, or what the browser gave. */
  openId: string;
  microphones: readonly MediaDeviceInfo[];
  speakers: readonly MediaDeviceInfo[];
  /** What it hears, while it is open. */
  stream?: MediaStream;
  subscribe: (hear: (level: number) => void) => () => void;
  again: () => void;
}

type Opened = Pick<Microphone, 'face' | 'openId' | 'microphones' | 'speakers' | 'problem' | 'stream'>;
const asking: Opened = { face: 'asking', openId: '', microphones: [], speakers: [] };

async function open(wantedId: string): Promise<{ stream: MediaStream; opened: Opened }> {
  const audio = wantedId === '' ? true : { deviceId: { ideal: wantedId } };
  const stream = await navigator.mediaDevices.getUserMedia({ audio });
  // Names and ids are told only once a microphone is open.
  const devices = await navigator.mediaDevices.enumerateDevices();
  const openId = stream.getAudioTracks()[0]?.getSettings().deviceId ?? '';
  const of = (kind: MediaDeviceKind) => devices.filter((d) => d.kind === kind && d.deviceId !== '');
  return { stream, opened: { face: 'open', stream, openId, microphones: of('audioinput'), speakers: of('audiooutput') } };
}

/** Tells the loudness of a stream, 0 to 1, at every drawn frame. Gives back the way out. */
function measure(stream: MediaStream, tell: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let frame = 0;
  const look = () => {
    analyser.getFloatTimeDomainData(samples);
    tell(Math.min(1, Math.sqrt(samples.reduce((sum, s) => sum + s * s, 0) / samples.length) * 2));
    frame = requestAnimationFrame(look);
  };
  look();
  return () => {
    cancelAnimationFrame(frame);
    void context.close();
  };
}

/** Opens a microphone for the readiness check and closes it with the check. */
export function useMicrophone(wantedId: string): Microphone {
  const [opened, setOpened] = useState<Opened>(asking);
  const [round, setRound] = useState(0);
  const listeners = useRef(new Set<(level: number) => void>());
  useEffect(() => {
    let current = true;
    let close = () => undefined as void;
    open(wantedId).then(
      ({ stream, opened: now }) => {
        const stop = measure(stream, (level) => listeners.current.forEach((hear) => hear(level)));
        close = () => {
          stop();
          stream.getTracks().forEach((track) => track.stop());
        };
        if (current) setOpened(now);
        else close();
      },
      (fault: unknown) => current && setOpened({ ...asking, face: 'refused', problem: problemOfMicrophone(fault) }),
    );
    return () => {
      current = false;
      close();
    };
  }, [wantedId, round]);
  const subscribe = useCallback((hear: (level: number) => void) => {
    listeners.current.add(hear);
    return () => void listeners.current.delete(hear);
  }, []);
  return { ...opened, subscribe, again: useCallback(() => setRound((n) => n + 1), []) };
}
