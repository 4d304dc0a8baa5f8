import type { Media, MediaEvent } from '../../../gateway/media/contract.ts';

/** A media worker without sound: keeps what it is told, and says what a test wants it to say. */
export class SilentMedia implements Media {
  readonly said: string[] = [];
  readonly #seats = new Map<string, { muted: boolean; deaf: boolean }>();
  readonly #listeners = new Set<(event: MediaEvent) => void>();
  onEvent: (event: MediaEvent) => void = () => undefined;

  /** What was last said of a seat. */
  seat(seatId: string): { muted: boolean; deaf: boolean } {
    let seat = this.#seats.get(seatId);
    if (!seat) this.#seats.set(seatId, (seat = { muted: false, deaf: false }));
    return seat;
  }

  tell(event: MediaEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  listen: Media['listen'] = (listener) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
  openLine: Media['openLine'] = async () => ({ host: '127.0.0.1', port: 4000 });
  connectLine: Media['connectLine'] = () => undefined;
  closeLine: Media['closeLine'] = async () => ({ packetsIn: 0, packetsOut: 0, lost: 0, late: 0, concealed: 0, jitterMs: 0 });
  openBrowserLine: Media['openBrowserLine'] = async () => ({ answer: 'v=0' });
  pressDigit: Media['pressDigit'] = () => undefined;
  play: Media['play'] = () => undefined;
  stop: Media['stop'] = () => undefined;
  record: Media['record'] = () => undefined;
  endRecording: Media['endRecording'] = async () => new Uint8Array();
  openEar: Media['openEar'] = () => undefined;
  closeEar: Media['closeEar'] = () => undefined;
  sendDigits: Media['sendDigits'] = () => undefined;
  openRoom: Media['openRoom'] = (roomId) => void this.said.push(`open room ${roomId}`);
  closeRoom: Media['closeRoom'] = (roomId) => void this.said.push(`close room ${roomId}`);
  seatLine: Media['seatLine'] = (_roomId, seatId, lineId) => void this.said.push(`seat ${lineId} on ${seatId}`);
  leaveSeat: Media['leaveSeat'] = (_roomId, seatId) => void this.said.push(`leave ${seatId}`);
  muteSeat: Media['muteSeat'] = (_roomId, seatId, muted) => void (this.seat(seatId).muted = muted);
  deafenSeat: Media['deafenSeat'] = (_roomId, seatId, deaf) => void (this.seat(seatId).deaf = deaf);
  openPeer: Media['openPeer'] = async ({ peerId }) => {
    this.said.push(`open peer ${peerId}`);
    return { answer: 'v=0 answer' };
  };
  closePeer: Media['closePeer'] = async (peerId) => void this.said.push(`close peer ${peerId}`);
  clock: Media['clock'] = async () => ({ ticks: 0, lateP50Ms: 0, lateP99Ms: 0, lateMaxMs: 0, lines: 0, rooms: 0, peers: 0 });
  close: Media['close'] = async () => undefined;

  /** The peer that was opened last. */
  get lastPeer(): string {
    return this.said.findLast((line) => line.startsWith('open peer '))?.slice('open peer '.length) ?? '';
  }
}
