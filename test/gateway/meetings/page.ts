import { ConsoleLogger, DefaultDeviceController, DefaultMeetingSession, LogLevel, MeetingSessionConfiguration } from 'amazon-chime-sdk-js';

/** What this page uses of the browser: the tests are compiled without the browser's own types. */
interface Ear {
  fftSize: number;
  smoothingTimeConstant: number;
  frequencyBinCount: number;
  getFloatFrequencyData(into: Float32Array): void;
}
declare const document: { createElement(name: 'audio'): { srcObject: unknown }; body: { append(element: unknown): void } };
declare class AudioContext {
  constructor(options: { sampleRate: number });
  resume(): Promise<void>;
  close(): Promise<void>;
  createAnalyser(): Ear;
  createMediaStreamSource(stream: unknown): { connect(to: Ear): void };
}

/** The page of the browser test: the unchanged client, what it told us, and an ear for tones. */
interface Told {
  event: string;
  data?: unknown;
}
const told: Told[] = [];
const tell = (event: string, data?: unknown) => void told.push(data === undefined ? { event } : { event, data });
const sound = document.createElement('audio');
document.body.append(sound);
let session: DefaultMeetingSession | undefined;

async function join(meeting: unknown, attendee: unknown): Promise<void> {
  const logger = new ConsoleLogger('page', LogLevel.WARN);
  session = new DefaultMeetingSession(new MeetingSessionConfiguration(meeting, attendee), logger, new DefaultDeviceController(logger));
  const { audioVideo } = session;
  audioVideo.addObserver({
    audioVideoDidStart: () => tell('started'),
    audioVideoDidStop: (status) => tell('stopped', status.statusCode()),
  });
  audioVideo.realtimeSubscribeToAttendeeIdPresence((attendeeId, present, externalUserId, dropped) => {
    tell('presence', { externalUserId, present, dropped: dropped === true });
    if (!present) return;
    audioVideo.realtimeSubscribeToVolumeIndicator(attendeeId, (_id, volume, muted) => {
      if (muted !== null) tell('muted', { externalUserId, muted });
      if (volume !== null && volume > 0.2) tell('loud', { externalUserId });
    });
  });
  audioVideo.realtimeSubscribeToReceiveDataMessage('chat', (message) => tell('data', message.text()));
  const [microphone] = await audioVideo.listAudioInputDevices();
  if (microphone) await audioVideo.startAudioInput(microphone.deviceId);
  await audioVideo.bindAudioElement(sound);
  audioVideo.start();
}

/** Loudest level of each frequency, in dB, in what the page plays during `ms`. */
async function listen(frequencies: number[], ms: number): Promise<number[]> {
  const stream: unknown = sound.srcObject;
  if (!stream) return frequencies.map(() => -200);
  const context = new AudioContext({ sampleRate: 48000 });
  await context.resume();
  const analyser = context.createAnalyser();
  analyser.fftSize = 8192;
  analyser.smoothingTimeConstant = 0;
  context.createMediaStreamSource(stream).connect(analyser);
  const bins = new Float32Array(analyser.frequencyBinCount);
  const loudest = frequencies.map(() => -200);
  for (const end = performance.now() + ms; performance.now() < end;) {
    await new Promise((resolve) => setTimeout(resolve, 40));
    analyser.getFloatFrequencyData(bins);
    frequencies.forEach((hz, i) => (loudest[i] = Math.max(loudest[i] ?? -200, bins[Math.round(hz / (48000 / 8192))] ?? -200)));
  }
  await context.close();
  return loudest;
}

Object.assign(globalThis, {
  page: {
    told,
    join,
    listen,
    mute: (muted: boolean) => (muted ? session?.audioVideo.realtimeMuteLocalAudio() : session?.audioVideo.realtimeUnmuteLocalAudio()),
    say: (text: string) => session?.audioVideo.realtimeSendDataMessage('chat', text),
    leave: () => session?.audioVideo.stop(),
  },
});
