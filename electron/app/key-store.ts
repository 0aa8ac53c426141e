import { join } from 'node:path';
import { safeStorage } from 'electron';
import { z } from 'zod';
import type { KeyStore } from '#electron/ipc/supervisor.ts';
import { readFileIfThere, writeFileAtomically } from '#electron/runtime/atomic-file.ts';

/**
 * Whether the system can keep a secret. On Linux without a key store Electron would encrypt with a password everybody knows
 * (`basic_text`): then nothing is kept, and the seller is asked for the password again after a restart.
 */
export async function canKeepSecrets(platform: NodeJS.Platform = process.platform): Promise<boolean> {
  if (platform === 'linux') {
    const backend = safeStorage.getSelectedStorageBackend();
    if (backend === 'basic_text' || backend === 'unknown') return false;
  }
  return safeStorage.isAsyncEncryptionAvailable();
}

const kept = z.record(z.string(), z.base64());

/** Secrets encrypted with a key that rests in the system's key store; what is on disk is of no use on another machine or account. */
export function systemKeyStore(dataDir: string): KeyStore {
  const file = join(dataDir, 'secrets.encrypted.json');
  const read = (): Record<string, string> => {
    const text = readFileIfThere(file);
    if (text === null) return {};
    try {
      return kept.parse(JSON.parse(text));
    } catch {
      // Damaged by a disk or an editor: the seller signs in again, nothing else is lost.
      return {};
    }
  };
  const write = (secrets: Record<string, string>) => writeFileAtomically(file, JSON.stringify(secrets));
  const set = async (name: string, value: string | null) => {
    const encrypted = value === null ? null : (await safeStorage.encryptStringAsync(value)).toString('base64');
    const { [name]: _before, ...others } = read();
    write(encrypted === null ? others : { ...others, [name]: encrypted });
  };
  return {
    set,
    get: async (name) => {
      const secrets = read();
      if (!Object.hasOwn(secrets, name)) return null;
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(secrets[name]!, 'base64'));
      if (shouldReEncrypt) await set(name, result);
      return result;
    },
  };
}
