import { writeShopEdit } from '#electron/catalog/shop-edit.ts';
import type { EditContext } from '#electron/catalog/edit.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { Shop } from '#shared/catalog/model.ts';
import { placesOf } from '#shared/catalog/shop-model.ts';
import { AppFailure } from '#shared/kernel/errors.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { Json } from '#shared/kernel/json.ts';
import { getAt } from '#shared/sync/merge.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import type { ShopEditKind } from './plan.ts';
import { ask, column } from './world/ask.ts';
import type { Chance } from './world/chance.ts';
import { RATES, shopNumberOf, canaryOf, ZONES } from './world/people.ts';
import type { SimConsole } from './world/sim-console.ts';

const set = (doc: Shop, path: string, value: Json): FieldOp => ({ op: 'set', path, base: getAt(doc as unknown as Json, path), value });

/** A shop as this console shows it. */
export function shopOn({ db }: SimConsole, id: string): Shop | null {
  const [doc] = column(db.sqlite, 'SELECT doc FROM shop WHERE id = ?', id) as string[];
  return doc === undefined ? null : (JSON.parse(doc) as Shop);
}

function placeOps(doc: Shop, chance: Chance, newId: () => string): FieldOp[] {
  const [first, ...others] = placesOf(doc);
  const more = others.at(-1);
  const name = `Lieu ${chance.whole(4)}`;
  if (more === undefined || chance.happens(0.3)) return [set(doc, `locations/${newId()}`, { position: 1, name, address: null })];
  // The first one is where everything lies: to take it out has to be refused.
  return chance.happens(0.6) ? [set(doc, `locations/${chance.happens(0.2) ? first!.id : more.id}`, null)] : [set(doc, `locations/${more.id}/name`, name)];
}

function opsFor(kind: ShopEditKind, doc: Shop, chance: Chance, console: SimConsole, newId: () => string): FieldOp[] {
  switch (kind) {
    case 'shop-field': {
      const name = `Boutique ${chance.whole(3)} ${canaryOf(shopNumberOf(doc.id), console.person.name, doc.id)}`;
      const all = [set(doc, 'lowStockAt', chance.whole(5)), set(doc, 'name', name), set(doc, 'phone', chance.happens(0.3) ? null : `05-${chance.whole(3)}`)];
      return all.filter((_, i) => i === 0 || chance.happens(0.3));
    }
    case 'shop-about': {
      const lines = (doc.about?.fr ?? '').split('\n');
      return [set(doc, 'about/fr', lines.toSpliced(chance.whole(lines.length + 1), chance.happens(0.7) ? 1 : 0, `phrase ${chance.whole(1_000)}`).join('\n'))];
    }
    case 'shop-table': {
      const standard = 500 * chance.whole(4);
      return chance.happens(0.5)
        ? [set(doc, `taxProfiles/${RATES}/rates`, { standard, reduced: 100 * chance.whole(3), zero: 0, exempt: 0 })]
        : [set(doc, `shippingProfiles/${ZONES}/zones`, [{ countries: ['MA'], price: 500 * chance.whole(4), freeFrom: null, days: [1, 2 + chance.whole(2)] }])];
    }
    case 'shop-place': return placeOps(doc, chance, newId);
    case 'shop-status': return console.person.role === 'admin' ? [set(doc, 'status', chance.pick(['open', 'suspended']))] : [set(doc, 'city', `Ville ${chance.whole(3)}`)];
  }
}

/** Does at a console what a person does on the page of a shop; says in a few words what it was. */
export async function editShop(console: SimConsole, kind: ShopEditKind, chance: Chance, context: EditContext): Promise<string> {
  const shops = (ask(console.db.sqlite, 'SELECT doc FROM shop ORDER BY id').pluck().all() as string[]).map((doc) => JSON.parse(doc) as Shop);
  if (shops.length === 0) return 'no shop to edit';
  // Mostly the first one, so that people meet.
  const doc = chance.happens(0.8) ? shops[0]! : chance.pick(shops);
  const ops = opsFor(kind, doc, chance, console, () => uuidv7(() => console.now(), chance.bytes));
  const told = ops.map((op) => (op.op === 'set' ? `${op.path} ${JSON.stringify(op.base)} → ${JSON.stringify(op.value)}` : op.path)).join(', ');
  try {
    await console.db.inTurn((db) => writeShopEdit(db, { id: doc.id as ShopId, ops }, `edit-${kind}`, null, context));
  } catch (cause) {
    if (!(cause instanceof AppFailure)) throw cause;
    return `${kind} of shop ${shopNumberOf(doc.id)}: ${told} (refused: ${cause.error.code} ${cause.error.rule ?? ''})`;
  }
  return `${kind} of shop ${shopNumberOf(doc.id)}: ${told}`;
}
