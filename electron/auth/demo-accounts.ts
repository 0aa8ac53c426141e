import { z } from 'zod';
import { role, type Role } from '#shared/auth/model.ts';
import { readFileIfThere } from '../runtime/atomic-file.ts';

/** The accounts of the demo marketplace, when its server was started on this machine. Their passwords never reach a window. */
export type DemoAccounts = {
  list(): { email: string; name: string; role: Role; shop?: string | undefined }[];
  passwordOf(email: string): string | null;
};

const account = z.object({ email: z.string(), name: z.string(), role, shop: z.string().optional(), password: z.string().min(1) });
const demoFile = z.union([z.array(account), z.object({ accounts: z.array(account) }).transform((file) => file.accounts)]);

/**
 * Reads the file each time it is asked, because the server writes it during its first start, when the console may be open already.
 *
 * @param file null when the server is not the one started here
 */
export function demoAccounts(file: string | null): DemoAccounts {
  const read = (): z.infer<typeof demoFile> => {
    const text = file === null ? null : readFileIfThere(file);
    if (text === null) return [];
    try {
      const parsed = demoFile.safeParse(JSON.parse(text));
      return parsed.success ? parsed.data : [];
    } catch {
      // Half-written: the server is just making it.
      return [];
    }
  };
  return {
    list: () => read().map(({ password: _kept, ...shown }) => shown),
    passwordOf: (email) => read().find((one) => one.email.toLowerCase() === email.toLowerCase())?.password ?? null,
  };
}
