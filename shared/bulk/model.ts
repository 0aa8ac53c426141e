import { z } from 'zod';
import { locale } from '../auth/model.ts';
import { categoryId, conditionOf, taxClass } from '../catalog/model.ts';
import { uuid } from '../kernel/ids.ts';
import { currency, minor } from '../kernel/money.ts';

/** A rate that may go down as well as up, in hundredths of a percent: -2,000 takes a fifth off. */
const changeBp = z.int().min(-10_000).max(1_000_000);

/** Which amount of a variant: the shop's own (`currency` null), or that of the price list in a currency. There is no cost in price lists. */
const amountShape = { field: z.enum(['price', 'compareAt', 'cost']), currency: currency.nullable() };

/** Where words stand that a step may change. */
export const wordField = z.enum(['title', 'description', 'tags', 'brand', 'sku']);
export type WordField = z.infer<typeof wordField>;
const words = { fields: z.array(wordField).min(1).max(5), /** Of titles and descriptions. */ locales: z.array(locale).min(1).max(3) };

/** The hundredths a price ends in: 19.99, 19.90. Where the smallest coin is the whole unit (yen) they count in hundreds: 1 999. */
export const ending = z.enum(['00', '50', '90', '95', '99']);
export type Ending = z.infer<typeof ending>;
export const direction = z.enum(['nearest', 'up', 'down']);
export type Direction = z.infer<typeof direction>;

const tag = z.string().trim().min(1).max(60);

/** A field that is given one value in every product; null clears it. */
export const fieldValue = z.discriminatedUnion('field', [
  z.strictObject({ field: z.literal('brand'), value: z.string().trim().min(1).max(120).nullable() }),
  z.strictObject({ field: z.literal('categoryId'), value: categoryId.nullable() }),
  z.strictObject({ field: z.literal('condition'), value: conditionOf }),
  z.strictObject({ field: z.literal('taxClass'), value: taxClass }),
  z.strictObject({ field: z.literal('weightG'), value: z.int().min(0).nullable() }),
  z.strictObject({ field: z.literal('lowStockAt'), value: z.int().min(0).max(1_000_000).nullable() }),
  z.strictObject({ field: z.literal('backorder'), value: z.boolean().nullable() }),
  /** The amount is in this currency; products in another are left out with a word. */
  z.strictObject({ field: z.enum(['price', 'compareAt', 'cost']), value: minor.nullable(), of: currency }),
  z.strictObject({ field: z.literal('attribute'), key: z.string().min(1).max(60), value: z.string().trim().min(1).max(500).nullable() }),
]);
export type FieldValue = z.infer<typeof fieldValue>;

/**
 * One step of a computed change. Steps run one after the other on every product chosen, each on what the one before made of it.
 * Amounts are minor units, rates basis points.
 */
export const step = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('percent'), ...amountShape, by: changeBp }),
  z.strictObject({ kind: z.literal('amount'), ...amountShape, by: minor, of: currency }),
  z.strictObject({ kind: z.literal('round'), ...amountShape, ending, direction }),
  /** The former price becomes the one a product had before the first step; `keep`: one that is there stays. */
  z.strictObject({ kind: z.literal('old-price'), keep: z.boolean() }),
  /** No price below cost plus so much; without a cost there is no floor. */
  z.strictObject({ kind: z.literal('floor'), above: z.int().min(0).max(1_000_000) }),
  z.strictObject({ kind: z.literal('replace'), ...words, find: z.string().min(1).max(500), with: z.string().max(2_000), regex: z.boolean(), matchCase: z.boolean() }),
  z.strictObject({ kind: z.literal('tags'), add: z.array(tag).max(50), remove: z.array(tag).max(50) }),
  z.strictObject({ kind: z.literal('set'), to: fieldValue }),
  /** Fills what is empty in one language with the text of another. */
  z.strictObject({ kind: z.literal('copy-text'), from: locale, to: locale, fields: z.array(z.enum(['title', 'description'])).min(1).max(2) }),
  z.strictObject({ kind: z.literal('clean'), ...words, spaces: z.boolean(), letters: z.enum(['keep', 'upper', 'lower', 'sentence', 'title']) }),
  /** Pieces on hand, at every place a variant is kept at. */
  z.strictObject({ kind: z.literal('stock'), by: z.enum(['set', 'add']), pieces: z.int().min(-1_000_000).max(1_000_000) }),
]);
export type Step = z.infer<typeof step>;
export type StepKind = Step['kind'];
export type StepOf<K extends StepKind> = Extract<Step, { kind: K }>;
export const stepKinds = step.options.map((option) => option.shape.kind.value);

/** More steps are a program, not a recipe. */
export const MOST_STEPS = 20;
export const steps = z.array(step).max(MOST_STEPS);

/** A named list of steps, kept by one account and run again. */
export const recipe = z.object({ id: uuid, name: z.string().trim().min(1).max(60), steps: steps.min(1), position: z.int() });
export type Recipe = z.infer<typeof recipe>;
