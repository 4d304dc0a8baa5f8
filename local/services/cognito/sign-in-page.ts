/** The sign-in page: plain HTML that works without a script, by keyboard, in light and dark. */

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f2f3f3, #0f141a); color: light-dark(#0f141a, #ebebf0); }
main { width: min(22rem, calc(100vw - 4rem)); padding: 2rem; border-radius: 16px; background: light-dark(#fff, #161d26); border: 1px solid light-dark(#c6c6cd, #424650); }
h1 { margin: 0 0 1rem; font-size: 1.4rem; } label { display: block; margin-top: 1rem; font-weight: 600; }
input { box-sizing: border-box; width: 100%; margin-top: .25rem; padding: .5rem .75rem; font: inherit; border: 1px solid light-dark(#8c8c94, #7d8998); border-radius: 8px; background: transparent; color: inherit; }
button { width: 100%; margin-top: 1.5rem; padding: .6rem; font: inherit; font-weight: 700; border: 0; border-radius: 20px; background: light-dark(#006ce0, #42b4ff); color: light-dark(#fff, #0f141a); cursor: pointer; }
:focus-visible { outline: 3px solid light-dark(#006ce0, #42b4ff); outline-offset: 2px; }
.problem { padding: .75rem; border-radius: 8px; border: 1px solid light-dark(#db0000, #ff7a7a); color: light-dark(#a30000, #ff9e9e); }`;

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${style}</style></head><body><main>${body}</main></body></html>`;

/** `state` comes back with the form; `problem` says what was wrong with the last try. */
export function signInPage(form: { action: string; csrf: string; name: string; problem?: string; newPassword?: boolean }): string {
  const problem = form.problem === undefined ? '' : `<p class="problem" role="alert">${escaped(form.problem)}</p>`;
  const fresh = form.newPassword === true;
  const chosen = fresh
    ? '<label for="new-password">New password</label><input id="new-password" name="newPassword" type="password" autocomplete="new-password" minlength="12" required>'
    : '';
  return page(
    'Sign in to Linehall',
    `<h1>Sign in</h1>${problem}<form method="post" action="${escaped(form.action)}">
<input type="hidden" name="csrf" value="${escaped(form.csrf)}">
<label for="name">E-mail</label><input id="name" name="name" type="email" autocomplete="username" required value="${escaped(form.name)}"${fresh ? '' : ' autofocus'}>
<label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password" required>
${chosen}<button type="submit">Sign in</button></form>`,
  );
}

export const refusalPage = (sentence: string): string =>
  page('Sign-in', `<h1>This sign-in can't go on</h1><p class="problem" role="alert">${escaped(sentence)}</p>`);
