/** Pages of this machine in front of the product: Try it, and the shortcut that signs a demo person in. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '../edge.ts';

/** `/?as=bela`: the sign-in then asks for nothing. While the system starts there is nobody yet to sign in: whoever is that early waits for it. */
export const shortcutPage =
  (whenUp: Promise<unknown>): Page =>
  async (_request, response, url) => {
    const as = url.searchParams.get('as');
    if (url.pathname !== '/' || as === null) return false;
    await whenUp;
    const cookie = `linehall-as=${encodeURIComponent(as)}; Path=/; Max-Age=60; SameSite=Lax`;
    response.writeHead(302, { location: '/', 'set-cookie': cookie, 'cache-control': 'no-store' }).end();
    return true;
  };

/** `/try`: an agent on one side, a caller's phone on the other. */
export const tryPage: Page = (_request, response, url) => {
  if (url.pathname !== '/try') return false;
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
  response.end(readFileSync(path.join(import.meta.dirname, 'try.html')));
  return true;
};
