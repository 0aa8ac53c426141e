import { fold } from '../kernel/text.ts';

/**
 * The address part of a title: Latin letters and digits joined by dashes, at most 80. A title in another script gives the
 * last digits of the id instead, which never meet another product's.
 */
export function handleOf(title: string, id: string): string {
  const words = fold(title).replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 80).replace(/-+$/, '');
  return words === '' ? `p-${id.slice(-12)}` : words;
}
