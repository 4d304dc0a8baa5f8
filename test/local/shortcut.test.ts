import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { shortcutPage } from '../../local/pages/pages.ts';

it('signs a demo person in as soon as there is one, however early the page is opened, and leaves all other addresses alone', async () => {
  const start = Promise.withResolvers<void>();
  const page = shortcutPage(start.promise);
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://local');
    void (async () => {
      if (!(await page(request, response, url))) response.writeHead(404).end();
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const open = (path: string) => fetch(address + path, { redirect: 'manual' });
  let answered = false;
  const early = open('/?as=anna').finally(() => (answered = true));
  expect((await open('/')).status).toBe(404);
  expect((await open('/api/me?as=anna')).status).toBe(404);
  expect(answered).toBe(false);
  start.resolve();
  const { status, headers } = await early;
  expect(status).toBe(302);
  expect(headers.get('location')).toBe('/');
  expect(headers.get('set-cookie')).toMatch(/^linehall-as=anna;/);
});
