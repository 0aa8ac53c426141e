import { editProducts, createProduct, deleteProducts } from '#electron/catalog/edits.ts';
import type { Edit, EditContext } from '#electron/catalog/edit.ts';
import type { Undo } from '#electron/sync/chosen-edits.ts';
import { undo } from '#electron/sync/outbox.ts';
import { settle } from '#electron/sync/settle.ts';
import { openConflicts } from '#electron/sync/store.ts';
import type { Product, ProductId, Variant } from '#shared/catalog/model.ts';
import { placesOf } from '#shared/catalog/shop-model.ts';
import { transitionsFor } from '#shared/catalog/listing-states.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { Json } from '#shared/kernel/json.ts';
import { getAt } from '#shared/sync/merge.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { aProduct, aVariant, locationIdOf, shopIdOf } from '#tests/builders/catalog.ts';
import { editOrder, isOrderEdit } from './order-edits.ts';
import { isPictureEdit, pictureOps, withPictures } from './picture-edits.ts';
import { shopEditKinds, type EditKind, type ShopEditKind } from './plan.ts';
import { editShop, shopOn } from './shop-edits.ts';
import { canaryOf, shopNumberOf, SHOPS } from './world/people.ts';
import { chanceFrom, type Chance } from './world/chance.ts';
import { ask, column } from './world/ask.ts';
import type { SimConsole } from './world/sim-console.ts';

const set = (doc: Product, path: string, value: Json): FieldOp => ({ op: 'set', path, base: getAt(doc as unknown as Json, path), value });

export const NOTHING_TO_SETTLE = 'no conflict to settle';

/** Who writes down what an edit did, for the checks at the end. */
export type Books = {
  readonly takenBack: (lines: readonly TakenBack[]) => void;
  /** A fresh copy took the place of what was on the screen while this edit waited for its turn: it starts from what was seen, and is written on what came. */
  readonly overtaken: (mid: string) => void;
};

/** The versions on the screen when an edit begins; told afterwards is each edit that was written on another. */
function screenOf({ db }: SimConsole): (ids: readonly string[], books: Books) => void {
  const seen = new Map((ask(db.sqlite, 'SELECT id, version FROM product').all() as { id: string; version: number }[]).map(({ id, version }) => [id, version]));
  return (ids, books) => {
    for (const id of ids) {
      const last = ask(db.sqlite, 'SELECT mid, base_version AS base FROM outbox WHERE entity_id = ? ORDER BY cseq DESC LIMIT 1').get(id) as { mid: string; base: number } | undefined;
      if (last !== undefined && last.base !== seen.get(id)) books.overtaken(last.mid);
    }
  };
}

/** The products on this console's screen, in the order of their ids. */
const productsOn = ({ db }: SimConsole): Product[] => (column(db.sqlite, 'SELECT doc FROM product ORDER BY id') as string[]).map((doc) => JSON.parse(doc) as Product);

/** Mostly one of the first few of a shop, so that people meet. */
function pickProduct(products: readonly Product[], few: number, chance: Chance): Product {
  const hot = products.filter((product) => Number.parseInt(product.id.slice(-6), 16) % 100 < few);
  return chance.pick(hot.length > 0 && chance.happens(0.8) ? hot : products);
}

function opsFor(kind: EditKind, doc: Product, chance: Chance, console: SimConsole): FieldOp[] {
  const canary = canaryOf(shopNumberOf(doc.shopId), console.person.name, doc.id);
  const [variantId, variant] = chance.pick(Object.entries(doc.variants) as [string, Variant][]);
  const places = Object.keys(variant.stock);
  const onHand = `variants/${variantId}/stock/${places[0] ?? locationIdOf(1)}/onHand`;
  switch (kind) {
    case 'price': return [set(doc, `variants/${variantId}/price`, 1_000 + 50 * chance.whole(6))];
    case 'stock-move': {
      // Now and then at another place of the shop, which somebody may be taking out.
      const elsewhere = chance.happens(0.4) ? placesOf(shopOn(console, doc.shopId) ?? { locations: {} }).at(-1)?.id : undefined;
      const place = elsewhere ?? places[0] ?? locationIdOf(1);
      // Often all there is, or one piece: when two do so at once, it was not enough for both.
      const there = variant.stock[place as keyof Variant['stock']]?.onHand ?? 0;
      const out = there > 0 && chance.happens(0.6) ? chance.pick([there, 1, 1 + chance.whole(there)]) : 0;
      return [{ op: 'add', path: `variants/${variantId}/stock/${place}/onHand`, delta: out > 0 ? -out : 1 + chance.whole(8), reason: 'correction' }];
    }
    case 'stock-count': return [set(doc, onHand, chance.whole(15))];
    case 'title': return [set(doc, 'texts/fr/title', `Titre ${chance.whole(50)} ${canary}`)];
    case 'description': {
      const lines = (doc.texts.fr?.description ?? '').split('\n');
      const at = chance.whole(lines.length + 1);
      return [set(doc, 'texts/fr/description', lines.toSpliced(at, chance.happens(0.7) ? 1 : 0, `mot ${chance.whole(1_000)}`).join('\n'))];
    }
    case 'brand': return [set(doc, 'brand', `${canary} ${chance.whole(4)}`), ...(chance.happens(0.4) ? [set(doc, `variants/${variantId}/price`, 2_000 + chance.whole(5))] : [])];
    // Who does not know the field changes another.
    case 'condition': return console.behind > 0 ? [set(doc, 'brand', canary)] : [set(doc, 'condition', chance.pick(['new', 'refurbished', 'used']))];
    case 'move': return console.person.role === 'admin' ? moveOps(doc, chance) : [set(doc, `variants/${variantId}/price`, 1_500 + 50 * chance.whole(6))];
    case 'tags': return [{ op: 'members', path: 'tags', add: [`t${chance.whole(4)}`], remove: chance.happens(0.5) ? [chance.pick([...doc.tags, 'base'])] : [] }];
    case 'status': {
      const choices = transitionsFor(console.person.role === 'admin' ? 'admin' : 'vendor', doc.status);
      return choices.length === 0 ? [] : [set(doc, 'status', chance.pick(choices))];
    }
    case 'sku': return [set(doc, `variants/${variantId}/sku`, `SKU-${chance.whole(2)}`)];
    case 'variant-add': return [set(doc, `variants/${uuidv7(() => console.now(), chance.bytes)}`, aVariant({ position: 1, sku: `V-${chance.whole(1_000)}`, options: doc.options.map(() => `o${chance.whole(99)}`), onHand: chance.whole(5) }) as unknown as Json)];
    case 'variant-remove': return [set(doc, `variants/${variantId}`, null)];
    default: return [];
  }
}

/** Into another shop, where its word is one of that shop; what lay in the old one's stock is counted out. */
function moveOps(doc: Product, chance: Chance): FieldOp[] {
  const to = chance.pick(SHOPS.filter((shop) => shop !== shopNumberOf(doc.shopId)));
  const counted = Object.entries(doc.variants).flatMap(([id, { stock }]) => Object.keys(stock).map((place) => set(doc, `variants/${id}/stock/${place}/onHand`, 0)));
  return [...counted, set(doc, 'shopId', shopIdOf(to)), ...(chance.happens(0.5) ? [set(doc, 'brand', canaryOf(to, 'Amina', doc.id))] : [])];
}

const isShopEdit = (kind: EditKind): kind is ShopEditKind => (shopEditKinds as readonly string[]).includes(kind);

/** An edit that was taken back, and how it stood. */
export type TakenBack = { readonly mid: string; readonly state: string };

/** Does at a console what a person does there; says in a few words what it was, for whoever reads a history. */
export async function edit(console: SimConsole, kind: EditKind, seed: number, few: number, books: Books): Promise<string> {
  const chance = chanceFrom(`edit ${seed}`);
  const screen = screenOf(console);
  const products = productsOn(console);
  const actor = console.actor();
  const context: EditContext = { actor, at: console.now(), newId: () => uuidv7(() => console.now(), chance.bytes) };
  const told = (result: { ok: true } | { ok: false; error: { code: string; rule?: string | undefined } }) => (result.ok ? '' : ` (refused: ${result.error.code} ${result.error.rule ?? ''})`);
  const short = (id: string) => Number.parseInt(id.slice(-6), 16);
  switch (kind) {
    case 'create': {
      const shopId = actor.shopIds.length > 0 ? chance.pick(actor.shopIds) : (products[0]?.shopId ?? null);
      if (shopId === null) return 'no shop';
      const id = uuidv7(() => console.now(), chance.bytes) as ProductId;
      const canary = canaryOf(shopNumberOf(shopId), console.person.name, id);
      const made: Product = { ...aProduct({ n: 1 }), id, shopId: shopId as Product['shopId'], status: 'draft', handle: `neu-${chance.whole(1e6)}`, texts: { fr: { title: `Neuf ${canary}`, description: 'texte' } }, variants: { [uuidv7(() => console.now(), chance.bytes)]: aVariant({ sku: `N-${chance.whole(8)}` }) } as Product['variants'] };
      return `creates ${id.slice(-6)}${told(await createProduct(console.db, made, context))}`;
    }
    case 'delete': {
      if (products.length === 0) return 'nothing to delete';
      const { id } = pickProduct(products, few, chance);
      return `deletes ${short(id)}${told(await deleteProducts(console.db, [id], context))}`;
    }
    case 'bulk': {
      const chosen = products.filter(() => chance.happens(0.4)).slice(0, 8);
      const edits: Edit[] = chosen.map((doc) => ({ id: doc.id, ops: opsFor('price', doc, chance, console) }));
      const result = await editProducts(console.db, edits, 'bulk-price', context);
      screen(chosen.map(({ id }) => id), books);
      return `bulk price of ${chosen.map(({ id }) => short(id)).join(',')}${told(result)}`;
    }
    case 'undo-one':
    case 'undo-all': return takeBack(console, kind, chance, books);
    case 'settle': {
      const open = openConflicts(console.db, 0, 10);
      if (open.length === 0) return NOTHING_TO_SETTLE;
      const { id, field } = chance.pick(open);
      const choice = chance.pick(['mine', 'theirs'] as const);
      const settled = await console.db.inTurn((db) => settle(db, { id, choice }, actor, console.now(), chance.bytes));
      return `settles ${field.path} by ${choice}${told(settled)}`;
    }
    default: {
      if (isOrderEdit(kind)) return editOrder(console, kind, chance, context);
      if (isShopEdit(kind)) return editShop(console, kind, chance, context);
      if (products.length === 0) return 'nothing to edit';
      // A code is taken by another product.
      const doc = pickProduct(isPictureEdit(kind) ? withPictures(kind, products) : products, kind === 'sku' ? Infinity : few, chance);
      const ops = isPictureEdit(kind) ? pictureOps(kind, doc, chance, console) : opsFor(kind, doc, chance, console);
      const result = await editProducts(console.db, [{ id: doc.id, ops }], `edit-${kind}`, context);
      screen([doc.id], books);
      return `${kind} of ${short(doc.id)}: ${ops.map((op) => `${op.path.split('/').at(-1)} ${op.op === 'set' ? `${JSON.stringify(op.base)} → ${JSON.stringify(op.value)}` : op.op === 'add' ? op.delta : JSON.stringify([op.add, op.remove])}`).join(', ')}${told(result)}`;
    }
  }
}

async function takeBack(console: SimConsole, kind: 'undo-one' | 'undo-all', chance: Chance, books: Books): Promise<string> {
  const { db } = console;
  const linesIn = () => ask(db.sqlite, 'SELECT mid, state FROM outbox ORDER BY cseq').all() as TakenBack[];
  const before = linesIn();
  if (before.length === 0) return 'nothing to undo';
  const which: Undo = kind === 'undo-all' ? { what: 'all' } : { what: 'one', mid: chance.pick(before).mid };
  // What left the outbox would be unknown if the power went in just this moment.
  const death = console.death;
  console.death = null;
  const [was, is] = await db.inTurn((writable) => {
    const held = linesIn();
    undo(writable, which);
    return [held, linesIn()];
  });
  console.death = death;
  const undone = was!.filter(({ mid }) => !is!.some((line) => line.mid === mid));
  books.takenBack(undone);
  return `takes back ${undone.length} of ${was!.length}`;
}
