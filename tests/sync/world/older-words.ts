import { CACHE_SCHEMA } from '#shared/catalog/cache-tables.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { EntityName } from '#shared/sync/model.ts';
import type { SchemaStep, SchemaWindow } from '#shared/sync/schema-window.ts';

/*
 * A schema before today's, planted: a product's `brand` was called `maker` and a variant's `price` was its `amount`, and nobody had thought of
 * `condition`. An older console is today's console whose every word to and from the server goes through here; so is a server that was not renewed yet.
 */

type Doc = Readonly<Record<string, Json>>;
type Renaming = Readonly<Record<string, string>>;

/** What the server writes where an older console could not say it, and what that console itself goes by. */
export const ADDED = { byServer: 'used', byOlderConsole: 'new' } as const;

const isDoc = (value: Json): value is Doc => typeof value === 'object' && value !== null && !Array.isArray(value);
const renamed = (doc: Doc, names: Renaming): Doc => Object.fromEntries(Object.entries(doc).map(([key, value]) => [names[key] ?? key, value]));
const values = (doc: Json | undefined, change: (value: Json) => Json): Json => Object.fromEntries(Object.entries(doc as Doc).map(([key, value]) => [key, change(value)]));

const variantDown = (variant: Json): Json => (isDoc(variant) ? renamed(variant, { price: 'amount' }) : variant);
const variantUp = (variant: Json): Json => (isDoc(variant) ? renamed(variant, { amount: 'price' }) : variant);

function docDown(entity: EntityName, doc: Json): Json {
  if (entity !== 'product' || !isDoc(doc)) return doc;
  const { condition: _, ...rest } = doc;
  return { ...renamed(rest, { brand: 'maker' }), variants: values(rest['variants'], variantDown) };
}

function docUp(entity: EntityName, doc: Json, added: string): Json {
  if (entity !== 'product' || !isDoc(doc)) return doc;
  const known = { ...renamed(doc, { maker: 'brand' }), variants: values(doc['variants'], variantUp) };
  // In the place where today's records have it, so that two equal records are equal texts.
  return Object.fromEntries(Object.entries(known).flatMap(([key, value]) => (key === 'currency' ? [['condition', added], [key, value]] : [[key, value]])));
}

const pathDown = (path: string): string => (path === 'brand' ? 'maker' : path.replace(/^(variants\/[^/]+\/)price$/, '$1amount'));
const pathUp = (path: string): string => (path === 'maker' ? 'brand' : path.replace(/^(variants\/[^/]+\/)amount$/, '$1price'));
const isVariant = (path: string): boolean => /^variants\/[^/]+$/.test(path);

/** The step from the planted schema to today's. */
export const plantedStep: SchemaStep = {
  from: CACHE_SCHEMA - 1,
  up: (entity, doc) => docUp(entity, doc, ADDED.byServer),
  down: docDown,
  upPath: (_, path) => pathUp(path),
  downPath: (_, path) => pathDown(path),
  upValue: (_, path, value) => (isVariant(path) ? variantUp(value) : value),
  downValue: (_, path, value) => (isVariant(path) ? variantDown(value) : value),
};

/** What a server speaks that is so many schemas behind. */
export const windowOf = (behind: number): SchemaWindow => (behind > 0 ? { current: CACHE_SCHEMA - behind, steps: [] } : { current: CACHE_SCHEMA, steps: [plantedStep] });

export type Words = { readonly doc: (entity: EntityName, doc: Json) => Json; readonly path: (path: string) => string; readonly value: (path: string, value: Json) => Json };
export const intoOlder: Words = { doc: docDown, path: pathDown, value: (path, value) => (isVariant(path) ? variantDown(value) : value) };
export const fromOlder = (added: string): Words => ({ doc: (entity, doc) => docUp(entity, doc, added), path: pathUp, value: (path, value) => (isVariant(path) ? variantUp(value) : value) });

type Row = { readonly entity: EntityName; readonly doc: Json };
type Op = { readonly op: string; readonly path: string; readonly base?: Json; readonly value?: Json };
type Edit = { readonly entity: EntityName; readonly ops: readonly Op[]; readonly doc?: Json };
type Field = { readonly path: string; readonly base: Json; readonly mine: Json; readonly theirs: Json };
type Outcome = { readonly row?: Row | null; readonly fields?: readonly Field[]; readonly error?: { readonly field?: string } };
type Body = { readonly mutations: readonly Edit[] };
type Reply = { readonly rows?: readonly Row[] | null; readonly outcomes?: readonly Outcome[]; readonly records?: readonly { readonly content?: unknown }[] };

const row = (words: Words, one: Row): Row => (one.doc === null ? one : { ...one, doc: words.doc(one.entity, one.doc) });
const op = (words: Words, one: Op): Op => ({ ...one, path: words.path(one.path), ...(one.op === 'set' ? { base: words.value(one.path, one.base ?? null), value: words.value(one.path, one.value ?? null) } : {}) });

/** The body of a push in other words. */
export const pushIn = <T extends Body>(words: Words, body: T): T => ({
  ...body, mutations: body.mutations.map((edit) => ({ ...edit, ops: edit.ops.map((one) => op(words, one)), ...(edit.doc === undefined ? {} : { doc: words.doc(edit.entity, edit.doc) }) })),
});

const outcome = (words: Words, one: Outcome): Outcome => ({
  ...one,
  ...(one.row ? { row: row(words, one.row) } : {}),
  ...(one.fields ? { fields: one.fields.map((field) => ({ ...field, path: words.path(field.path), base: words.value(field.path, field.base), mine: words.value(field.path, field.mine), theirs: words.value(field.path, field.theirs) })) } : {}),
  ...(one.error?.field === undefined ? {} : { error: { ...one.error, field: words.path(one.error.field) } }),
});

/** A word no older console has ever heard, in a row it was told; null when there is none. */
export function strangeIn(said: unknown): string | null {
  const { rows, outcomes } = said as Reply;
  const told = [...(Array.isArray(rows) ? (rows as Row[]) : []), ...(outcomes ?? []).flatMap(({ row: one }) => (one ? [one] : []))];
  for (const { entity, doc } of told) {
    if (entity !== 'product' || !isDoc(doc)) continue;
    const strange = ['brand', 'condition'].find((name) => name in doc) ?? (Object.values(doc['variants'] as Doc).some((variant) => isDoc(variant) && 'price' in variant) ? 'price' : undefined);
    if (strange !== undefined) return strange;
  }
  return null;
}

/** Anything the server says, in other words. Hashes of contents are those of the words they were made of, and are left out. */
export function saidIn<T>(words: Words, said: T): T {
  const { rows, outcomes, records } = said as Reply;
  return {
    ...said,
    ...(Array.isArray(rows) ? { rows: (rows as Row[]).map((one) => row(words, one)) } : {}),
    ...(outcomes ? { outcomes: outcomes.map((one) => outcome(words, one)) } : {}),
    ...(records ? { records: records.map((one) => ({ ...one, content: null })) } : {}),
  };
}
