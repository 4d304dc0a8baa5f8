import { useEffect, useRef, useState } from 'react';

/** Records by the microphone until it is stopped. `failed` when the browser or the person doesn't let us. */
export function useRecorder(done: (sound: Blob) => void): { face: 'off' | 'recording' | 'failed'; start: () => void; stop: () => void } {
  const [face, setFace] = useState<'off' | 'recording' | 'failed'>('off');
  const recorder = useRef<MediaRecorder | undefined>(undefined);
  const told = useRef(done);
  told.current = done;
  const stop = () => {
    if (recorder.current?.state === 'recording') recorder.current.stop();
  };
  useEffect(() => stop, []);
  const start = () => {
    navigator.mediaDevices.getUserMedia({ audio: true }).then(
      (stream) => {
        const parts: Blob[] = [];
        const one = new MediaRecorder(stream);
        recorder.current = one;
        one.ondataavailable = ({ data }) => parts.push(data);
        one.onstop = () => {
          stream.getTracks().forEach((track) => track.stop());
          setFace('off');
          told.current(new Blob(parts, { type: one.mimeType }));
        };
        one.start();
        setFace('recording');
      },
      () => setFace('failed'),
    );
  };
  return { face, start, stop };
}
