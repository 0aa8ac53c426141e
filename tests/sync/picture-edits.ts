import type { Product, ProductImage, VariantId } from '#shared/catalog/model.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { Json } from '#shared/kernel/json.ts';
import { plainRecipe } from '#shared/media/recipe.ts';
import { getAt } from '#shared/sync/merge.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { aListedPicture } from '#tests/builders/listed-pictures.ts';
import { pictureEditKinds, type Action, type ActionKind, type PictureEditKind } from './plan.ts';
import { chanceFrom, type Chance } from './world/chance.ts';
import { canaryOf, shopNumberOf } from './world/people.ts';
import type { SimConsole } from './world/sim-console.ts';

/** So many histories have pictures in them. */
const SHARE = 0.25;
/** Of many names the first by which none of the histories in `found-in.ts` has pictures: each of them goes on finding its mistake. */
const STREAM = 'pictures 46976';
const CUT_FIRST_MS = 100;

/**
 * What people do to pictures in a history: here and there, and where they meet while everybody is cut off. Drawn by a chance of its own, so that the
 * histories without pictures are what they would be if there were none.
 */
export function drawPictureEdits(seed: string, lengthMs: number, consoles: number): Action[] {
  const chance = chanceFrom(`${STREAM} ${seed}`);
  if (!chance.happens(SHARE)) return [];
  const act = (at: number, kind: ActionKind, console: number): Action => ({ at, kind, console, seed: chance.whole(2 ** 31) });
  const drawn = Array.from({ length: 4 + chance.whole(12) }, () => act(chance.whole(lengthMs), chance.pick(pictureEditKinds), chance.whole(consoles)));
  const meetings = Array.from({ length: 1 + chance.whole(3) }, () => {
    const [at, kind] = [chance.whole(lengthMs), chance.pick(pictureEditKinds)];
    return Array.from({ length: consoles }, (_, console) => [act(at, 'cut', console), act(at + CUT_FIRST_MS + chance.whole(4_000), chance.happens(0.75) ? kind : chance.pick(pictureEditKinds), console)]).flat();
  });
  // One that is there early, for others to meet on.
  return [act(1_000 + chance.whole(2_000), 'picture-add', chance.whole(consoles)), ...drawn, ...meetings.flat()];
}

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
