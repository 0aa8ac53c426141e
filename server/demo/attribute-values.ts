import type { Locale } from '#shared/auth/model.ts';
import { attributeOfAxis, definitionOf } from '#shared/catalog/attributes.ts';
import { gtinCheckDigit } from '#shared/catalog/gtin.ts';
import type { Category } from '#shared/catalog/model.ts';
import type { Traits } from './compose.ts';
import { between, chance, oneOf, type Draw } from './random.ts';

/** Our materials and colours under the names the attributes know; a scent, a growing place or a subject is no material and not among them. */
const materials: Readonly<Record<string, string>> = {
  cuir: 'leather', daim: 'suede', raphia: 'raffia', toile: 'canvas', velours: 'velvet', coton: 'cotton', lin: 'linen', laine: 'wool', soie: 'silk', viscose: 'viscose', cachemire: 'cashmere', jute: 'jute', sabra: 'cactus_silk',
  argent: 'silver', plaqueor: 'gold_plated', laiton: 'brass', perles: 'glass_bead', pierre: 'gemstone', faience: 'earthenware', gres: 'stoneware', porcelaine: 'porcelain', terre: 'terracotta', verre: 'glass', cuivre: 'copper',
  inox: 'stainless_steel', aluminium: 'aluminium', fer: 'wrought_iron', thuya: 'thuya', cedre: 'cedar', noyer: 'walnut', chene: 'oak', olivier: 'olive_wood', rotin: 'rattan', recycle: 'recycled_paper', bambou: 'bamboo', liege: 'cork',
  caoutchouc: 'rubber', hetre: 'beech', feutre: 'felt',
};
const colours: Readonly<Record<string, string>> = {
  safran: 'saffron', indigo: 'indigo', terracotta: 'terracotta', ivoire: 'ivory', sable: 'sand', olive: 'olive', emeraude: 'emerald', turquoise: 'turquoise', bordeaux: 'burgundy', moutarde: 'mustard', corail: 'coral', ocre: 'ochre',
  anthracite: 'charcoal', ecru: 'ecru', chocolat: 'chocolate', caramel: 'caramel', prune: 'plum', lavande: 'lavender', rosepoudre: 'powder_pink', majorelle: 'majorelle_blue', nuit: 'midnight_blue', menthe: 'mint_green', sauge: 'sage_green',
  noir: 'black', blanc: 'white', naturel: 'natural',
};
const scents: Readonly<Record<string, string>> = { rose: 'rose', oranger: 'orange_blossom', musc: 'musk', argan: 'argan' };
const levels: Readonly<Record<string, string>> = { debutant: 'beginner', confirme: 'intermediate', pro: 'professional' };
const writers = ['Leïla Benkirane', 'Omar Tazi', 'Nadia El Fassi', 'Youssef Amrani', 'Claire Le Bihan', 'Hassan Aït Ali', 'Samira Chraïbi', 'Idriss Mernissi'];
const houses = ['Éditions du Riad', 'Atlas Livres', 'La Porte Bleue', 'Imprimerie du Souk'];
const figures: Readonly<Record<string, readonly [least: number, most: number]>> = {
  heel_height: [1, 8], diameter: [12, 60], volume: [1, 6], pieces: [1, 12], power: [5, 1_200], voltage: [220, 230], screen: [5, 32], storage: [32, 512], battery: [800, 5_000], pages: [60, 480], shelf_life: [90, 720], age_from: [1, 10], warranty: [12, 36],
};

/** What a product of this kind would say for an attribute; null where its seller has nothing to say. */
function valueOf(key: string, { type, material, colour, place }: Traits, draw: Draw, main: Locale): string | null {
  const [length, width, height] = type.size;
  switch (key) {
    case 'color': return type.group.coloured || materials[material.key] === undefined ? colours[colour.key]! : 'natural';
    case 'material': return materials[material.key] ?? null;
    case 'scent': return scents[material.key] ?? oneOf(draw, ['lavender', 'amber', 'jasmine', 'unscented']);
    case 'level': return levels[material.key] ?? oneOf(draw, ['beginner', 'intermediate']);
    case 'topic': return material.name[main];
    case 'origin': return place[main];
    case 'gender': return type.group.key === 'jewel' || type.group.key === 'wear' || type.group.key === 'shoe' ? oneOf(draw, ['female', 'female', 'unisex', 'male']) : 'unisex';
    case 'age_group': return type.group.key === 'toy' ? oneOf(draw, ['infant', 'toddler']) : 'adult';
    case 'size': return type.group.key === 'shoe' ? String(between(draw, 36, 43)) : oneOf(draw, ['S', 'M', 'L', 'XL']);
    case 'length': return String(length / 10);
    case 'width': return String(width / 10);
    case 'height': return String(height / 10);
    case 'net_content': return `${oneOf(draw, [50, 100, 200, 250, 500])} ${type.group.key === 'beauty' ? 'ml' : 'g'}`;
    case 'ingredients': case 'flavour': return `${type.noun[main]} ${material.name[main]}`;
    case 'author': return oneOf(draw, writers);
    case 'publisher': return oneOf(draw, houses);
    case 'language': return main;
    case 'isbn': {
      const body = `9789920${String(between(draw, 0, 99_999)).padStart(5, '0')}`;
      return body + gtinCheckDigit(body);
    }
    case 'handmade': return 'yes';
    case 'animal': return oneOf(draw, ['dog', 'cat']);
    case 'vehicle': return 'car';
    case 'file_format': return 'PDF';
    case 'compatible_with': return oneOf(draw, ['USB-C', 'Android, iOS', 'Windows, macOS']);
    case 'allergens': return null;
  }
  const range = figures[key];
  if (range !== undefined) return String(between(draw, range[0], range[1]));
  const definition = definitionOf(key);
  return definition?.kind === 'choice' ? oneOf(draw, definition.values) : null;
}

/**
 * The details of a product as sellers leave them: most of what the category asks for is said, less than half of what it would like.
 *
 * @param axis along what its variants differ: what they say is not said twice; null: they do not
 */
export function attributeValues(traits: Traits, category: Category | null, axis: string | null, draw: Draw, main: Locale): Record<string, string> {
  const { required = ['origin'], suggested = [] } = category?.attributes ?? {};
  const said: Record<string, string> = {};
  const byAxis = axis === null ? null : attributeOfAxis(axis);
  for (const [keys, perMille] of [[required, 880], [suggested, 420]] as const) {
    for (const key of keys) {
      if (!chance(draw, perMille) || key === byAxis) continue;
      const value = valueOf(key, traits, draw, main);
      if (value !== null) said[key] = value;
    }
  }
  return said;
}
