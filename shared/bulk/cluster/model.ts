import { z } from 'zod';

/**
 * By what values count as nearly the same:
 * - `fingerprint` the same words, whatever their order, case, accents and signs · `ngram` the same pairs of letters: blanks and doubled letters do not count
 * - `sound` words that sound alike · `nearest` a letter or two apart
 */
export const clusterMethod = z.enum(['fingerprint', 'ngram', 'sound', 'nearest']);
export type ClusterMethod = z.infer<typeof clusterMethod>;

/** A value of a column, how many rows of the file and how many products of the shop say it. */
export const clusterValue = z.object({ value: z.string(), rows: z.int(), products: z.int() });
export type ClusterValue = z.infer<typeof clusterValue>;

/** Values that are probably one; `proposed` is how the catalogue writes it, else how most rows do. */
export const cluster = z.object({ proposed: z.string(), values: z.array(clusterValue) });
export type Cluster = z.infer<typeof cluster>;
