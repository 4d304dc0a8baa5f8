import type { Digit, LineStats, MediaEvent, MediaSettings } from './contract.ts';
import { MediaClock } from './clock.ts';
import { Ear } from './ear.ts';
import { frameSamples, tickMs } from './frames.ts';
import type { Command } from './messages.ts';
import { PeerPort } from './peer-port.ts';
import { Library, Playback } from './playback.ts';
import { type Endpoint, newEndpoint, Room } from './room.ts';
import { PortRange, RtpPort } from './rtp-port.ts';
import { Tape } from './tape.ts';

const levelTicks = 200 / tickMs;
const noStats: LineStats = { packetsIn: 0, packetsOut: 0, lost: 0, late: 0, concealed: 0, jitterMs: 0 };

type Line = Endpoint & { readonly port: RtpPort | PeerPort };
type Peer = Endpoint & { readonly port: PeerPort };

/** Everything that sounds: lines, peers and rooms, and the clock that moves a frame through them every 20 ms. */
export class Studio {
  readonly #settings: MediaSettings;
  readonly #tell: (event: MediaEvent) => void;
  readonly #ports: PortRange;
  readonly #lines = new Map<string, Line>();
  /** Sockets that are open before their lines have names. */
  readonly #spares = new Map<string, { port: RtpPort; named: { lineId: string } }>();
  readonly #opening = new Map<string, Promise<unknown>>();
  readonly #peers = new Map<string, Peer>();
  readonly #rooms = new Map<string, Room>();
  readonly #library = new Library();
  readonly #frame = new Int16Array(frameSamples);
  readonly #clock: MediaClock;
  #ticks = 0;

  constructor(settings: MediaSettings, tell: (event: MediaEvent) => void) {
    this.#settings = settings;
    this.#tell = tell;
    this.#ports = new PortRange(settings);
    this.#clock = new MediaClock(() => this.#tick());
  }

  /** Opens a socket that no line has yet. */
  async openSpare(spareId: string): Promise<{ host: string; port: number }> {
    const named = { lineId: spareId };
    const port = new RtpPort(await this.#ports.open(), this.#lineListener(named));
    this.#spares.set(spareId, { port, named });
    return { host: this.#settings.publicHost ?? port.address.host, port: port.address.port };
  }

  async openLine(lineId: string): Promise<{ host: string; port: number }> {
    return this.#opened(lineId, async () => {
      const address = await this.openSpare(lineId);
      this.#nameLine(lineId, lineId);
      return address;
    });
  }

  async openBrowserLine(lineId: string, offer: string): Promise<{ answer: string }> {
    return this.#opened(lineId, () => this.#openBrowserLine(lineId, offer));
  }

  /** A line that is closed while it opens is closed when it is open. */
  async #opened<T>(lineId: string, open: () => Promise<T>): Promise<T> {
    if (this.#lines.has(lineId) || this.#opening.has(lineId)) throw new Error(`line ${lineId} is open already`);
    const opening = open();
    this.#opening.set(lineId, opening);
    try {
      return await opening;
    } finally {
      this.#opening.delete(lineId);
    }
  }

  async #openBrowserLine(lineId: string, offer: string): Promise<{ answer: string }> {
    const port: PeerPort = new PeerPort(this.#settings, {
      ...this.#lineListener({ lineId }),
      up: () => undefined,
      lost: () => this.#tell({ type: 'rtp', lineId, flowing: false }),
    });
    const answer = await answerOrClose(port, offer);
    this.#lines.set(lineId, newEndpoint(port) as Line);
    return { answer };
  }

  async closeLine(lineId: string): Promise<LineStats> {
    await this.#opening.get(lineId)?.catch(() => undefined);
    const line = this.#lines.get(lineId);
    if (!line) return noStats;
    this.#lines.delete(lineId);
    this.#endPlayback(line);
    line.seat?.room.leave(line.seat.seatId, line);
    const stats = line.port.stats();
    await line.port.close();
    return stats;
  }

  endRecording(lineId: string, recordingId: string): Uint8Array {
    const line = this.#lines.get(lineId);
    const tape = line?.tape;
    if (!line || tape?.recordingId !== recordingId) throw new Error(`line ${lineId} makes no such recording`);
    line.tape = undefined;
    return tape.wav();
  }

  async openPeer({ peerId, roomId, seatId, offer }: { peerId: string; roomId: string; seatId: string; offer: string }) {
    const port: PeerPort = new PeerPort(this.#settings, {
      up: () => this.#seatPeer(peerId, roomId, seatId),
      lost: (why) => this.#tell({ type: 'peer-lost', peerId, why }),
      digit: () => undefined,
      flowing: () => undefined,
    });
    const known = this.#peers.get(peerId);
    // A browser that offers again (a device or a section changed) keeps its connection.
    if (known) return { answer: await known.port.answer(offer) };
    const answer = await answerOrClose(port, offer);
    this.#peers.set(peerId, newEndpoint(port) as Peer);
    return { answer };
  }

  async closePeer(peerId: string): Promise<void> {
    const peer = this.#peers.get(peerId);
    if (!peer) return;
    this.#peers.delete(peerId);
    peer.seat?.room.leave(peer.seat.seatId, peer);
    await peer.port.close();
  }

  figures() {
    return { ...this.#clock.lateness(), lines: this.#lines.size, rooms: this.#rooms.size, peers: this.#peers.size };
  }

  async close(): Promise<void> {
    this.#clock.close();
    for (const { port } of this.#spares.values()) port.close();
    this.#spares.clear();
    await Promise.all([...this.#lines.keys()].map((lineId) => this.closeLine(lineId)));
    await Promise.all([...this.#peers.keys()].map((peerId) => this.closePeer(peerId)));
  }

  /** Carries out a command. Commands for what is closed already are late, not wrong. */
  obey(command: Command): void {
    switch (command.name) {
      case 'nameLine':
        return this.#nameLine(command.spareId, command.lineId);
      case 'connectLine':
        return this.#rtpPort(command.lineId)?.connect(command.remote);
      case 'sendDigits':
        return this.#lines.get(command.lineId)?.port.sendDigits(command.digits, command.toneMs);
      case 'record':
        return this.#record(command);
      case 'openEar':
        return this.#openEar(command);
      case 'closeEar':
        return this.#closeEar(command.lineId, command.earId);
      case 'pressDigit':
        return this.#lines.get(command.lineId)?.port.pressed(command.digit);
      case 'play':
        return this.#play(command);
      case 'openRoom':
        if (!this.#rooms.has(command.roomId)) this.#rooms.set(command.roomId, new Room());
        return;
      case 'closeRoom':
        this.#rooms.get(command.roomId)?.clear();
        this.#rooms.delete(command.roomId);
        return;
      case 'seatLine': {
        const line = this.#lines.get(command.lineId);
        if (line) this.#rooms.get(command.roomId)?.sit(command.seatId, line);
        return;
      }
      case 'leaveSeat':
        return this.#rooms.get(command.roomId)?.leave(command.seatId);
      case 'allowSeat':
        return this.#rooms.get(command.roomId)?.allow(command.seatId, command.change);
    }
  }

  #rtpPort(lineId: string): RtpPort | undefined {
    const port = this.#lines.get(lineId)?.port;
    return port instanceof RtpPort ? port : undefined;
  }

  #nameLine(spareId: string, lineId: string): void {
    const spare = this.#spares.get(spareId);
    if (!spare) return;
    this.#spares.delete(spareId);
    spare.named.lineId = lineId;
    this.#lines.set(lineId, newEndpoint(spare.port) as Line);
  }

  #lineListener(named: { readonly lineId: string }) {
    return {
      digit: (digit: Digit) => this.#pressed(named.lineId, digit),
      flowing: (flowing: boolean) => this.#tell({ type: 'rtp', lineId: named.lineId, flowing }),
    };
  }

  #seatPeer(peerId: string, roomId: string, seatId: string): void {
    const peer = this.#peers.get(peerId);
    const room = this.#rooms.get(roomId);
    if (!peer || !room) return;
    room.sit(seatId, peer);
    this.#tell({ type: 'peer-up', peerId });
  }

  #pressed(lineId: string, digit: Digit): void {
    const line = this.#lines.get(lineId);
    if (!line) return;
    this.#tell({ type: 'digit', lineId, digit });
    const playback = line.playback;
    if (!playback || playback.stopped || !playback.order.terminators.includes(digit)) return;
    this.#endPlayback(line);
    this.#tell({ type: 'played', lineId, playId: playback.order.playId, end: 'terminated', digit });
  }

  #play({ lineId, order, wav }: Extract<Command, { name: 'play' }>): void {
    const line = this.#lines.get(lineId);
    if (!line) return;
    this.#endPlayback(line);
    const taken = this.#library.take(order.recordingId, wav);
    if (taken.ok) line.playback = new Playback(order, taken.recording);
    else this.#tell({ type: 'played', lineId, playId: order.playId, end: 'failed', why: taken.why });
  }

  #record({ lineId, recordingId, silence }: Extract<Command, { name: 'record' }>): void {
    const line = this.#lines.get(lineId);
    if (line) line.tape = new Tape(recordingId, silence, () => this.#tell({ type: 'silent', lineId, recordingId }));
  }

  #openEar({ lineId, earId, limits }: Extract<Command, { name: 'openEar' }>): void {
    const line = this.#lines.get(lineId);
    if (!line) return;
    line.ear = new Ear(earId, limits, {
      spoke: () => this.#tell({ type: 'spoke', lineId, earId }),
      said: (samples) => {
        this.#closeEar(lineId, earId);
        this.#tell({ type: 'said', lineId, earId, samples });
      },
    });
  }

  #closeEar(lineId: string, earId: string): void {
    const line = this.#lines.get(lineId);
    if (line?.ear?.earId === earId) line.ear = undefined;
  }

  #endPlayback(line: Line): void {
    if (!line.playback) return;
    this.#library.release(line.playback.order.recordingId);
    line.playback = undefined;
  }

  #tick(): void {
    for (const line of this.#lines.values()) {
      line.sounding = line.port.read(line.heard);
      line.tape?.add(line.heard);
      line.ear?.add(line.heard);
    }
    for (const peer of this.#peers.values()) peer.sounding = peer.port.read(peer.heard);
    for (const room of this.#rooms.values()) room.mix();
    for (const [lineId, line] of this.#lines) this.#speak(line, lineId);
    for (const peer of this.#peers.values()) this.#speak(peer);
    if (++this.#ticks % levelTicks === 0) this.#tellLevels();
  }

  /** Gives an endpoint what it hears in this tick: its room, and over that what is played to it alone. */
  #speak(endpoint: Endpoint, lineId?: string): void {
    const frame = this.#frame;
    if (endpoint.seat) endpoint.seat.room.hear(endpoint.seat.seatId, frame);
    else frame.fill(0);
    const { playback } = endpoint;
    const goesOn = !playback || playback.stopped || playback.add(frame);
    endpoint.port.write(frame);
    if (!playback || (goesOn && !playback.stopped)) return;
    this.#endPlayback(endpoint as Line);
    if (lineId !== undefined && !playback.stopped) this.#tell({ type: 'played', lineId, playId: playback.order.playId, end: 'finished' });
  }

  #tellLevels(): void {
    for (const [roomId, room] of this.#rooms) {
      const seats = room.levels(levelTicks);
      if (seats.length > 0) this.#tell({ type: 'levels', roomId, seats });
    }
  }
}

async function answerOrClose(port: PeerPort, offer: string): Promise<string> {
  try {
    return await port.answer(offer);
  } catch (error) {
    await port.close();
    throw error;
  }
}
