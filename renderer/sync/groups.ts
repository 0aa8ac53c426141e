import type { ConflictRecord, Settlement, UnsentLine } from '#shared/sync/contract.ts';

export const tabs = ['conflicts', 'rejected', 'unsent', 'settled'] as const;
export type Tab = (typeof tabs)[number];

/** A line of one of the lists beside the detail. */
export type Line =
  | { readonly kind: 'conflict'; readonly record: ConflictRecord }
  | { readonly kind: 'change'; readonly change: UnsentLine }
  | { readonly kind: 'settlement'; readonly settlement: Settlement };

/** What a line is known by while the list changes. */
export function lineId(line: Line): string {
  switch (line.kind) {
    case 'conflict': return line.record.recordId;
    case 'change': return line.change.key;
    case 'settlement': return line.settlement.id;
  }
}
