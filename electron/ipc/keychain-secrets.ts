import { AppFailure } from '#shared/kernel/errors.ts';
import type { FromDataProcess, ToDataProcess } from './data-process-contract.ts';

/** Secrets that rest in the system's key store: only the shell can reach it, so every question is sent there. */
export type KeychainSecrets = {
  readonly kind: 'keychain';
  get(name: string): Promise<string | null>;
  set(name: string, value: string | null): Promise<void>;
};

/**
 * The data process's half of the key store: asks the shell and waits for its answer.
 *
 * @param post sends to the shell
 * @returns the store, and `onAnswer`, to be called with every `secret-answer` that arrives
 */
export function keychainSecrets(post: (message: FromDataProcess) => void) {
  const waiting = new Map<number, { resolve: (value: string | null) => void; reject: (cause: AppFailure) => void }>();
  let lastId = 0;
  const ask = (question: (id: number) => FromDataProcess) =>
    new Promise<string | null>((resolve, reject) => {
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      post(question(id));
    });
  const secrets: KeychainSecrets = {
    kind: 'keychain',
    get: (name) => ask((id) => ({ t: 'secret-get', id, name })),
    set: async (name, value) => void (await ask((id) => ({ t: 'secret-set', id, name, value }))),
  };
  const onAnswer = (message: Extract<ToDataProcess, { t: 'secret-answer' }>) => {
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.failed) asked?.reject(new AppFailure({ code: 'internal', attempted: 'shell.secret', rule: 'key-store-refused' }));
    else asked?.resolve(message.value);
  };
  return { secrets, onAnswer };
}
