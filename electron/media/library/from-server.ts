import { hash } from 'node:crypto';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { SECOND_MS } from '#shared/kernel/time.ts';
import { MOST_PICTURE_BYTES } from '#shared/media/limits.ts';
import type { DerivativePurpose } from '#shared/media/model.ts';
import type { HttpClient } from '../../http/client.ts';
import { networkFailure } from '../../http/network-failure.ts';
import type { Shown } from './shown-folder.ts';

export type FromServerDeps = { readonly serverUrl: string; readonly http: HttpClient; readonly fetch: typeof globalThis.fetch };

const PATIENCE_MS = 60 * SECOND_MS;
/** So many are asked for at once: a grid full of pictures leaves the line to what is edited. */
const AT_ONCE = 4;
/** From what is wanted to the nearest there may be: narrower pictures have no wider sizes. */
const WIDTHS: Readonly<Record<DerivativePurpose, number>> = { thumbnail: 256, '320': 320, '640': 640, '1024': 1024, '1600': 1600 };

/** One of these purposes that stands for the one wanted: itself, or the widest below it. */
export const nearestPurpose = <P extends { readonly purpose: DerivativePurpose }>(made: readonly P[], wanted: DerivativePurpose): P | null =>
  made.filter(({ purpose }) => WIDTHS[purpose] <= WIDTHS[wanted]).sort((a, b) => WIDTHS[b.purpose] - WIDTHS[a.purpose])[0] ?? null;

/** Brings pictures that are not on this machine from the server. */
export function picturesFromServer({ serverUrl, http, fetch }: FromServerDeps) {
  let running = 0;
  const waiting: (() => void)[] = [];
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= AT_ONCE) await new Promise<void>((go) => void waiting.push(go));
    running++;
    try {
      return await work();
    } finally {
      running--;
      waiting.shift()?.();
    }
  };

  /** The bytes behind a signed address of this server, when they are what their hash says. */
  const bytesOf = async (path: string, sha256: string): Promise<Result<Buffer, AppError>> => {
    try {
      const answered = await fetch(new URL(path, serverUrl), { headers: { accept: 'image/webp,*/*;q=0.1' }, redirect: 'error', cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) });
      if (!answered.ok) return err({ code: 'not-ready', rule: 'http', details: { status: answered.status } });
      const blocks: Uint8Array[] = [];
      let held = 0;
      for await (const block of answered.body ?? []) {
        held += block.byteLength;
        if (held > MOST_PICTURE_BYTES) return err({ code: 'corrupt-chunk', rule: 'file-damaged' });
        blocks.push(block);
      }
      const bytes = Buffer.concat(blocks);
      return hash('sha256', bytes) === sha256 ? ok(bytes) : err({ code: 'corrupt-chunk', rule: 'file-damaged' });
    } catch (cause) {
      return err(networkFailure(cause));
    }
  };
  const asset = async (shopId: string, sha256: string) => {
    const told = await http('mediaAsset', { params: { shopId: shopId as never, sha256 } });
    return told.ok && told.value.scan === 'quarantined' ? err<AppError>({ code: 'not-ready', rule: 'picture-quarantined' }) : told;
  };

  return {
    /** Which sizes of a picture the server has under a recipe, by purpose. */
    has: (shopId: string, sha256: string, recipe: string): Promise<Result<boolean, AppError>> => inTurn(async () => {
      const told = await asset(shopId, sha256);
      return told.ok ? ok(told.value.derivatives.some((one) => one.recipe === recipe)) : told;
    }),
    /** One size of a picture under a recipe; `not-found` when the server has the picture, and not that size of it. */
    size: (shopId: string, sha256: string, recipe: string, purpose: DerivativePurpose): Promise<Result<Shown, AppError>> => inTurn(async () => {
      const told = await asset(shopId, sha256);
      if (!told.ok) return told;
      const found = nearestPurpose(told.value.derivatives.filter((one) => one.recipe === recipe && one.format === 'webp'), purpose);
      if (found === null) return err({ code: 'not-found', field: 'recipe' });
      const bytes = await bytesOf(found.url, found.sha256);
      return bytes.ok ? ok({ mime: 'image/webp', data: bytes.value, width: found.width, height: found.height }) : bytes;
    }),
    /** The file of a picture as it was chosen. */
    original: (shopId: string, sha256: string): Promise<Result<Buffer, AppError>> => inTurn(async () => {
      const told = await asset(shopId, sha256);
      return told.ok ? bytesOf(told.value.original, sha256) : told;
    }),
  };
}
export type PicturesFromServer = ReturnType<typeof picturesFromServer>;
