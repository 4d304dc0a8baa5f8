/** Pure: what an agent types, as a number that may be dialled, or why it may not. */
import parsePhoneNumber, { type CountryCode, isSupportedCountry, type PhoneNumber as Parsed } from 'libphonenumber-js';
import { PhoneNumber } from '../ids.ts';
import type { Problem } from '../problem.ts';
import type { Calling } from '../queues/calling.ts';

const refuse = (code: string, sentence: string, remedy: string): { refused: Problem } => ({
  refused: { code, sentence, remedy, status: 422 },
});

const notANumber = refuse(
  'not-a-number',
  'That is no telephone number.',
  'Type it as you would dial it, or with a plus and the country’s code.',
);
const emergency = refuse(
  'emergency-number',
  'Emergency numbers can’t be called from here: nobody would know where you are.',
  'Use a telephone near you.',
);
const blocked = refuse('number-blocked', 'The company does not allow calls to this number.', 'Ask an administrator if you need it.');
const abroad = refuse('country-not-allowed', 'The company does not allow calls to this country.', 'Ask an administrator to allow it.');

/** An emergency number may be dialled with anything a hurried hand puts around it. */
const isEmergency = ({ emergencyNumbers }: Calling, typed: string): boolean => emergencyNumbers.includes(typed.replace(/\D/g, ''));

function parse(typed: string, country: string): Parsed | undefined {
  const home: CountryCode | undefined = isSupportedCountry(country) ? country : undefined;
  const parsed = parsePhoneNumber(typed, home === undefined ? {} : { defaultCountry: home, extract: false });
  return parsed?.isPossible() === true && parsed.ext === undefined ? parsed : undefined;
}

const beginsWithOne = (number: string, prefixes: readonly string[]): boolean => prefixes.some((prefix) => number.startsWith(prefix));

/** Without a list of countries: where our own numbers are. A plan that countries share (+1) is theirs only where the plan says so. */
function isAllowed({ countries, country, callerId }: Calling, parsed: Parsed): boolean {
  if (countries.length > 0) return beginsWithOne(parsed.number, countries);
  const homes = [country, callerId === undefined ? undefined : parsePhoneNumber(callerId)?.country];
  return parsed.country !== undefined && homes.includes(parsed.country);
}

/**
 * Reads a number as it was typed, national ones by the company's country, and judges it: emergency numbers first, then the blocked, then the
 * countries. The hourly cap is counted where the call is made.
 */
export function mayDial(calling: Calling, typed: string): { number: PhoneNumber } | { refused: Problem } {
  if (isEmergency(calling, typed)) {
    // As it stands it is no number of the international plan: only a network that is told so takes it.
    return calling.emergencyAllowed ? { number: PhoneNumber.parse(`+${typed.replace(/\D/g, '').replace(/^0+/, '')}`) } : emergency;
  }
  const parsed = parse(typed, calling.country);
  const number = PhoneNumber.safeParse(parsed?.number);
  if (parsed === undefined || !number.success) return notANumber;
  if (beginsWithOne(number.data, calling.blocked)) return blocked;
  return isAllowed(calling, parsed) ? { number: number.data } : abroad;
}
