import protocol from 'amazon-chime-sdk-js/build/signalingprotocol/SignalingProtocol.js';
import type { ISdkSignalFrame, SdkSignalFrame as Frame } from 'amazon-chime-sdk-js/build/signalingprotocol/SignalingProtocol.js';

/**
 * The signalling protocol of the Chime SDK: each WebSocket message is one byte that says *real-time communication*, and one protobuf
 * frame. The message classes are those of the client's own package.
 */
export const FrameType = protocol.SdkSignalFrame.Type;
export const PingPongType = protocol.SdkPingPongType;
export const StreamServiceType = protocol.SdkStreamServiceType;
export type SignalFrame = Frame;
export type SignalFrameToSend = Omit<ISdkSignalFrame, 'timestampMs'>;

const realTime = 0x05;

/** Throws when the frame breaks the protocol, which would be our fault. */
export function encodeFrame(frame: SignalFrameToSend, nowMs: number): Buffer {
  const whole: ISdkSignalFrame = { timestampMs: nowMs, ...frame };
  const problem = protocol.SdkSignalFrame.verify(whole);
  if (problem) throw new Error(`a signalling frame breaks the protocol: ${problem}`);
  return Buffer.concat([Buffer.of(realTime), protocol.SdkSignalFrame.encode(protocol.SdkSignalFrame.create(whole)).finish()]);
}

/** The frame of a message, or undefined when it is none. */
export function decodeFrame(message: Buffer): SignalFrame | undefined {
  if (message.length < 2 || message[0] !== realTime) return undefined;
  try {
    return protocol.SdkSignalFrame.decode(message.subarray(1));
  } catch {
    return undefined;
  }
}
