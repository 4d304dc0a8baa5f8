import { expect, test } from 'vitest';
import { startMedia } from '../../../gateway/media/media.ts';
import { FarSide, tone, until, wav } from './far-side.ts';

test('thirty who join and leave, each with a prompt, leave nothing behind, and the one who stays hears the last of them', async () => {
  const media = await startMedia({ host: '127.0.0.1', portFrom: 0, portTo: 0 });
  const open = async (lineId: string): Promise<FarSide> => {
    const far = new FarSide();
    const remote = await far.open();
    const local = await media.openLine(lineId);
    media.connectLine(lineId, { ...remote, codec: 'PCMU', direction: 'sendrecv' });
    far.talk(local, 0);
    return far;
  };
  media.openRoom('room');
  const staying = await open('staying');
  media.seatLine('room', 'staying', 'staying');
  for (let n = 0; n < 30; n++) {
    const far = await open(`guest-${n}`);
    media.play(`guest-${n}`, { playId: `p-${n}`, wav: wav(tone(300 + 10 * n, 0, 1600)), repeat: 5, terminators: [] });
    media.seatLine('room', `seat-${n}`, `guest-${n}`);
    if (n === 29) {
      far.hz = 1000;
      await until('the last guest is heard', () => staying.hears(1000));
    }
    media.leaveSeat('room', `seat-${n}`);
    await media.closeLine(`guest-${n}`);
    far.close();
  }
  expect(await media.clock()).toMatchObject({ lines: 1, rooms: 1, peers: 0 });
  await media.closeLine('staying');
  media.closeRoom('room');
  expect(await media.clock()).toMatchObject({ lines: 0, rooms: 0, peers: 0 });
  staying.close();
  await media.close();
});
