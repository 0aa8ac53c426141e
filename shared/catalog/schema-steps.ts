import type { Json } from '../kernel/json.ts';
import type { EntityName } from '../sync/model.ts';
import type { SchemaStep } from '../sync/schema-window.ts';

type Fields = { readonly [name: string]: Json };
const isFields = (value: Json | undefined): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

const without = (doc: Fields, names: readonly string[]): Fields => Object.fromEntries(Object.entries(doc).filter(([name]) => !names.includes(name)));

/** What a record of schema 1 did not have. */
const newInShop = ['trackStock', 'backorder', 'about', 'email', 'phone', 'address', 'taxProfiles', 'shippingProfiles', 'closures', 'template'];
const newInProduct = [
  'trackStock', 'lowStockAt', 'backorder', 'taxProfileId', 'shippingProfileId', 'files', 'keys', 'downloadLimit', 'linkDays', 'durationMinutes', 'bufferMinutes', 'capacity', 'noticeHours', 'servicePlace', 'hours', 'exceptions', 'review',
];
const newInVariant = ['prices', 'trackStock', 'lowStockAt', 'backorder'];

/**
 * From schema 1 to 2: a shop's places are a collection with ids for keys, so that two people can change different places;
 * products and shops can say more (kinds, price lists, profiles, reviews), which older consoles are not told.
 */
const toKeyedPlaces: SchemaStep = {
  from: 1,
  up: (entity, doc) => (entity === 'shop' && isFields(doc) && Array.isArray(doc['locations']) ? { ...doc, locations: keyed(doc['locations']) } : doc),
  down: (entity: EntityName, doc) => {
    if (!isFields(doc)) return doc;
    switch (entity) {
      case 'shop': return { ...without(doc, newInShop), locations: listed(doc['locations']) };
      case 'product': {
        const variants = isFields(doc['variants']) ? Object.fromEntries(Object.entries(doc['variants']).map(([id, variant]) => [id, isFields(variant) ? without(variant, newInVariant) : variant])) : doc['variants']!;
        return { ...without(doc, newInProduct), variants };
      }
      case 'category': return without(doc, ['attributes']);
      case 'order':
      case 'conversation':
      case 'message': return doc;
    }
  },
};

function keyed(places: readonly Json[]): Fields {
  return Object.fromEntries(places.flatMap((place, position) => (isFields(place) && typeof place['id'] === 'string' ? [[place['id'], { position, name: place['name'] ?? '', address: null }]] : [])));
}

function listed(places: Json | undefined): Json {
  if (!isFields(places)) return places ?? [];
  const positionOf = (place: Json): number => (isFields(place) && typeof place['position'] === 'number' ? place['position'] : 0);
  return Object.entries(places).sort(([, a], [, b]) => positionOf(a) - positionOf(b)).map(([id, place]) => ({ id, name: isFields(place) ? (place['name'] ?? '') : '' }));
}

/** From schema 2 to 3: a shop says where it is on the web and how goods come back, which older consoles are not told. */
const toReturnsAndAddress: SchemaStep = {
  from: 2,
  up: (_, doc) => doc,
  down: (entity, doc) => (entity === 'shop' && isFields(doc) ? without(doc, ['webAddress', 'returnDays', 'returnPaidBy', 'returnTerms']) : doc),
};

/** They know what buyers see of a picture by its drawing alone. */
function drawnReview(review: Fields): Json {
  if (!isFields(review['live'])) return review;
  const drawn = ([path, value]: [string, Json]): [string, Json] => (/^images\/[^/]+$/.test(path) ? [`${path}/drawing`, isFields(value) ? (value['drawing'] ?? '') : null] : [path, value]);
  return { ...review, live: Object.fromEntries(Object.entries(review['live']).map(drawn)) };
}

const entryOf = (entry: Json, names: readonly string[]): Json => (isFields(entry) ? without(entry, names) : entry);
const newInImage = ['picture', 'recipe', 'variants'];

/**
 * From schema 3 to 4: a listing names pictures, how they are changed and which variants they show, and a shop the mark over them. Older consoles
 * are not told; they see a picture without its drawing.
 */
const toPictures: SchemaStep = {
  from: 3,
  up: (_, doc) => doc,
  down: (entity, doc) => {
    if (!isFields(doc)) return doc;
    if (entity === 'shop') return without(doc, ['watermark']);
    if (entity !== 'product' || !isFields(doc['images'])) return doc;
    return { ...doc, images: Object.fromEntries(Object.entries(doc['images']).map(([id, image]) => [id, entryOf(image, newInImage)])), ...(isFields(doc['review']) ? { review: drawnReview(doc['review']) } : {}) };
  },
  downValue: (entity, path, value) => (entity === 'product' && /^images\/[^/]+$/.test(path) ? entryOf(value, newInImage) : value),
};

/** From schema 4 to 5: orders. What was there before is as it was. */
const toOrders: SchemaStep = { from: 4, newKinds: ['order'], up: (_, doc) => doc, down: (_, doc) => doc };

/** From schema 5 to 6: conversations and their messages. What was there before is as it was. */
const toConversations: SchemaStep = { from: 5, newKinds: ['conversation', 'message'], up: (_, doc) => doc, down: (_, doc) => doc };

/** Every change of what records look like, oldest first: the server serves older consoles with them, and a console brings its own cache forward. */
export const schemaSteps: readonly SchemaStep[] = [toKeyedPlaces, toReturnsAndAddress, toPictures, toOrders, toConversations];
