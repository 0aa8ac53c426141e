import { isFailedHeader } from '../export/failed-header.ts';
import { contradicts, fieldByContent, shapesOfColumn, type Shapes } from './content.ts';
import { headerText, headerWords, type HeaderWords } from './header-words.ts';
import { recogniseLayout, type LayoutName } from './layouts.ts';
import { synonyms, type Synonym, synonymOf } from './synonyms.ts';
import { lengthUnits, mayRepeat, note, ofOwnHeader, target, targetKey, weightUnits, type Target, type TargetField } from './targets.ts';

/**
 * How a column came to its meaning:
 * - `chosen` a person said so for this file · `saved` for one like it · `layout` the file is a known one · `name` its header is known · `words` known without what it says beside
 * - `content` its cells have a shape nothing else has · `unsure` something speaks for the `candidates`: a person is asked, until then it is a note · `unknown` nothing does: a note
 */
export type How = 'chosen' | 'saved' | 'layout' | 'name' | 'words' | 'content' | 'unsure' | 'unknown';
export type ColumnMapping = {
  readonly at: number;
  readonly header: string;
  readonly target: Target;
  readonly how: How;
  readonly candidates: readonly Target[];
  /** Up to five different values, to see what the column is. */
  readonly samples: readonly string[];
  readonly shapes: Shapes;
};
export type Mapping = { readonly layout: LayoutName | null; readonly columns: readonly ColumnMapping[] };

const MOST_SAMPLES = 5;
/** How much each way is worth where two columns claim one meaning. */
const weight: Readonly<Record<How, number>> = { chosen: 7, saved: 6, layout: 5, name: 4, words: 3, content: 2, unsure: 0, unknown: 0 };

/**
 * Says what each column of a file means, and how that is known. Nothing is guessed: where the name and the cells disagree, or two columns
 * claim the same, the outcome is `unsure` and a person is asked.
 *
 * @param rows the first rows below the header, for content and samples
 * @param saved what a person decided for a file with these headers, by header
 * @param chosen what a person decided for this very file, by place
 * @param groups what stands above the headers, over one or several of them: `Price` above `Retail` and `Cost`
 */
export function mapColumns(headers: readonly string[], rows: readonly (readonly string[])[], saved: ReadonlyMap<string, Target> = new Map(), chosen: ReadonlyMap<number, Target> = new Map(), groups: readonly string[] = []): Mapping {
  const layout = recogniseLayout(headers);
  const columns = headers.map((header, at): Ranked => {
    const values = rows.map((cells) => cells[at] ?? '');
    const shapes = shapesOfColumn(values);
    const samples = [...new Set(values.map((value) => value.trim()).filter((value) => value !== ''))].slice(0, MOST_SAMPLES);
    const said = chosen.get(at);
    const guessed = meaningOf(header, groups[at] ?? '', values, shapes, layout?.targetOf ?? null, saved.get(header) ?? null);
    const found = said === undefined ? guessed : { ...sure(said, 'chosen'), candidates: guessed.candidates };
    return { at, header, ...found, samples, shapes };
  });
  return { layout: layout?.name ?? null, columns: withoutTwins(columns) };
}

type Meaning = Pick<ColumnMapping, 'target' | 'how' | 'candidates'> & { /** Of two columns known alike, the one with the lower keeps the meaning. */ readonly rank: number };
const sure = (one: Target, how: How, rank = 0): Meaning => ({ target: one, how, candidates: [], rank });
const unsure = (...candidates: readonly Target[]): Meaning => ({ target: note, how: 'unsure', candidates, rank: 0 });

function meaningOf(header: string, group: string, values: readonly string[], shapes: Shapes, inLayout: ((header: string) => Target | null) | null, saved: Target | null): Meaning {
  if (isFailedHeader(header)) return sure(note, 'layout');
  if (saved) return sure(saved, 'saved');
  const known = inLayout?.(header) ?? null;
  if (known) return sure(known, 'layout');
  const own = ofOwnHeader(header);
  if (own) return sure(own, 'layout');
  const named = byName(header) ?? (group === '' ? null : byName(`${group} ${header}`));
  const content = fieldByContent(shapes);
  if (named !== null) return contradicts(named.target.field, shapes, values) ? unsure(named.target, ...(content ? [targetOfContent(content.field)] : [])) : sure(named.target, named.how, named.rank);
  // A column a known layout does not have is somebody's addition: cells alone do not make it a price.
  if (content === null || (inLayout !== null && !content.sure)) return sure(note, 'unknown');
  return content.sure ? sure(targetOfContent(content.field), 'content') : unsure(targetOfContent(content.field));
}

function targetOfContent(field: 'gtin' | 'imageUrl' | 'currency' | 'price' | 'description'): Target {
  if (field === 'price') return { field, currency: null };
  return field === 'description' ? { field, locale: null } : { field };
}

function byName(header: string): (Synonym & { readonly how: 'name' | 'words' }) | null {
  const option = optionOf(headerText(header));
  if (option) return { target: option, how: 'name', rank: 0 };
  const exact = synonyms.get(headerText(header));
  if (exact) return { ...exact, how: 'name' };
  const found = byWords(header) ?? byAlternatives(header);
  return found && { ...found, how: 'words' };
}

/** What is left when language, currency, unit and remarks in brackets are taken out; in the singular, if the plural is not known. */
function byWords(header: string): Synonym | null {
  for (const text of [header, header.replace(/[([{][^)\]}]*[)\]}]/g, ' ')]) {
    const { whole, bare } = headerWords(text);
    const found = synonyms.get(whole) ?? synonymOf(bare) ?? covered(bare);
    // The unit of a measure is not the measure.
    if (found && measures.has(found.target.field) && unitWord.test(whole)) return null;
    // What stands in the brackets still counts: `(kg)`.
    const made = found ? withWords(found.target, headerWords(header)) : null;
    if (found && made) return { target: made, rank: found.rank };
  }
  return null;
}

const measures: ReadonlySet<TargetField> = new Set(['weight', 'length', 'width', 'height', 'dimensions']);
const unitWord = /(^| )(units?|uom|unites?|einheit|وحده)( |$)/;

/** Names for one thing put side by side, with nothing between them: `On hand inventory`. */
function covered(text: string): Synonym | undefined {
  const words = text.split(' ');
  for (let at = 1; at < words.length; at++) {
    const [left, right] = [synonyms.get(words.slice(0, at).join(' ')), synonyms.get(words.slice(at).join(' '))];
    if (left !== undefined && right !== undefined && left.target.field !== 'note' && targetKey(left.target) === targetKey(right.target)) return left;
  }
  return undefined;
}

/** `UPC/EAN`, `Code / SKU`: names for one thing; when they name two, none is taken. */
function byAlternatives(header: string): Synonym | null {
  const parts = header.split(/[/|]/);
  if (parts.length < 2) return null;
  const found = parts.flatMap((part) => byWords(part) ?? []);
  const [first] = found;
  return first !== undefined && found.every(({ target: one }) => targetKey(one) === targetKey(first.target)) ? first : null;
}

const nameWord = /^(name|names|type|nom|titre|title|اسم|الاسم)$/;
const valueWord = /^(values?|values? s|valeurs?|valeur s|القيمه|قيمه)?$/;

const counted: Readonly<Record<string, string>> = { one: '1', two: '2', three: '3' };

/** `Option1 Name`, `Attribute 2 value(s)`, `Variation 1 type`, `Option Name 1`, `Nom option 1`, `variant_option_one_name`: the axes variants differ by. */
function optionOf(whole: string): Target | null {
  const found = /^(?:(?:product|produit) )?(?<before>.*?) ?(?:de l |d )?(?:option|attribute|attribut|variation|variant option|axe|الخيار) ?(?<middle>.*?) ?(?:n )?(?<number>[123])(?: (?<after>.+))?$/.exec(whole.replace(/\b(?:one|two|three)\b/g, (word) => counted[word]!))?.groups;
  if (!found) return null;
  const words = [found['before'], found['middle'], found['after']].filter((word) => word !== undefined && word !== '');
  if (words.length > 1) return null;
  const word = words[0] ?? '';
  const at = Number(found['number']) - 1;
  if (nameWord.test(word)) return { field: 'optionName', at };
  return valueWord.test(word) ? { field: 'optionValue', at } : null;
}

/** A meaning with what else the header says put in; null when it says what the meaning has no place for. */
function withWords(one: Target, { locale, currency, unit }: HeaderWords): Target | null {
  const made = ((): object => {
    switch (one.field) {
      case 'title':
      case 'description': return { ...one, locale: locale ?? one.locale };
      case 'price':
      case 'compareAt': return { ...one, currency: currency ?? one.currency };
      case 'weight': return { ...one, unit: unit !== null && (weightUnits as readonly string[]).includes(unit) ? unit : one.unit };
      case 'length':
      case 'width':
      case 'height':
      case 'dimensions': return { ...one, unit: unit !== null && (lengthUnits as readonly string[]).includes(unit) ? unit : one.unit };
      default: return one;
    }
  })();
  const parsed = target.safeParse(made);
  return parsed.success ? parsed.data : null;
}

type Ranked = ColumnMapping & Pick<Meaning, 'rank'>;

/** Of several columns with one meaning the best known keeps it; of equals none does. */
function withoutTwins(columns: readonly Ranked[]): readonly ColumnMapping[] {
  const claims = new Map<string, Ranked[]>();
  for (const column of columns) if (!mayRepeat(column.target)) claims.set(targetKey(column.target), [...(claims.get(targetKey(column.target)) ?? []), column]);
  const isBehind = (one: Ranked, other: Ranked): boolean => {
    // A column that says something goes before an empty one, unless the file or a person says which it is.
    const isGuessed = Math.max(weight[one.how], weight[other.how]) <= weight.name;
    if (isGuessed && (one.shapes.filled === 0) !== (other.shapes.filled === 0)) return one.shapes.filled === 0;
    return weight[other.how] > weight[one.how] || (weight[other.how] === weight[one.how] && other.rank <= one.rank);
  };
  return columns.map((ranked) => {
    const loses = (claims.get(targetKey(ranked.target)) ?? []).some((other) => other !== ranked && isBehind(ranked, other));
    const { rank: _, ...column } = loses ? { ...ranked, ...unsure(ranked.target) } : ranked;
    return column;
  });
}

/** What is kept of a mapping, to know such a file again: by its headers, whatever their order. */
export function headerKey(headers: readonly string[]): string {
  return headers.map(headerText).sort().join('\u001f');
}
