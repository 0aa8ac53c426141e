import { expect, test } from 'vitest';
import { id } from '#tests/builders/catalog.ts';
import { pricePath, setPrice } from './support/cache.ts';
import { aConsole, aServer, KARIM } from './support/world.ts';

test('SYN-10 signs in, has the catalogue, and a second console sees an edit by poke', async () => {
  const server = await aServer();
  const salma = await aConsole(server.url);
  expect(await salma.signIn()).toMatchObject({ name: 'signed-in', needsSignIn: false, tokenStore: 'file' });
  await salma.online();
  expect(await salma.total()).toBe(30);
  const karim = await aConsole(server.url);
  await karim.signIn(KARIM);
  await karim.online();
  expect(await salma.edit(id(1), setPrice(1, 1_000, 1_234))).toMatchObject({ ok: true });
  await salma.online();
  await karim.until(() => karim.events.some((event) => event.name === 'catalog.changed' && JSON.stringify(event.payload).includes(id(1))));
  expect((await karim.product(id(1))).variants).toMatchObject({ [pricePath(1).split('/')[1]!]: { price: 1_234 } });
});
