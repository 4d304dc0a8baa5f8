/**
 * A page whose microphone says what the page hears, that clicks when told to and notes when it hears a click. This function runs in the page: it uses nothing from outside itself. */

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
interface Click extends Node {
  buffer: unknown;
  start(): void;
}
interface Listener extends Node {
  onaudioprocess: (event: { inputBuffer: { getChannelData(channel: number): Float32Array } }) => void;
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
  readonly sampleRate: number;
  readonly destination: Node;
  createOscillator(): Hum;
  createBuffer(channels: number, length: number, rate: number): { getChannelData(channel: number): Float32Array };
  createBufferSource(): Click;
  createScriptProcessor(size: number, inputs: number, outputs: number): Listener;
  createGain(): Node & { gain: { value: number } };
  createMediaStreamSource(stream: Stream): Node;
  createMediaStreamDestination(): Node & { stream: Stream };
}
interface Connection {
  addEventListener(type: 'track', listener: (event: { track: { kind: string } }) => void): void;
}
/** Instants are those of this machine's clock (`Date.now`), which the page and the bench share. */
export interface Clicking {
  /** Says a click; answers when. */
  click(): number;
  /** When a click was first heard since this was last set to undefined. */
  heardAt?: number | undefined;
  /** Says back what is heard; without it the microphone says clicks alone. */
  echoes: boolean;
}
declare const window: { RTCPeerConnection: new (configuration?: unknown) => Connection; clicking: Clicking };
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
  window.clicking = {
    echoes: true,
    click() {
      const opened = open();
      const { sampleRate } = opened.context;
      const buffer = opened.context.createBuffer(1, Math.round(sampleRate / 200), sampleRate);
      const samples = buffer.getChannelData(0);
      for (let i = 0; i < samples.length; i++) samples[i] = 0.5 * Math.sin((2 * Math.PI * 1000 * i) / sampleRate);
      const source = opened.context.createBufferSource();
      source.buffer = buffer;
      source.connect(opened.microphone);
      source.start();
      return Date.now();
    },
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
        const heard = opened.context.createMediaStreamSource(new MediaStream([track]));
        const said = opened.context.createGain();
        heard.connect(said);
        said.connect(opened.microphone);
        const listener = opened.context.createScriptProcessor(256, 1, 1);
        listener.onaudioprocess = ({ inputBuffer }) => {
          said.gain.value = window.clicking.echoes ? 1 : 0;
          const clicks = inputBuffer.getChannelData(0).some((sample) => Math.abs(sample) > 0.12);
          if (clicks) window.clicking.heardAt ??= Date.now();
        };
        heard.connect(listener);
        // Without a way out nothing is processed; it says nothing there.
        listener.connect(opened.context.destination);
      });
    }
  };
}
