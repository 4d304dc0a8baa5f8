/** What the phone sends and what is heard: a recorded caller or the microphone, key tones, ringing, and the level of the line. */

/** ITU-T Q.23: a row and a column tone for each key, in hertz. */
const rows = [697, 770, 852, 941];
const columns = [1209, 1336, 1477];
const layout = '123456789*0#';

export class Sound {
  readonly #context = new AudioContext();
  readonly #sent = this.#context.createMediaStreamDestination();
  readonly #heard = this.#context.createAnalyser();
  readonly #audio = new Audio();
  #recording: AudioBufferSourceNode | undefined;
  #microphone: MediaStream | undefined;
  #stopTone: (() => void) | undefined;

  /** The track for the peer connection. */
  get track(): MediaStreamTrack {
    const [track] = this.#sent.stream.getAudioTracks();
    if (!track) throw new Error('No audio track.');
    return track;
  }

  /** Sends the recorded caller, again and again, from its beginning. Needs a person's click before. */
  async useRecording(): Promise<void> {
    await this.#context.resume();
    this.#dropSource();
    const bytes = await (await fetch('/phone/caller.wav')).arrayBuffer();
    const recording = this.#context.createBufferSource();
    recording.buffer = await this.#context.decodeAudioData(bytes);
    recording.loop = true;
    recording.connect(this.#sent);
    recording.start();
    this.#recording = recording;
  }

  /** Sends the microphone. Rejects when it is refused or missing. */
  async useMicrophone(): Promise<void> {
    await this.#context.resume();
    const microphone = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
    this.#dropSource();
    this.#context.createMediaStreamSource(microphone).connect(this.#sent);
    this.#microphone = microphone;
  }

  /** Lets what comes from the line be heard. */
  hear(stream: MediaStream): void {
    this.stopRinging();
    this.#audio.srcObject = stream;
    void this.#audio.play();
    this.#context.createMediaStreamSource(stream).connect(this.#heard);
  }

  /** How loud the line is just now, from 0 to 1. */
  level(): number {
    const samples = new Float32Array(this.#heard.fftSize);
    this.#heard.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    // From -50 dB, where speech begins to be heard, to -8 dB.
    return Math.min(1, Math.max(0, (10 * Math.log10(power + 1e-9) + 50) / 42));
  }

  press(key: string): void {
    const at = layout.indexOf(key);
    if (at < 0) return;
    void this.#context.resume();
    this.#tone([rows[Math.floor(at / 3)] ?? 697, columns[at % 3] ?? 1209], 0.05, 0.14);
  }

  /** The North American ringback: 440 and 480 Hz, two seconds of six. */
  ring(): void {
    if (this.#stopTone) return;
    let quiet = this.#tone([440, 480], 0.03, 2);
    const timer = setInterval(() => (quiet = this.#tone([440, 480], 0.03, 2)), 6000);
    this.#stopTone = () => {
      clearInterval(timer);
      quiet();
    };
  }
  /** The bell of a phone that is called: two short strokes every three seconds. */
  bell(): void {
    if (this.#stopTone) return;
    void this.#context.resume();
    let quiet = (): void => undefined;
    const strike = (): void => {
      const [first, second] = [this.#tone([587, 880], 0.06, 0.4), this.#tone([587, 880], 0.06, 0.4, 0.6)];
      quiet = () => [first, second].forEach((end) => end());
    };
    strike();
    const timer = setInterval(strike, 3000);
    this.#stopTone = () => {
      clearInterval(timer);
      quiet();
    };
  }
  stopRinging(): void {
    this.#stopTone?.();
    this.#stopTone = undefined;
  }

  close(): void {
    this.stopRinging();
    this.#dropSource();
    this.#audio.srcObject = null;
    void this.#context.close();
  }

  #dropSource(): void {
    this.#recording?.stop();
    this.#recording?.disconnect();
    this.#recording = undefined;
    for (const track of this.#microphone?.getTracks() ?? []) track.stop();
    this.#microphone = undefined;
  }

  /** Sounds the frequencies together; the returned function ends them early. */
  #tone(frequencies: readonly number[], loudness: number, seconds: number, afterSeconds = 0): () => void {
    const now = this.#context.currentTime + afterSeconds;
    const gain = this.#context.createGain();
    gain.gain.setValueAtTime(0, now);
    gain.gain.linearRampToValueAtTime(loudness, now + 0.01);
    gain.gain.setValueAtTime(loudness, now + seconds - 0.02);
    gain.gain.linearRampToValueAtTime(0, now + seconds);
    gain.connect(this.#context.destination);
    for (const frequency of frequencies) {
      const oscillator = this.#context.createOscillator();
      oscillator.frequency.value = frequency;
      oscillator.connect(gain);
      oscillator.start(now);
      oscillator.stop(now + seconds);
    }
    return () => gain.disconnect();
  }
}
