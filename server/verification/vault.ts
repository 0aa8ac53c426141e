import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const NONCE = 12;
const TAG = 16;

/**
 * Keeps documents and answers of sellers so that neither the database nor the folder alone shows them: AES-256-GCM, for each thing a key of its own drawn
 * from the server's secret and its id. A byte that was changed, or put under another id, does not open.
 */
export type Vault = {
  seal(id: string, plain: Uint8Array): Uint8Array;
  open(id: string, sealed: Uint8Array): Uint8Array;
  sealText(id: string, text: string): string;
  openText(id: string, sealed: string): string;
  keep(shopId: string, id: string, plain: Uint8Array): Promise<void>;
  /** @returns null where there is none */
  read(shopId: string, id: string): Promise<Uint8Array | null>;
  remove(shopId: string, id: string): Promise<void>;
};

export function vaultIn(folder: string, key: Uint8Array): Vault {
  const keyOf = (id: string) => new Uint8Array(hkdfSync('sha256', key, 'comptoir-verification', id, 32));
  const fileOf = (shopId: string, id: string) => join(folder, shopId, `${id}.sealed`);
  const seal = (id: string, plain: Uint8Array): Uint8Array => {
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv('aes-256-gcm', keyOf(id), nonce).setAAD(Buffer.from(id));
    const body = Buffer.concat([cipher.update(plain), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]);
  };
  const unseal = (id: string, sealed: Uint8Array): Uint8Array => {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(id), sealed.subarray(0, NONCE), { authTagLength: TAG }).setAAD(Buffer.from(id)).setAuthTag(sealed.subarray(NONCE, NONCE + TAG));
    return Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()]);
  };
  return {
    seal,
    open: unseal,
    sealText: (id, text) => Buffer.from(seal(id, Buffer.from(text))).toString('base64url'),
    openText: (id, sealed) => Buffer.from(unseal(id, Buffer.from(sealed, 'base64url'))).toString('utf8'),
    keep: async (shopId, id, plain) => {
      const file = fileOf(shopId, id);
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      const handle = await open(`${file}.new`, 'wx', 0o600);
      try {
        await handle.writeFile(seal(id, plain));
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(`${file}.new`, file);
    },
    read: async (shopId, id) => {
      try {
        return unseal(id, await readFile(fileOf(shopId, id)));
      } catch (cause) {
        if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
        throw cause;
      }
    },
    remove: (shopId, id) => rm(fileOf(shopId, id), { force: true }),
  };
}
