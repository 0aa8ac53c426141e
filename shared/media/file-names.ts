/**
 * Which SKU a picture belongs to, told by the name of its file. A pattern is plain text with `{sku}` (once), `{n}` (the place of the
 * picture, digits) and `{*}` (anything, also nothing; once on each side of the SKU); the ending is left out, capital letters count as small ones.
 */
import { err, ok, type Result } from '../kernel/result.ts';

export type NameProblem = 'no-sku' | 'sku-twice' | 'number-twice' | 'anything-twice' | 'unknown-part';
export type NameMatch =
  | { readonly file: string; readonly is: 'matched'; readonly sku: string; /** From `{n}`; null when the pattern has none. */ readonly place: number | null }
  /** Several SKUs fit; the longest first, which is most often the one meant. */
  | { readonly file: string; readonly is: 'ambiguous'; readonly skus: readonly string[] }
  | { readonly file: string; readonly is: 'unmatched' };
export type NamePattern = { readonly before: readonly NamePart[]; readonly after: readonly NamePart[] };
type NamePart = { readonly is: 'text'; readonly text: string } | { readonly is: 'number' } | { readonly is: 'anything' };

const plain = (text: string): string => text.normalize('NFC').toLowerCase();
const stem = (file: string): string => file.replace(/^.*[\\/]/, '').replace(/\.[^.]+$/, '');

/** Reads a pattern such as `{sku}_{n}`. */
export function namePattern(text: string): Result<NamePattern, NameProblem> {
  const parts: (NamePart | { readonly is: 'sku' })[] = [];
  for (const [piece] of text.matchAll(/\{[^}]*\}|[^{]+|\{/g)) {
    if (piece === '{sku}') parts.push({ is: 'sku' });
    else if (piece === '{n}') parts.push({ is: 'number' });
    else if (piece === '{*}') parts.push({ is: 'anything' });
    else if (piece.startsWith('{')) return err('unknown-part');
    else parts.push({ is: 'text', text: plain(piece) });
  }
  const at = parts.findIndex((part) => part.is === 'sku');
  if (at < 0) return err('no-sku');
  if (parts.filter((part) => part.is === 'number').length > 1) return err('number-twice');
  const before = parts.slice(0, at).filter((part) => part.is !== 'sku');
  const after = parts.slice(at + 1).filter((part) => part.is !== 'sku');
  // More of them would make looking at one name take the square of its length.
  if ([before, after].some((side) => side.filter((part) => part.is === 'anything').length > 1)) return err('anything-twice');
  return before.length + after.length + 1 === parts.length ? ok({ before, after }) : err('sku-twice');
}

/** What is read when nobody wrote a pattern: the SKU alone, or followed by a place. */
export const usualPatterns = ['{sku}', '{sku}_{n}', '{sku}-{n}', '{sku} ({n})', '{sku}_{*}'] as const;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const expression = (parts: readonly NamePart[]): RegExp =>
  new RegExp(`^${parts.map((part) => (part.is === 'text' ? escaped(part.text) : part.is === 'number' ? '(?<n>\\d{1,4})' : '.*')).join('')}$`, 'su');

/** Looks files up by their names; files in the order given, each answered once. */
export function nameMatcher(skus: Iterable<string>): (files: readonly string[], pattern: NamePattern) => NameMatch[] {
  const known = new Map<string, string[]>();
  for (const sku of skus) {
    const key = plain(sku);
    const alike = known.get(key);
    if (alike) alike.push(sku);
    else known.set(key, [sku]);
  }
  const lengths = [...new Set([...known.keys()].map(({ length }) => length))].toSorted((a, b) => b - a);
  return (files, { before, after }) => {
    const [ahead, behind] = [expression(before), expression(after)];
    return files.map((file): NameMatch => {
      const name = plain(stem(file));
      const fits = new Map<string, number | null>();
      for (const length of lengths) {
        for (let start = 0; start + length <= name.length; start++) {
          const alike = known.get(name.slice(start, start + length));
          if (!alike) continue;
          const [head, tail] = [ahead.exec(name.slice(0, start)), behind.exec(name.slice(start + length))];
          if (!head || !tail) continue;
          const digits = tail.groups?.['n'] ?? head.groups?.['n'];
          for (const sku of alike) if (!fits.has(sku)) fits.set(sku, digits === undefined ? null : Number(digits));
        }
      }
      const [first, ...more] = fits;
      if (!first) return { file, is: 'unmatched' };
      return more.length === 0 ? { file, is: 'matched', sku: first[0], place: first[1] } : { file, is: 'ambiguous', skus: [...fits.keys()] };
    });
  };
}
