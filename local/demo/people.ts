/** Who may sign in on the laptop. Demo people exist only here; a deploy never creates one. */
export interface Person {
  name: string;
  email: string;
  password: string;
  groups: string[];
}

const person = (first: string, last: string, groups: string[]): Person => ({
  name: `${first} ${last}`,
  email: `${first.toLowerCase()}@linehall.test`,
  password: `Linehall-${first}-1!`,
  groups,
});

export const people: Person[] = [
  person('Anna', 'Lindqvist', ['agents']),
  person('Bela', 'Horváth', ['agents']),
  person('Clara', 'Osei', ['agents', 'supervisors']),
];
