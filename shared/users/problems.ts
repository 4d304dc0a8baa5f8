import type { Problem } from '../problem.ts';

export const noSuchUser: Problem = {
  code: 'no-such-user',
  sentence: 'There is no such user.',
  remedy: 'Load the page again: it shows everybody there is.',
  status: 404,
};
export const userExists: Problem = {
  code: 'user-exists',
  sentence: 'Somebody with this e-mail address has been invited already.',
  remedy: 'Find them in the list: what they may do can be changed there, and the invitation sent again.',
  status: 409,
  about: 'email',
};
export const ownAccess: Problem = {
  code: 'own-access',
  sentence: 'You can not take your own rights away.',
  remedy: 'Ask another administrator to do it.',
  status: 409,
  about: 'groups',
};
export const extensionTaken = (extension: string, name: string): Problem => ({
  code: 'extension-taken',
  sentence: `The extension ${extension} is that of ${name}.`,
  remedy: 'Choose another.',
  status: 409,
  about: 'extension',
});
export const userChanged: Problem = {
  code: 'changed-meanwhile',
  sentence: 'This user has been changed meanwhile.',
  remedy: 'See what they are now, and make your change again if it is still right.',
  status: 409,
};
export const unknownOf = (field: string, what: string, id: string): Problem => ({
  code: 'unknown-reference',
  sentence: `The ${what} “${id}” does not exist.`,
  remedy: `Choose another ${what}, or make it first.`,
  status: 400,
  about: field,
});
export const notInvited: Problem = {
  code: 'not-invited',
  sentence: 'This user has signed in already: there is no invitation to send again.',
  remedy: 'If they forgot the password, reset it.',
  status: 409,
};
export const notYetActive: Problem = {
  code: 'not-active',
  sentence: 'This user has no password to reset: they have not signed in yet, or are deactivated.',
  remedy: 'Send the invitation again, or reactivate them first.',
  status: 409,
};
export const deactivated: Problem = {
  code: 'deactivated',
  sentence: 'Your place in this contact center has been deactivated.',
  remedy: 'Ask an administrator if this is a mistake.',
  status: 403,
};
