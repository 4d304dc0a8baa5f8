/** The echo test: what the microphone hears, played back on this machine. Nothing leaves it. */

/** Records a stream for so long. */
export async function record(stream: MediaStream, ms: number): Promise<Blob> {
  const recorder = new MediaRecorder(stream);
  const pieces: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data));
  const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve, { once: true }));
  recorder.start();
  setTimeout(() => recorder.stop(), ms);
  await stopped;
  return new Blob(pieces, { type: recorder.mimeType });
}

/** Plays a recording on the given output; resolves when it is over. */
export async function playBack(recording: Blob, speakerId: string): Promise<void> {
  const url = URL.createObjectURL(recording);
  try {
    const audio = new Audio(url);
    // Not every browser lets a page choose the speaker; then it is the system's own.
    if (speakerId !== '' && 'setSinkId' in audio) await audio.setSinkId(speakerId).catch(() => undefined);
    const over = new Promise((resolve, reject) => {
      audio.addEventListener('ended', resolve, { once: true });
      audio.addEventListener('error', () => reject(new Error('The recording could not be played.')), { once: true });
    });
    await audio.play();
    await over;
  } finally {
    URL.revokeObjectURL(url);
  }
}
