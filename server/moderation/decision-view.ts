import type { Selectable } from 'kysely';
import { appealUntil } from '#shared/moderation/appeals.ts';
import type { DecisionView } from '#shared/moderation/contract.ts';
import type { StatementTexts } from '#shared/moderation/model.ts';
import type { ModerationDecisionTable } from './tables.ts';

export type DecisionRow = Selectable<ModerationDecisionTable>;

/** A decision as it is told: to its vendor without a name. @param name of whoever decided; null: not told */
export const viewOf = (row: DecisionRow, name: string | null): DecisionView => ({
  id: row.id, caseId: row.case_id, productId: row.product_id, shopId: row.shop_id, action: row.action, policy: row.policy, severity: row.severity, sanction: row.sanction,
  statement: row.statement === null ? null : (JSON.parse(row.statement) as StatementTexts), at: row.decided_at,
  by: name === null ? null : { id: row.decided_by, name }, appealUntil: appealUntil(row.decided_at),
  appeal: row.appealed_at === null ? null : { at: row.appealed_at, text: row.appeal_text ?? '', outcome: row.appeal_outcome, reason: row.appeal_reason, decidedAt: row.appeal_at },
}) as DecisionView;
