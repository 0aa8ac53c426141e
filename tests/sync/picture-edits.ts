import type { Product, ProductImage, VariantId } from '#shared/catalog/model.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { Json } from '#shared/kernel/json.ts';
import { plainRecipe } from '#shared/media/recipe.ts';
import { getAt } from '#shared/sync/merge.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { aListedPicture } from '#tests/builders/listed-pictures.ts';
import { pictureEditKinds, type PictureEditKind } from './plan.ts';
import type { Chance } from './world/chance.ts';
import { canaryOf, shopNumberOf } from './world/people.ts';
import type { SimConsole } from './world/sim-console.ts';

export const isPictureEdit = (kind: string): kind is PictureEditKind => (pictureEditKinds as readonly string[]).includes(kind);

const set = (doc: Product, path: string, value: Json): FieldOp => ({ op: 'set', path, base: getAt(doc as unknown as Json, path), value });

/** Of those that may be chosen, the ones that have pictures; nobody changes a picture where there is none. */
export function withPictures(kind: PictureEditKind, products: readonly Product[]): readonly Product[] {
  const having = products.filter(({ images }) => Object.keys(images).length > 0);
  return kind === 'picture-add' || having.length === 0 ? products : having;
}

function added(doc: Product, words: string, chance: Chance, console: SimConsole): FieldOp {
  const image: ProductImage = {
    position: Object.keys(doc.images).length, drawing: '', alt: chance.happens(0.5) ? { fr: words } : {}, picture: aListedPicture({ n: 1 + chance.whole(3) }),
    ...(chance.happens(0.3) ? { variants: [chance.pick(Object.keys(doc.variants)) as VariantId] } : {}),
  };
  return set(doc, `images/${uuidv7(() => console.now(), chance.bytes)}`, image as unknown as Json);
}

/** Does to the pictures of a product what a person does on its page. */
export function pictureOps(kind: PictureEditKind, doc: Product, chance: Chance, console: SimConsole): FieldOp[] {
  const words = canaryOf(shopNumberOf(doc.shopId), console.person.name, doc.id);
  const ids = Object.keys(doc.images).sort();
  if (kind === 'picture-add' || ids.length === 0) return Array.from({ length: chance.happens(0.3) ? 2 : 1 }, () => added(doc, words, chance, console));
  const at = `images/${chance.pick(ids)}`;
  switch (kind) {
    case 'picture-remove': return [set(doc, at, null)];
    // Another one comes first; the others follow in the order they had.
    case 'picture-order': return [at.slice('images/'.length), ...ids.filter((id) => !at.endsWith(id))].map((id, position) => set(doc, `images/${id}/position`, position));
    case 'picture-change': return chance.happens(0.5)
      ? [set(doc, `${at}/picture`, aListedPicture({ n: 1 + chance.whole(3) }) as unknown as Json), set(doc, `${at}/recipe`, null)]
      : [set(doc, `${at}/recipe`, { ...plainRecipe, rotate: chance.pick([90, 180, 270] as const) } as unknown as Json)];
    case 'picture-words': return [set(doc, `${at}/alt/fr`, chance.happens(0.2) ? null : `${words} ${chance.whole(4)}`)];
    case 'picture-variants': {
      const variants = Object.keys(doc.variants);
      return [{ op: 'members', path: `${at}/variants`, add: [chance.pick(variants)], remove: chance.happens(0.5) ? [chance.pick(variants)] : [] }];
    }
  }
}
