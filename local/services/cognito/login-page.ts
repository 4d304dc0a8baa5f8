/** The pages that people see when they sign in. They work without script; everything shown is escaped. */

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

const style = `
:root{color-scheme:light dark;--ink:#16191f;--paper:#fff;--ground:#f2f3f3;--line:#7d8998;--act:#0b5cad;--bad:#b0101e}
@media (prefers-color-scheme:dark){:root{--ink:#e9ebed;--paper:#1a212b;--ground:#0f141a;--line:#8d99a8;--act:#53a7ff;--bad:#ff8a8a}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--ground);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
main{width:min(24rem,100vw - 2rem);padding:2rem;background:var(--paper);border-radius:1rem;box-shadow:0 1px 8px #0003}
h1{margin:0 0 1.5rem;font-size:1.5rem}
label{display:block;margin:1rem 0 .25rem;font-weight:600}
input{width:100%;padding:.6rem .75rem;font:inherit;color:inherit;background:transparent;border:2px solid var(--line);border-radius:.5rem}
button{width:100%;margin-top:1.5rem;padding:.7rem;font:inherit;font-weight:700;color:var(--paper);background:var(--act);border:0;border-radius:1.5rem;cursor:pointer}
:focus-visible{outline:3px solid var(--act);outline-offset:2px}
.problem{margin:0 0 1rem;padding:.75rem;border:2px solid var(--bad);border-radius:.5rem;color:var(--bad)}
.hint{margin:.25rem 0 0;font-size:.875rem}`;

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escapeHtml(title)}</title><style>${style}</style></head>
<body><main><h1>${escapeHtml(title)}</h1>${content}</main></body></html>`;
}

const problemOf = (problem: string | undefined) =>
  problem === undefined ? '' : `<p class="problem" role="alert" id="problem">${escapeHtml(problem)}</p>`;
const described = (problem: string | undefined) => (problem === undefined ? '' : ' aria-describedby="problem" aria-invalid="true"');

/** `action` is the address that the form is sent to, with the request for authorization in its query. */
export interface Form {
  action: string;
  csrf: string;
  problem?: string;
  username?: string;
}

export function loginPage({ action, csrf, problem, username = '' }: Form): string {
  const focusPassword = username !== '';
  return page(
    'Sign in to Linehall',
    `${problemOf(problem)}<form method="post" action="${escapeHtml(action)}">
<input type="hidden" name="_csrf" value="${escapeHtml(csrf)}">
<label for="username">E-mail address</label>
<input id="username" name="username" type="text" inputmode="email" autocomplete="username" autocapitalize="none" spellcheck="false" required value="${escapeHtml(username)}"${focusPassword ? '' : ' autofocus'}${described(problem)}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required${focusPassword ? ' autofocus' : ''}${described(problem)}>
<button type="submit">Sign in</button></form>`,
  );
}

/** For the first sign-in with a temporary password; `ticket` proves that it was right. */
export function newPasswordPage({ action, csrf, problem }: Form, ticket: string): string {
  return page(
    'Choose your password',
    `${problemOf(problem)}<form method="post" action="${escapeHtml(action)}">
<input type="hidden" name="_csrf" value="${escapeHtml(csrf)}"><input type="hidden" name="ticket" value="${escapeHtml(ticket)}">
<label for="password">New password</label>
<input id="password" name="new_password" type="password" autocomplete="new-password" required autofocus${described(problem)}>
<label for="again">New password once more</label>
<input id="again" name="new_password_again" type="password" autocomplete="new-password" required>
<button type="submit">Go on</button></form>`,
  );
}

export const errorPage = (sentence: string): string => page('That did not work', `<p>${escapeHtml(sentence)}</p>`);
