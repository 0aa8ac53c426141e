import type { Locale } from '#shared/auth/model.ts';
import type { Product } from '#shared/catalog/model.ts';
import { assert } from '#shared/kernel/assert.ts';
import { demoResource } from './resource.ts';

/** A text in the three languages. */
export type Said = Readonly<Record<Locale, string>>;
export type Gender = 'm' | 'f';
/** A text that agrees with the noun, per gender of the noun in that language. */
export type Agreeing = { readonly fr: Readonly<Record<Gender, string>>; readonly en: string; readonly ar: Readonly<Record<Gender, string>> };

export type Colour = { readonly key: string; readonly hex: string } & Agreeing;
export type Material = { readonly key: string; readonly facets: readonly string[]; readonly name: Said; readonly note: Said };
/** Along what the variants of a product differ, in the seller's language; no values: along the colours. */
export type Axis = { readonly name: string; readonly values: readonly string[]; readonly measure: boolean };
export type Group = {
  readonly key: string; readonly made: Agreeing; readonly materials: readonly string[]; readonly coloured: boolean; readonly taxClass: 'standard' | 'reduced';
  readonly axis: Axis | null; readonly tags: readonly string[]; readonly styles: readonly Agreeing[]; readonly details: readonly Said[]; readonly uses: readonly Agreeing[]; readonly care: readonly Agreeing[];
};
export type ProductType = {
  readonly key: string; readonly prefix: string; readonly group: Group; readonly motif: string; readonly kind: Product['kind'];
  readonly noun: Said; readonly gender: { readonly fr: Gender; readonly ar: Gender };
  /** Dirhams, grams, millimetres. */
  readonly price: readonly [number, number]; readonly weight: readonly [number, number]; readonly size: readonly [number, number, number];
  readonly materials: readonly Material[];
};
export type Words = { readonly colours: readonly Colour[]; readonly types: readonly ProductType[]; readonly groups: readonly Group[] };

type Line = { readonly text: string; readonly where: string };

/** The lines of a resource that say something, each with its place for a message. */
export const linesOf = (file: string): Line[] =>
  demoResource(file).split('\n').map((text, i) => ({ text, where: `${file}:${i + 1}` })).filter(({ text }) => text.trim() !== '' && !text.startsWith('#'));

/** Parts between `|`, as many as expected. */
export function parts({ text, where }: Line, count: number): string[] {
  const found = text.split('|').map((part) => part.trim());
  assert(found.length === count && found.every((part) => part !== ''), () => `${where}: ${count} parts between | are expected, found ${found.length}`);
  return found;
}

export function said(line: Line): Said {
  const [fr, en, ar] = parts(line, 3);
  return { fr: fr!, en: en!, ar: ar! };
}

const pair = (text: string): Record<Gender, string> => {
  const [m, f] = text.split('/');
  return { m: m!, f: f ?? m! };
};
const agreeing = (line: Line): Agreeing => {
  const { fr, en, ar } = said(line);
  return { fr: pair(fr), en, ar: pair(ar) };
};
/** A sentence with `{masculine|feminine}` in it; the bars inside the braces are no separators. */
function agreeingSentence({ text, where }: Line): Agreeing {
  const { fr, en, ar } = said({ text: text.replace(/\{([^|}]*)\|([^}]*)\}/g, '{$1\u0001$2}'), where });
  const pick = (sentence: string, gender: 1 | 2): string => sentence.replace(/\{([^\u0001]*)\u0001([^}]*)\}/g, `$${gender}`);
  return { fr: { m: pick(fr, 1), f: pick(fr, 2) }, en, ar: { m: pick(ar, 1), f: pick(ar, 2) } };
}

function readMaterials(): Map<string, Material> {
  const materials = new Map<string, Material>();
  for (const { text, where } of linesOf('materials.txt')) {
    const [head, fr, en, ar, noteFr, noteEn, noteAr] = parts({ text, where }, 7);
    const [key, ...facets] = head!.split(' ');
    materials.set(key!, { key: key!, facets, name: { fr: fr!, en: en!, ar: ar! }, note: { fr: noteFr!, en: noteEn!, ar: noteAr! } });
  }
  return materials;
}

function readColours(): Colour[] {
  return linesOf('colours.txt').map(({ text, where }) => {
    const [head, fr, en, ar] = parts({ text, where }, 4);
    const [key, hex] = head!.split(' ');
    return { key: key!, hex: hex!, fr: pair(fr!), en: en!, ar: { m: `بلون ${ar!}`, f: `بلون ${ar!}` } };
  });
}

function readAxis(rest: string): Axis {
  // Values with blanks in them are parted by |, the others by blanks; only the former are measures, which cost more as they grow.
  const measure = rest.includes('|');
  const [name, ...values] = rest.split(measure ? '|' : ' ').map((part) => part.trim());
  return { name: name!, values, measure };
}

function readGroups(): Map<string, Group> {
  type Open = { -readonly [K in keyof Group]: Group[K] extends readonly (infer T)[] ? T[] : Group[K] };
  const groups = new Map<string, Open>();
  let open: Open | null = null;
  for (const { text, where } of linesOf('groups.txt')) {
    const heading = /^\[([a-z]+) (.+)\]$/.exec(text);
    if (heading) {
      open = { key: heading[1]!, made: agreeing({ text: heading[2]!, where }), materials: [], coloured: true, taxClass: 'standard', axis: null, tags: [], styles: [], details: [], uses: [], care: [] };
      groups.set(open.key, open);
      continue;
    }
    const [, word, rest] = /^([a-z]+) (.+)$/.exec(text) ?? [];
    assert(open && word && rest, () => `${where}: not a line of a group`);
    const line = { text: rest, where };
    if (word === 'materials') open.materials.push(...rest.split(' '));
    else if (word === 'colours') open.coloured = rest !== 'none';
    else if (word === 'tax') open.taxClass = rest === 'reduced' ? 'reduced' : 'standard';
    else if (word === 'axis') open.axis = readAxis(rest);
    else if (word === 'tags') open.tags.push(...rest.split(' '));
    else if (word === 'style') open.styles.push(agreeing(line));
    else if (word === 'detail') open.details.push(said(line));
    else if (word === 'use') open.uses.push(agreeingSentence(line));
    else if (word === 'care') open.care.push(agreeingSentence(line));
    else assert(false, () => `${where}: unknown word \`${word}\``);
  }
  return groups;
}

const genderAnd = (text: string): [Gender, string] => [text.startsWith('f ') ? 'f' : 'm', text.slice(2)];
const range = (text: string): [number, number] => text.split('-').map(Number) as [number, number];

/** Reads the words that products are composed of; a slip in a file stops here and names its line. */
export function readWords(): Words {
  const materials = readMaterials();
  const groups = readGroups();
  const materialOf = (key: string, where: string): Material => {
    const material = materials.get(key);
    assert(material, () => `${where}: no material \`${key}\``);
    return material;
  };
  const types = linesOf('types.txt').map(({ text, where }): ProductType => {
    const found = text.split('|').map((part) => part.trim());
    assert(found.length === 7 || found.length === 8, () => `${where}: 7 or 8 parts between | are expected`);
    const [head, frNoun, en, arNoun, price, weight, size, own] = found;
    const [key, prefix, groupKey, motif] = head!.split(' ');
    const group = groups.get(groupKey!);
    assert(group && motif, () => `${where}: no group \`${groupKey}\``);
    const [frGender, fr] = genderAnd(frNoun!);
    const [arGender, ar] = genderAnd(arNoun!);
    return {
      key: key!, prefix: prefix!, group, motif, kind: group.key === 'digital' ? 'digital' : group.key === 'service' ? 'service' : 'physical',
      noun: { fr, en: en!, ar }, gender: { fr: frGender, ar: arGender },
      price: range(price!), weight: range(weight!), size: size!.split('x').map(Number) as [number, number, number],
      materials: (own?.split(' ') ?? group.materials).map((name) => materialOf(name, where)),
    };
  });
  return { colours: readColours(), types, groups: [...groups.values()] };
}
