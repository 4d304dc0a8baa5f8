/** The agent's audio: joins the contact's Chime meeting with the unchanged SDK, which is loaded when first needed. */
import type { AudioVideoFacade, AudioVideoObserver, DefaultMeetingSession } from 'amazon-chime-sdk-js';
import type { Problem } from '../../../shared/problem.ts';
import type { JoinInfo } from '../../../shared/wire/api.ts';
import type { Event } from '../state/event.ts';
import { figuresOf, watchQuality } from './quality.ts';
import { quietLogger } from './quiet-logger.ts';

export interface Line {
  /** Fetches the SDK ahead of the first call. */
  warmUp: () => void;
  join: (contact: string, join: JoinInfo) => Promise<void>;
  leave: () => void;
  mute: (muted: boolean) => void;
  /** Uses another microphone or speaker from now on. */
  choose: (devices: Devices) => Promise<void>;
  /** The agent's own level and the caller's, 0 to 1, several times a second; returns the way out. */
  onLevel: (hear: (levels: Levels) => void) => () => void;
}

export interface Devices {
  microphoneId: string;
  speakerId: string;
}
export interface Levels {
  own: number;
  other: number;
}

interface Ports {
  tell: (event: Event) => void;
  devices: () => Devices;
  element: HTMLAudioElement;
}

interface Joined {
  contact: string;
  session: DefaultMeetingSession;
  av: AudioVideoFacade;
  attendeeId: string;
}

const sdk = () => import('amazon-chime-sdk-js');

export function openLine(ports: Ports): Line {
  let joined: Joined | undefined;
  /** Counts joins, so that one that was overtaken while it waited for the microphone gives up. */
  let round = 0;
  const listeners = new Set<(levels: Levels) => void>();
  const levels: Levels = { own: 0, other: 0 };
  const tellLevels = () => listeners.forEach((hear) => hear({ ...levels }));

  const part = (old: Joined | undefined) => {
    if (old === undefined) return;
    void old.av.stopAudioInput().catch(() => undefined);
    // Leaving takes a moment, and a session destroyed meanwhile trips over itself.
    const destroy = () => setTimeout(() => void old.session.destroy().catch(() => undefined));
    old.av.addObserver({ audioVideoDidStop: destroy });
    old.av.stop();
    levels.own = levels.other = 0;
    tellLevels();
  };

  const watchLevels = ({ av, attendeeId }: Joined) => {
    av.realtimeSubscribeToAttendeeIdPresence((id, present) => {
      if (!present) return av.realtimeUnsubscribeFromVolumeIndicator(id);
      av.realtimeSubscribeToVolumeIndicator(id, (_id, volume) => {
        if (volume === null) return;
        levels[id === attendeeId ? 'own' : 'other'] = volume;
        tellLevels();
      });
    });
  };

  async function start(contact: string, join: JoinInfo, mine: number): Promise<void> {
    const { DefaultDeviceController, DefaultMeetingSession, MeetingSessionConfiguration } = await sdk();
    if (mine !== round) return;
    const configuration = new MeetingSessionConfiguration(join.meeting, join.attendee);
    const devices = new DefaultDeviceController(quietLogger);
    const session = new DefaultMeetingSession(configuration, quietLogger, devices);
    const av = session.audioVideo;
    const me: Joined = { contact, session, av, attendeeId: join.attendee.AttendeeId };
    joined = me;
    av.addObserver(observerOf(contact, ports.tell, () => joined === me));
    av.realtimeSubscribeToMuteAndUnmuteLocalAudio((muted) => ports.tell({ type: 'line-muted', contact, muted }));
    watchLevels(me);
    const chosen = ports.devices();
    await av.startAudioInput(await presentOr(chosen.microphoneId, 'audioinput'));
    if (mine !== round) return part(me);
    if (chosen.speakerId !== '') await av.chooseAudioOutput(chosen.speakerId).catch(() => undefined);
    await av.bindAudioElement(ports.element);
    av.start();
  }

  return {
    warmUp: () => void sdk().catch(() => undefined),
    async join(contact, join) {
      const mine = ++round;
      part(joined);
      joined = undefined;
      ports.tell({ type: 'line-joining', contact });
      try {
        await start(contact, join, mine);
      } catch (fault) {
        if (mine === round) ports.tell({ type: 'line-failed', contact, problem: problemOfMicrophone(fault) });
      }
    },
    leave() {
      round++;
      part(joined);
      joined = undefined;
      ports.tell({ type: 'line-off' });
    },
    mute(muted) {
      if (muted) joined?.av.realtimeMuteLocalAudio();
      else joined?.av.realtimeUnmuteLocalAudio();
    },
    async choose({ microphoneId, speakerId }) {
      await joined?.av.startAudioInput(await presentOr(microphoneId, 'audioinput'));
      if (speakerId !== '') await joined?.av.chooseAudioOutput(speakerId).catch(() => undefined);
    },
    onLevel(hear) {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
  };
}

/** The chosen device while it is plugged in, or else the system's default one. */
async function presentOr(deviceId: string, kind: MediaDeviceKind): Promise<string | MediaTrackConstraints> {
  const all = await navigator.mediaDevices.enumerateDevices();
  // Without permission devices are listed with empty ids; the default one then gets the browser to say why.
  const known = all.filter((d) => d.kind === kind && d.deviceId !== '');
  if (deviceId !== '' && known.some((d) => d.deviceId === deviceId)) return deviceId;
  return known.some((d) => d.deviceId === 'default') ? 'default' : (known[0]?.deviceId ?? 'default');
}

function observerOf(contact: string, tell: (event: Event) => void, present: () => boolean): AudioVideoObserver {
  const quality = watchQuality((now) => tell({ type: 'line-quality', contact, quality: now }));
  return {
    audioVideoDidStart: () => tell({ type: 'line-on', contact }),
    audioVideoDidStartConnecting: (again) => again && tell({ type: 'line-reconnecting', contact }),
    audioVideoDidStop: (status) => {
      if (!present() || !status.isFailure()) return;
      tell({ type: 'line-failed', contact, problem: { ...audioLost, about: String(status.statusCode()) } });
    },
    connectionDidBecomePoor: () => quality.said('poor'),
    connectionDidBecomeGood: () => quality.said('good'),
    metricsDidReceive(report) {
      const metrics = report.getObservableMetrics();
      quality.arrived(metrics['audioPacketsReceived']);
      tell({ type: 'line-figures', contact, figures: figuresOf(metrics) });
    },
  };
}

const audioLost: Problem = {
  code: 'audio-lost',
  sentence: 'The audio connection was lost.',
  remedy: 'Connect the audio again; the caller is still there.',
  status: 503,
};

/** Why the microphone can't be used, as the browser names it (Media Capture and Streams, section 10.2). */
export function problemOfMicrophone(fault: unknown): Problem {
  const name = fault instanceof Error ? `${fault.name} ${fault.message}` : '';
  if (/NotAllowed|PermissionDenied/.test(name)) {
    return {
      code: 'microphone-refused',
      sentence: 'The browser may not use the microphone.',
      remedy: 'Allow the microphone for this page (the icon left of the address), then try again.',
      status: 403,
    };
  }
  if (/NotFound|DevicesNotFound/.test(name)) {
    return { code: 'no-microphone', sentence: 'No microphone was found.', remedy: 'Plug in your headset, then try again.', status: 404 };
  }
  if (/NotReadable|TrackStart/.test(name)) {
    return {
      code: 'microphone-busy',
      sentence: 'The microphone is in use by another program.',
      remedy: 'Close the other program or choose another microphone, then try again.',
      status: 409,
    };
  }
  return {
    code: 'audio-failed',
    sentence: 'The audio could not start.',
    remedy: 'Try again. If it stays so, load this page again.',
    status: 500,
  };
}
