import { uuid } from '../../kernel/ids.ts';

/** As many signs as a reference may have in the messages of banks. */
export const MOST_REFERENCE_SIGNS = 35;

/** The reference of a payout or run in bank files: its id without hyphens, 32 signs of at most 35. The same id always gives the same reference. */
export const bankReferenceOf = (id: string): string => id.replaceAll('-', '');

/** The id behind a reference that came back with a statement, in capitals or not; null when it is none of ours. */
export function idOfBankReference(reference: string): string | null {
  const id = reference.toLowerCase().replace(/^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/, '$1-$2-$3-$4-$5');
  return uuid.safeParse(id).success ? id : null;
}
