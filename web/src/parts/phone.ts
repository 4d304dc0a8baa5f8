/** Telephone numbers as people read and type them (ITU-T E.123). */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** Grouped for reading: `+36 30 123 4567`. What is no number stays as it is. */
export function phoneText(number: string): string {
  const parsed = parsePhoneNumberFromString(number);
  return parsed === undefined ? number : parsed.formatInternational();
}

/** What somebody in a conversation is called: by name, or by a number that is grouped for reading. */
export const nameText = ({ name }: { name: string }): string => phoneText(name);

/** As E.164 writes it, or undefined: a number needs its `+` and country code. */
export function e164Of(typed: string): string | undefined {
  const parsed = parsePhoneNumberFromString(typed.trim());
  return parsed?.isPossible() === true ? parsed.number : undefined;
}
