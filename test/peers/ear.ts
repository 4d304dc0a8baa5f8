/** An ear on every WebRTC connection of a page. These functions run in the page: they use nothing from outside themselves. */

/** What they use of the browser: the tests are compiled without the browser's own types. */
interface Track {
  kind: string;
  readyState: string;
}
interface Ear {
  fftSize: number;
  smoothingTimeConstant: number;
  frequencyBinCount: number;
  getFloatFrequencyData(into: Float32Array): void;
}
declare class MediaStream {
  constructor(tracks: Track[]);
  getAudioTracks(): Track[];
}
interface Connection {
  addEventListener(type: 'track', listener: (event: { track: Track }) => void): void;
}
declare class AudioContext {
  readonly sampleRate: number;
  resume(): Promise<void>;
  close(): Promise<void>;
  createAnalyser(): Ear;
  createMediaStreamSource(stream: MediaStream): { connect(to: Ear): void };
}
declare const window: { RTCPeerConnection: new (configuration?: unknown) => Connection; heardStreams: MediaStream[] };

/** Before the page's own code: remembers the audio that its connections bring. */
export function listenToConnections(): void {
  const streams: MediaStream[] = [];
  window.heardStreams = streams;
  const Original = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    constructor(configuration?: unknown) {
      super(configuration);
      this.addEventListener('track', ({ track }) => {
        if (track.kind === 'audio') streams.push(new MediaStream([track]));
      });
    }
  };
}

export interface Heard {
  hz: number;
  /** Strength of `hz`, in dB below full scale. */
  db: number;
  /** Strength of each frequency that was asked for. */
  at: number[];
}

/** The strongest frequency of what the newest connection brings, over a third of a second, and how strong it and the `asked` ones are. */
export async function measure(asked: readonly number[]): Promise<Heard> {
  const stream = window.heardStreams.filter((one) => one.getAudioTracks().some(({ readyState }) => readyState === 'live')).at(-1);
  if (stream === undefined) return { hz: 0, db: -200, at: asked.map(() => -200) };
  const context = new AudioContext();
  try {
    await context.resume();
    const ear = context.createAnalyser();
    ear.fftSize = 8192;
    ear.smoothingTimeConstant = 0;
    context.createMediaStreamSource(stream).connect(ear);
    await new Promise((resolve) => setTimeout(resolve, 350));
    const bins = new Float32Array(ear.frequencyBinCount);
    ear.getFloatFrequencyData(bins);
    const binOf = (hz: number): number => Math.round((hz * ear.fftSize) / context.sampleRate);
    const level = (bin: number): number => bins[bin] ?? -200;
    let strongest = binOf(200);
    for (let i = strongest; i < bins.length; i++) if (level(i) > level(strongest)) strongest = i;
    const at = asked.map((hz) => Math.max(...[-2, -1, 0, 1, 2].map((beside) => level(binOf(hz) + beside))));
    return { hz: (strongest * context.sampleRate) / ear.fftSize, db: level(strongest), at };
  } finally {
    await context.close();
  }
}
