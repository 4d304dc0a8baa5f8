/** What may be dialled, and as whom. One row of the settings; the defaults hold where there is none. */
import { z } from 'zod';
import { PhoneNumber } from '../ids.ts';

const prefix = z.string().regex(/^\+\d{1,15}$/, 'digits after a plus');

export const Calling = z.object({
  schemaVersion: z.literal(1),
  /** Where the company is (ISO 3166-1 alpha-2): numbers are read as they are dialled there. */
  country: z.string().regex(/^[A-Z]{2}$/, 'two capital letters'),
  /** The number that the called party sees where the queue has none of its own. */
  callerId: PhoneNumber.optional(),
  /** Only numbers that begin with one of these may be dialled. */
  countries: z.array(prefix).max(300),
  /** Numbers that begin with one of these may not, whatever the country. */
  blocked: z.array(prefix).max(1000),
  /** So many calls an hour may be dialled, all agents together: a stolen password shall not cost a fortune. */
  hourlyCap: z.number().int().min(0).max(100_000),
  /** As a caller would dial them (112, 911): refused unless the company allows them, because nobody would know where the caller is. */
  emergencyNumbers: z.array(z.string().regex(/^\d{2,6}$/)),
  emergencyAllowed: z.boolean(),
  /** How long it may ring. */
  ringSeconds: z.number().int().min(5).max(120),
  /** Nobody is called back outside of these hours. Absent: the queue's alone count. */
  hoursId: z.string().optional(),
  /** How long a caller waits for an agent whose client is gone. */
  returnSeconds: z.number().int().min(5).max(300),
});
export type Calling = z.infer<typeof Calling>;

export const callingDefaults: Calling = {
  schemaVersion: 1,
  country: 'US',
  countries: [],
  blocked: [],
  hourlyCap: 120,
  emergencyNumbers: ['112', '911', '999', '000', '110', '111', '119', '118'],
  emergencyAllowed: false,
  ringSeconds: 30,
  returnSeconds: 30,
};

/** The SIP media application by which calls go out. */
export const Application = z.object({ schemaVersion: z.literal(1), applicationId: z.string().min(1) });
export type Application = z.infer<typeof Application>;
