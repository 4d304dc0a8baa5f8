import { z } from 'zod';

const atMs = z.number();
/** What a telephone was last told and still holds, whatever it does since. */
const kept = {
  /** Its seat in the meeting was muted by us. */
  muted: z.boolean().optional(),
  /** It has talked in a meeting. What its seat was told last, an answer that was made before does not know. */
  talked: z.literal(true).optional(),
  /** The last press whose keys were sent. */
  pressed: z.number().optional(),
};

/** What the last accepted answer made a call do. It travels with the call, so it is true also when answers overtake each other. */
export const Doing = z.discriminatedUnion('kind', [
  /** Music, which ends by then at the latest, after this word. */
  z.object({ kind: z.literal('hold'), untilMs: z.number(), said: z.string().optional(), ...kept }),
  z.object({ kind: z.literal('join'), meetingId: z.string(), atMs, tries: z.number(), ...kept }),
  /** `unsure`: perhaps in another meeting; whether it can be muted or unmuted in this one tells. */
  z.object({ kind: z.literal('talk'), meetingId: z.string(), tries: z.number(), unsure: z.literal(true).optional(), ...kept }),
  z.object({ kind: z.literal('leave'), atMs, ...kept }),
  /** Another telephone rings for this one until then at the latest, or talks with it. */
  z.object({ kind: z.literal('bridge'), since: z.string(), untilMs: z.number(), ...kept }),
  /** An agent's telephone is asked for a key until then at the latest. */
  z.object({ kind: z.literal('ask'), untilMs: z.number(), ...kept }),
]);
export type Doing = z.infer<typeof Doing>;

export type Kept = Pick<Doing, keyof typeof kept>;

/** What goes over from one doing to the next. */
export const keptOf = ({ muted, talked, pressed }: Kept = {}): Kept => ({
  ...(muted === undefined ? {} : { muted }),
  ...(talked === undefined ? {} : { talked }),
  ...(pressed === undefined ? {} : { pressed }),
});
