import { join } from 'node:path';
import { z } from 'zod';
import { readFileIfThere, writeFileAtomically } from '../runtime/atomic-file.ts';

/**
 * Where refresh tokens rest: the system's key store, a file only this user can read, or nowhere.
 * A `set` is durable when it resolves; `null` removes.
 */
export type SecretStore = {
  readonly kind: 'keychain' | 'file' | 'memory';
  get(name: string): Promise<string | null>;
  set(name: string, value: string | null): Promise<void>;
};

/** Forgets everything when the process ends: the password is asked again next time. */
export function memorySecrets(): SecretStore {
  const kept = new Map<string, string>();
  return {
    kind: 'memory',
    get: async (name) => kept.get(name) ?? null,
    set: async (name, value) => {
      if (value === null) kept.delete(name);
      else kept.set(name, value);
    },
  };
}

const secretFile = z.record(z.string(), z.string());

/**
 * Keeps secrets in `<folder>/secrets.json`, mode 0600, replaced whole and synced at every change.
 * A file that cannot be read as JSON counts as empty: the seller signs in again, nothing else is lost.
 */
export function fileSecrets(folder: string): SecretStore {
  const file = join(folder, 'secrets.json');
  const read = (): Record<string, string> => {
    const text = readFileIfThere(file);
    if (text === null) return {};
    const parsed = z.string().transform((raw, ctx) => {
      try {
        return JSON.parse(raw) as unknown;
      } catch {
        ctx.addIssue('not JSON');
        return z.NEVER;
      }
    }).pipe(secretFile).safeParse(text);
    return parsed.success ? parsed.data : {};
  };
  return {
    kind: 'file',
    get: async (name) => {
      const secrets = read();
      return Object.hasOwn(secrets, name) ? secrets[name]! : null;
    },
    set: async (name, value) => {
      const { [name]: _replaced, ...others } = read();
      writeFileAtomically(file, JSON.stringify(value === null ? others : { ...others, [name]: value }));
    },
  };
}
