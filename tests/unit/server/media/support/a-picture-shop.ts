import { createHash, randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { expect } from 'vitest';
import { createAccount } from '#server/auth/accounts.ts';
import { importAggregates } from '#server/catalog/seed.ts';
import { productStore } from '#server/catalog/product-store.ts';
import type { DatabaseConfig } from '#server/db/open.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { StartOptions } from '#server/start-server.ts';
import type { ServerConfig } from '#server/config.ts';
import type { Product, ProductId } from '#shared/catalog/model.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { MediaRole } from '#shared/media/upload-contract.ts';
import { aProduct, aShop, productIdOf, shopIdOf } from '#tests/builders/catalog.ts';
import { aListedPicture, anImage } from '#tests/builders/listed-pictures.ts';
import { rawCall, type RawAnswer } from '#tests/support/http-server.ts';
import { aRunningServer, type TestServer } from '#tests/support/running-server.ts';

const PASSWORD = 'a very private password';

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
/** A picture of one colour; another size makes it another for certain. */
export const aPicture = (width: number, height: number, red = 0, format: 'jpeg' | 'webp' | 'avif' | 'png' = 'jpeg'): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: { r: red % 256, g: 90, b: 40 } } }).toFormat(format, format === 'avif' ? { effort: 0 } : {}).toBuffer();

export type Who = 'salma' | 'yann' | 'admin' | 'moderator';
export type PictureShop = Awaited<ReturnType<typeof aPictureShop>>;

/** A server with two shops, a published and a draft listing in each, and people who may do different things; and the calls of tus in short. */
export async function aPictureShop(database: DatabaseConfig, options: StartOptions & { config?: Partial<ServerConfig> } = {}) {
  const server: TestServer = await aRunningServer(database, options);
  const tokens = { salma: '', yann: '', admin: '', moderator: '' } as Record<Who, string>;
  await importAggregates(server.deps.db, {
    shops: [aShop({ n: 1 }), aShop({ n: 2 })], categories: [],
    products: [aProduct({ n: 1, shopId: shopIdOf(1), status: 'published' }), aProduct({ n: 2, shopId: shopIdOf(1), status: 'draft' }), aProduct({ n: 3, shopId: shopIdOf(2), status: 'published' })],
  });
  for (const [name, role, shopIds] of [['salma', 'vendor', [shopIdOf(1)]], ['yann', 'vendor', [shopIdOf(2)]], ['admin', 'admin', []], ['moderator', 'moderator', []]] as const) {
    const email = `${name}@market.example`;
    expect(await createAccount(server.auth, { email, name, role, locale: 'fr', password: PASSWORD, shopIds: [...shopIds] })).toMatchObject({ ok: true });
    const answer = await rawCall(server.port, { method: 'POST', path: '/auth/sign-in', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email, password: PASSWORD, device: 'desk' }) });
    tokens[name] = (answer.json as { accessToken: string }).accessToken;
  }

  const call = (who: Who | null, method: string, path: string, { headers = {}, body }: { headers?: Record<string, string>; body?: Buffer | string } = {}): Promise<RawAnswer> =>
    rawCall(server.port, { method, path, headers: { ...(who === null ? {} : { authorization: `Bearer ${tokens[who]}` }), ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }), ...headers }, ...(body === undefined ? {} : { body }) });
  const tus = (who: Who | null, method: string, path: string, headers: Record<string, string> = {}, body?: Buffer) => call(who, method, path, { headers: { 'tus-resumable': '1.0.0', ...headers }, ...(body ? { body } : {}) });
  const metadata = (parts: Record<string, string>) => Object.entries(parts).map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`).join(',');

  const begin = (content: Uint8Array, { who = 'salma' as Who, shop = 1, role = { kind: 'original' } as MediaRole | Record<string, unknown>, bytes = content.byteLength, sha256 = hashOf(content) } = {}) =>
    tus(who, 'POST', '/media/uploads', { 'upload-length': String(bytes), 'upload-metadata': metadata({ shop: shopIdOf(shop), sha256, role: JSON.stringify(role) }) });
  const append = (path: string, offset: number, body: Buffer, who: Who = 'salma') => tus(who, 'PATCH', path, { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' }, body);
  const offset = (path: string, who: Who = 'salma') => tus(who, 'HEAD', path);
  /** Sends a picture in one go; answers what came of its last part. */
  const send = async (content: Buffer, how: Parameters<typeof begin>[1] = {}): Promise<RawAnswer> => {
    const begun = await begin(content, how);
    return begun.status === 201 ? append(begun.headers.location!, 0, content, how.who) : begun;
  };
  /** A listing names an original, as an edit of its seller would have it: its pictures are public while it is published. */
  const names = (product: ProductId, content: Buffer) => inTransaction(server.deps.db, async (trx) => {
    const { dialect } = server.deps.db;
    const { version, doc } = (await productStore.load(trx, dialect, [product])).get(product)!;
    const { images } = doc as unknown as Product;
    const after = { ...(doc as object), images: { ...images, [randomUUID()]: anImage({ position: Object.keys(images).length, picture: aListedPicture({ sha256: hashOf(content) }) }) } } as unknown as Json;
    await productStore.save(trx, dialect, [{ id: product, before: doc, after, was: version, version: version + 1 }]);
  });
  const offer = (content: Buffer, role: MediaRole, who: Who = 'salma', shop = 1) =>
    call(who, 'PUT', `/media/shops/${shopIdOf(shop)}/contents/${hashOf(content)}`, { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ bytes: content.byteLength, role }) });
  const asset = (content: Buffer, who: Who = 'salma', shop = 1) => call(who, 'GET', `/media/shops/${shopIdOf(shop)}/assets/${hashOf(content)}`);
  const quarantined = (who: Who, since = 0, shop = 1) => call(who, 'GET', `/media/shops/${shopIdOf(shop)}/quarantined?since=${since}`);
  /** The picture itself, as a browser gets it. */
  const fetched = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${server.url}${path}`, { headers });
    return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
  };
  return { server, tokens, call, tus, begin, append, offset, send, names, offer, asset, quarantined, fetched, published: productIdOf(1), draft: productIdOf(2), /** Of shop 1 published and draft, of shop 2 published. */ products: [productIdOf(1), productIdOf(2), productIdOf(3)] };
}
