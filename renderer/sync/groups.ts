import type { RecentEdit } from '#shared/catalog/contract.ts';
import type { ConflictRecord, Settlement } from '#shared/sync/conflict-model.ts';
import type { UnsentLine } from '#shared/sync/outbox-model.ts';

export const tabs = ['conflicts', 'rejected', 'unsent', 'recent', 'settled'] as const;
export type Tab = (typeof tabs)[number];

/** A line of one of the lists beside the detail. */
export type Line =
  | { readonly kind: 'conflict'; readonly record: ConflictRecord }
  | { readonly kind: 'change'; readonly change: UnsentLine }
  | { readonly kind: 'recent'; readonly edit: RecentEdit }
  | { readonly kind: 'settlement'; readonly settlement: Settlement };

/** What a line is known by while the list changes. */
export function lineId(line: Line): string {
  switch (line.kind) {
    case 'conflict': return line.record.recordId;
    case 'change': return line.change.key;
    case 'recent': return line.edit.key;
    case 'settlement': return line.settlement.id;
  }
}
