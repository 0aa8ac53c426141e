import type { ServerDeps } from '#server/deps.ts';
import type { EndpointHandlers } from '#server/http/handler.ts';
import { ok } from '#shared/kernel/result.ts';
import type { Colleague, messagingEndpoints } from '#shared/messaging/contract.ts';

/** As many people are told; a marketplace with more of them finds people by name. */
const MOST_PEOPLE = 500;

/** Answers who conversations can be given to. */
export function messagingHandlers({ db }: Pick<ServerDeps, 'db'>): EndpointHandlers<typeof messagingEndpoints> {
  return {
    colleagues: async (_call, { actor }) => {
      const people = await db.kysely.selectFrom('app_user').select(['id', 'name', 'role']).where('disabled_at', 'is', null)
        .$if(actor.role === 'vendor', (query) => query.where('role', '=', 'vendor').where('id', 'in', (eb) => eb.selectFrom('membership').select('user_id').where('shop_id', 'in', [...actor.shopIds, ''])))
        .orderBy('name').orderBy('id').limit(MOST_PEOPLE).execute();
      const shops = people.length === 0 ? [] : await db.kysely.selectFrom('membership').select(['user_id', 'shop_id']).where('user_id', 'in', people.map(({ id }) => id)).execute();
      return ok({ colleagues: people.map(({ id, name, role }) => ({ id, name, role, shopIds: shops.filter((one) => one.user_id === id && (actor.role !== 'vendor' || actor.shopIds.includes(one.shop_id))).map((one) => one.shop_id) }) as Colleague) });
    },
  };
}
