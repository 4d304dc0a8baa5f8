/** Who may sign in on the laptop. Demo people exist only here; a deploy never creates one. */
export interface Person {
  name: string;
  email: string;
  password: string;
  groups: string[];
  /** By which colleagues and callers reach them. */
  extension: string;
}

const person = (first: string, last: string, extension: string, groups: string[]): Person => ({
  name: `${first} ${last}`,
  email: `${first.toLowerCase()}@linehall.test`,
  password: `Linehall-${first}-1!`,
  groups,
  extension,
});

export const people: Person[] = [
  person('Anna', 'Lindqvist', '201', ['agents']),
  person('Bela', 'Horváth', '202', ['agents']),
  person('Clara', 'Osei', '203', ['agents', 'supervisors']),
  person('Dora', 'Vega', '204', ['agents', 'supervisors', 'administrators']),
];
