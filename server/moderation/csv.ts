import type { Kysely } from 'kysely';
import type { ServerSchema } from '#server/db/schema.ts';
import { grouped } from '#server/payouts/grouped.ts';
import { csvLine } from '#shared/bulk/export/csv-line.ts';
import { namesOf } from './case-rows.ts';

type Period = { readonly from: number; readonly to: number };
const when = (at: number | null): string => (at === null ? '' : new Date(at).toISOString());
/** What a spreadsheet would take for a formula is told as text. */
const safe = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
const lines = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): Uint8Array => Buffer.from(`\ufeff${[head, ...rows].map((row) => csvLine(row.map((cell) => (typeof cell === 'number' ? String(cell) : safe(cell))))).join('')}`);

/** Every act of a period, in the order in which it was done. */
export async function logCsv(db: Kysely<ServerSchema>, { from, to }: Period): Promise<Uint8Array> {
  const events = await db.selectFrom('moderation_event').selectAll().where('at', '>=', from).where('at', '<', to).orderBy('rid').execute();
  const people = await namesOf(db, events.flatMap(({ actor_id }) => actor_id ?? []));
  return lines(['at', 'kind', 'case', 'listing', 'shop', 'by', 'reason', 'details'], events.map((one) => [when(one.at), one.kind, one.case_id ?? '', one.product_id ?? '', one.shop_id ?? '', one.actor_id === null ? '' : (people.get(one.actor_id) ?? one.actor_id), one.reason, one.details]));
}

/** Decisions of a period counted by policy, ground, severity and action, with how they were found, how long they took, and what became of appeals: Regulation (EU) 2022/2065, art. 15. */
export async function transparencyCsv(db: Kysely<ServerSchema>, { from, to }: Period): Promise<Uint8Array> {
  const decisions = await db.selectFrom('moderation_decision').innerJoin('moderation_case', 'moderation_case.id', 'moderation_decision.case_id')
    .select(['action', 'policy', 'severity', 'ground_kind', 'automated_detection', 'decided_at', 'opened_at', 'appealed_at', 'appeal_outcome', 'sanction'])
    .where('decided_at', '>=', from).where('decided_at', '<', to).execute();
  const heaps = grouped(decisions, (one) => [one.action, one.policy ?? '', one.ground_kind ?? '', one.severity ?? '', one.sanction].join(' '));
  const middle = (hours: readonly number[]): number => hours.toSorted((a, b) => a - b)[(hours.length - 1) >> 1] ?? 0;
  return lines(
    ['action', 'policy', 'ground', 'severity', 'sanction', 'decisions', 'found_by_rules', 'decided_by_rules', 'median_hours', 'appeals', 'upheld', 'overturned', 'partly'],
    [...heaps].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, heap]) => {
      const [{ action, policy, ground_kind, severity, sanction }] = heap as readonly [(typeof heap)[number]];
      const ended = (outcome: string) => heap.filter(({ appeal_outcome }) => appeal_outcome === outcome).length;
      return [action, policy ?? '', ground_kind ?? '', severity ?? '', sanction, heap.length, heap.filter(({ automated_detection }) => automated_detection === 1).length, 0, Math.round(middle(heap.map(({ decided_at, opened_at }) => (decided_at - opened_at) / 3_600_000)) * 10) / 10, heap.filter(({ appealed_at }) => appealed_at !== null).length, ended('upheld'), ended('overturned'), ended('partly')];
    }),
  );
}
