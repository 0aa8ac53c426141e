import { listingTransitions } from '../catalog/listing-states.ts';
import type { ListingStatus, Product } from '../catalog/model.ts';
import { kindOf } from '../catalog/description.ts';
import { differences, restoring } from '../catalog/versions.ts';
import type { Json } from '../kernel/json.ts';
import type { FieldOp } from '../sync/model.ts';
import type { CaseAction } from './model.ts';

/** States a listing is not led through on its way back: what the vendor put away stays away. */
const notThrough: ReadonlySet<ListingStatus> = new Set(['archived', 'expired', 'suspended']);

/**
 * The steps the marketplace takes to bring a listing from one state to another, by the transitions it has, the fewest there are.
 *
 * @returns the states after each step; none when it is there already; null when no way leads there
 */
export function stepsTo(from: ListingStatus, to: ListingStatus): ListingStatus[] | null {
  if (from === to) return [];
  if (from === 'archived' || from === 'expired') return null;
  const ways = new Map<ListingStatus, ListingStatus[]>([[from, []]]);
  for (const [at, way] of ways) {
    for (const { to: next, by, withWord } of listingTransitions[at]) {
      if (withWord === true || !by.includes('admin') || ways.has(next) || (notThrough.has(next) && next !== to)) continue;
      ways.set(next, [...way, next]);
      if (next === to) return ways.get(next)!;
    }
  }
  return null;
}

/** Where a listing stands once a decision against it is overturned: visible again, approved, or as it was, with its edit confirmed. */
export function overturnedStatus(action: CaseAction, decided: Pick<Product, 'status'>, isFirstLook: boolean): ListingStatus {
  return isFirstLook && action !== 'suspend' ? 'approved' : decided.status;
}

const looked = /^(texts|images|attributes)\/|^(brand|categoryId)$|^variants\/[^/]+\/price$/;

/** The edit that brings back what was decided about: words, pictures, category and prices as the reviewer saw them. What the vendor wrote since stays in the history. */
export function contentBack(now: Product, decided: Product): FieldOp[] {
  const [is, was] = [now as unknown as Json, decided as unknown as Json];
  const paths = differences(kindOf, is, was).map(({ path }) => path).filter((path) => looked.test(path));
  return restoring(kindOf, is, was, new Set(paths)).ops;
}
