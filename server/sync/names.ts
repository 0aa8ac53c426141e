import type { Kysely } from 'kysely';
import type { ServerSchema } from '#server/db/schema.ts';
import { MARKETPLACE } from '#shared/auth/model.ts';
import type { Actor } from '#shared/sync/model.ts';


/** A person's name as one reader may see it. */
export type NameOf = (actorId: string, name: string | null) => string | null;

/**
 * Staff read every name. A vendor reads those of vendors: only people of the same shop write to its records, so these are colleagues.
 */
export async function namesFor(db: Kysely<ServerSchema>, reader: Actor, actorIds: readonly string[]): Promise<NameOf> {
  if (reader.role !== 'vendor') return (_, name) => name;
  const asked = [...new Set(actorIds)].slice(0, 1_000);
  const vendors = asked.length === 0 ? [] : await db.selectFrom('app_user').select('id').where('id', 'in', asked).where('role', '=', 'vendor').execute();
  const colleagues = new Set(vendors.map(({ id }) => id));
  return (actorId, name) => (actorId === reader.userId || colleagues.has(actorId) ? name : MARKETPLACE);
}
