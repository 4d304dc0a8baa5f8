import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { FromWorker, Question, ToWorker, WorkerStart } from './messages.ts';
import { Studio } from './studio.ts';

/** The thread that keeps time. Nothing runs here but audio. */
const port = parentPort;
if (!port) throw new Error('the media worker runs as a worker thread only');
const tell = (message: FromWorker): void => port.postMessage(message);

// On Linux this raises this thread alone; elsewhere it would be the whole process. Without the right to do so we go on as we are.
if (process.platform === 'linux') {
  try {
    setPriority(0, constants.priority.PRIORITY_HIGH);
  } catch {
    // Timing is as good as the machine's load allows.
  }
}

const studio = new Studio((workerData as WorkerStart).settings, (event) => tell({ kind: 'event', event }));

async function answer(question: Question): Promise<unknown> {
  switch (question.name) {
    case 'openSpare':
      return studio.openSpare(question.spareId);
    case 'openLine':
      return studio.openLine(question.lineId);
    case 'closeLine':
      return studio.closeLine(question.lineId);
    case 'openBrowserLine':
      return studio.openBrowserLine(question.lineId, question.offer);
    case 'endRecording':
      return studio.endRecording(question.lineId, question.recordingId);
    case 'openPeer':
      return studio.openPeer(question);
    case 'closePeer':
      return studio.closePeer(question.peerId);
    case 'clock':
      return studio.figures();
    case 'close':
      return studio.close();
  }
}

port.on('message', (message: ToWorker) => {
  if (!('number' in message)) {
    studio.obey(message);
    return;
  }
  const { number } = message;
  answer(message).then(
    (value) => tell({ kind: 'answer', number, answer: value }),
    (error: unknown) => tell({ kind: 'refused', number, why: error instanceof Error ? error.message : String(error) }),
  );
});
