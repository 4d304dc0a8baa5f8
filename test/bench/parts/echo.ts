/** A page whose microphone says what the page hears. This function runs in the page: it uses nothing from outside itself. */

/** What it uses of the browser: benches are compiled without the browser's own types. */
interface Node {
  connect(to: Node): void;
}
interface Hum extends Node {
  frequency: { value: number };
  start(): void;
  stop(): void;
}
interface Track {
  clone(): Track;
  getSettings(): unknown;
}
interface Stream {
  getAudioTracks(): Track[];
}
declare class MediaStream implements Stream {
  constructor(tracks: unknown[]);
  getAudioTracks(): Track[];
}
declare class AudioContext {
  resume(): Promise<void>;
  createOscillator(): Hum;
  createMediaStreamSource(stream: Stream): Node;
  createMediaStreamDestination(): Node & { stream: Stream };
}
interface Connection {
  addEventListener(type: 'track', listener: (event: { track: { kind: string } }) => void): void;
}
declare const window: { RTCPeerConnection: new (configuration?: unknown) => Connection };
declare const navigator: { mediaDevices: { getUserMedia: (wanted: unknown) => Promise<MediaStream> } };

/** Before the page's own code. Until somebody is heard the microphone hums, so that its check finds it alive. */
export function echo(): void {
  let context: AudioContext | undefined;
  let microphone: (Node & { stream: Stream }) | undefined;
  let hum: Hum | undefined;
  const open = (): { context: AudioContext; microphone: Node & { stream: Stream } } => {
    context ??= new AudioContext();
    microphone ??= context.createMediaStreamDestination();
    void context.resume();
    return { context, microphone };
  };
  const original = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    // The check wants a microphone that is listed: the real one lends its name.
    const real = await original(wanted);
    const settings = real.getAudioTracks()[0]?.getSettings();
    const opened = open();
    if (hum === undefined) {
      hum = opened.context.createOscillator();
      hum.frequency.value = 300;
      hum.connect(opened.microphone);
      hum.start();
    }
    const tracks = opened.microphone.stream.getAudioTracks().map((track) => track.clone());
    for (const track of tracks) track.getSettings = () => settings;
    return new MediaStream(tracks);
  };
  const Original = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    constructor(configuration?: unknown) {
      super(configuration);
      this.addEventListener('track', ({ track }) => {
        if (track.kind !== 'audio') return;
        const opened = open();
        hum?.stop();
        opened.context.createMediaStreamSource(new MediaStream([track])).connect(opened.microphone);
      });
    }
  };
}
