/** Sounds that we make ourselves: the ring of an offer, the beeps of a call that is accepted by itself and of a long hold, the speaker test. */
export interface Sounds {
  ring: () => void;
  hush: () => void;
  /** A beep and, where the browser has a voice, the words: a call is about to begin. */
  announce: (words: string) => void;
  /** Two low notes: somebody waits on hold. */
  remind: () => void;
  /** A rising chord on the given output, for the speaker test; resolves when it is over. */
  testTone: (speakerId: string) => Promise<void>;
  /** False while the browser holds sound back because nobody has clicked or typed yet. */
  audible: () => boolean;
}

interface Note {
  hz: number;
  from: number;
  seconds: number;
}

/** Two soft rising notes, twice, then rest: seconds from the start of each round. */
const ringNotes: readonly Note[] = [
  { hz: 587, from: 0, seconds: 0.22 },
  { hz: 880, from: 0.2, seconds: 0.34 },
  { hz: 587, from: 0.7, seconds: 0.22 },
  { hz: 880, from: 0.9, seconds: 0.34 },
];
const roundMs = 3_000;
const announceNotes: readonly Note[] = [{ hz: 988, from: 0, seconds: 0.25 }];
const remindNotes: readonly Note[] = [
  { hz: 440, from: 0, seconds: 0.2 },
  { hz: 392, from: 0.22, seconds: 0.3 },
];
const testNotes: readonly Note[] = [523, 659, 784, 1047].map((hz, i) => ({ hz, from: i * 0.22, seconds: 0.4 }));

function sound(context: AudioContext, notes: readonly Note[], loudness: number): void {
  const begin = context.currentTime + 0.02;
  for (const note of notes) {
    const [tone, volume] = [context.createOscillator(), context.createGain()];
    tone.type = 'triangle';
    tone.frequency.value = note.hz;
    // Swelling and fading instead of switching: an abrupt edge is heard as a click.
    volume.gain.setValueAtTime(0, begin + note.from);
    volume.gain.linearRampToValueAtTime(loudness, begin + note.from + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.0001, begin + note.from + note.seconds);
    tone.connect(volume).connect(context.destination);
    tone.start(begin + note.from);
    tone.stop(begin + note.from + note.seconds + 0.02);
  }
}

async function useSpeaker(context: AudioContext, speakerId: string): Promise<void> {
  // Not every browser lets a page choose the speaker of an audio context.
  const choose = (context as AudioContext & { setSinkId?: (id: string) => Promise<void> }).setSinkId;
  if (choose !== undefined) await choose.call(context, speakerId === 'default' ? '' : speakerId).catch(() => undefined);
}

/** Plays notes once on the given output; resolves when they are over. */
async function once(speakerId: string, notes: readonly Note[], loudness: number): Promise<void> {
  const own = new AudioContext();
  await useSpeaker(own, speakerId);
  sound(own, notes, loudness);
  const seconds = Math.max(...notes.map((note) => note.from + note.seconds));
  await new Promise((resolve) => setTimeout(resolve, 150 + seconds * 1000));
  await own.close();
}

/** `ringer`: the output that rings and reminds; empty for the system's own. */
export function openSounds(ringer: () => string): Sounds {
  let context: AudioContext | undefined;
  let round: ReturnType<typeof setInterval> | undefined;
  const ready = () => (context ??= new AudioContext());
  const wake = () =>
    void ready()
      .resume()
      .catch(() => undefined);
  window.addEventListener('pointerdown', wake);
  window.addEventListener('keydown', wake);
  return {
    ring() {
      if (round !== undefined) return;
      const play = () => void useSpeaker(ready(), ringer()).then(() => sound(ready(), ringNotes, 0.35));
      wake();
      play();
      round = setInterval(play, roundMs);
    },
    hush() {
      clearInterval(round);
      round = undefined;
      // What is scheduled already falls silent with its context.
      void context?.close().catch(() => undefined);
      context = undefined;
    },
    announce(words) {
      void once(ringer(), announceNotes, 0.3);
      if (typeof speechSynthesis === 'undefined' || speechSynthesis.getVoices().length === 0) return;
      speechSynthesis.cancel();
      speechSynthesis.speak(new SpeechSynthesisUtterance(words));
    },
    remind: () => void once(ringer(), remindNotes, 0.25),
    testTone: (speakerId) => once(speakerId, testNotes, 0.3),
    audible: () => context === undefined || context.state === 'running',
  };
}
