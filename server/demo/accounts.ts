import { readFileSync } from 'node:fs';
import { chmod, mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { role, type ShopId } from '#shared/auth/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { ok, type Result } from '#shared/kernel/result.ts';
import type { ServerDb } from '../db/open.ts';
import { createAccount, type AccountDeps, type NewAccount } from '../auth/accounts.ts';

/** The file in the server's data folder that the sign-in screen of the same machine reads. */
export const DEMO_ACCOUNTS_FILE = 'demo-accounts.json';

const written = z.array(z.object({ email: z.string(), name: z.string(), role, shop: z.string().optional(), password: z.string().min(8) }));
type Written = z.infer<typeof written>;

/** The people of the demo marketplace; `salma` is the shop with the large catalogue, `yann` another one; `leila` works for several. */
const people = ({ salma, yann, leila }: DemoShopsOf): readonly Omit<NewAccount, 'password'>[] => [
  { email: 'salma@atelier-nour.example', name: 'Salma Berrada', role: 'vendor', locale: 'fr', shopIds: [salma] },
  { email: 'karim@atelier-nour.example', name: 'Karim Berrada', role: 'vendor', locale: 'fr', shopIds: [salma] },
  { email: 'yann@maison-legoff.example', name: 'Yann Le Goff', role: 'vendor', locale: 'fr', shopIds: [yann] },
  { email: 'leila@deux-boutiques.example', name: 'Leïla Naciri', role: 'vendor', locale: 'fr', shopIds: leila },
  { email: 'admin@comptoir.example', name: 'Inès Maaroufi', role: 'admin', locale: 'fr', shopIds: [] },
  // Payouts need two: whoever draws a run up does not approve it.
  { email: 'finance@comptoir.example', name: 'Rachid Bennani', role: 'admin', locale: 'fr', shopIds: [] },
  { email: 'moderation@comptoir.example', name: 'Hugo Lemaire', role: 'moderator', locale: 'fr', shopIds: [] },
  { email: 'support@comptoir.example', name: 'Amal Tahiri', role: 'support', locale: 'fr', shopIds: [] },
];
export type DemoShopsOf = { readonly salma: ShopId; readonly yann: ShopId; readonly leila: readonly ShopId[] };

/**
 * Makes the accounts of the demo marketplace that are not there yet. Passwords are drawn at random on the first run and rest
 * in a file that only this user can read; they are written before the accounts, so that a run cut short can be taken up again.
 *
 * @param dataDir the server's data folder
 * @returns how many accounts were made
 */
export async function createDemoAccounts(deps: AccountDeps & { readonly dataDir: string }, shops: DemoShopsOf): Promise<Result<number, AppError>> {
  const file = join(deps.dataDir, DEMO_ACCOUNTS_FILE);
  const known = readKnown(file);
  const accounts = people(shops).map((person) => ({ ...person, password: known.get(person.email) ?? drawPassword(deps.random) }));
  const named = await deps.db.kysely.selectFrom('shop').select(['id', 'name']).where('id', 'in', Object.values(shops).flat()).execute();
  const shopOf = new Map(named.map(({ id, name }) => [id, name]));
  await writePrivately(
    file,
    accounts.map(({ email, name, role: is, shopIds, password }): Written[number] => {
      const named = shopIds.flatMap((id) => shopOf.get(id) ?? []).join(' · ');
      return { email, name, role: is, ...(named === '' ? {} : { shop: named }), password };
    }),
  );
  let made = 0;
  for (const account of accounts) {
    const created = await createAccount(deps, account);
    if (created.ok) made++;
    else if (created.error.code !== 'conflict') return created;
  }
  return ok(made);
}

/** Whether all accounts of the demo are in the database. */
export async function demoAccountsThere(db: ServerDb): Promise<boolean> {
  const emails = people({ salma: '' as ShopId, yann: '' as ShopId, leila: [] }).map(({ email }) => email);
  const found = await db.kysely.selectFrom('app_user').select('email').where('email', 'in', emails).execute();
  return found.length === emails.length;
}

/** A file that is missing or was cut short counts as empty: new passwords are drawn then. */
function readKnown(file: string): Map<string, string> {
  try {
    const parsed = written.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return new Map(parsed.success ? parsed.data.map(({ email, password }) => [email, password]) : []);
  } catch (cause) {
    if (cause instanceof SyntaxError || (cause as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
    throw cause;
  }
}

/** 96 bits, in letters that cannot be taken for each other. */
function drawPassword(random: AccountDeps['random']): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789-';
  return Array.from(random(new Uint8Array(20)), (byte) => letters[byte & 31]!).join('');
}

async function writePrivately(file: string, accounts: Written): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true, mode: 0o700 });
  const beside = `${file}.new`;
  const handle = await open(beside, 'w', 0o600);
  try {
    // A left-over of an earlier run may have been made with other rights.
    await chmod(beside, 0o600);
    await handle.writeFile(`${JSON.stringify(accounts, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(beside, file);
}
