import type { Generated } from 'kysely';
import type { AppealOutcome, CaseAction, CaseEventKind, CaseReason, CaseState, PolicyId, SanctionKind, Severity } from '#shared/moderation/model.ts';

/** The tables of moderation. Documents are JSON text, flags 0 and 1, moments epoch milliseconds. */
export type ModerationTables = {
  moderation_case: ModerationCaseTable;
  moderation_event: ModerationEventTable;
  moderation_decision: ModerationDecisionTable;
  moderation_strike: ModerationStrikeTable;
  moderation_sanction: ModerationSanctionTable;
  moderation_viewer: { case_id: string; user_id: string; seen_at: number };
  moderation_run: { rid: Generated<number>; case_id: string; at: number; doc: string };
  moderation_report: ModerationReportTable;
  word_rule: WordRuleTable;
  word_hit: WordHitTable;
  /** One row: raised with every change of the rules, so that a result says by which it came about. */
  word_setting: { id: number; version: number };
};

/**
 * What somebody has to decide about a listing. `is_waiting` 1 while the listing itself waits: there is one such case for each. `look_due` is set while it is to be
 * validated; the job is only how. `doc`: the priority with its lines and the latest validation.
 */
export type ModerationCaseTable = {
  id: string; product_id: string; shop_id: string; category_id: string | null; locale: string | null; reason: CaseReason; state: CaseState; is_waiting: number;
  product_version: number; opened_at: number; changed_at: number; closed_at: number | null; priority: number; doc: string; look_due: number | null;
  claimed_by: string | null; claim_until: number | null; muted_until: number | null; decision_id: string | null;
};
/** Append-only: who did what to which case, and why. Nobody: the marketplace itself. */
export type ModerationEventTable = { rid: Generated<number>; id: string; case_id: string | null; product_id: string | null; shop_id: string | null; kind: CaseEventKind; actor_id: string | null; reason: string; at: number; details: string };
/** A decision with what it was about (`product_doc` as it stood), what the vendor was told, and the appeal against it. */
export type ModerationDecisionTable = {
  id: string; case_id: string; product_id: string; shop_id: string; action: CaseAction; policy: PolicyId | null; severity: Severity | null; facts: string | null;
  ground_kind: string | null; ground_reference: string | null; automated_detection: number; statement: string | null; sanction: SanctionKind; decided_by: string; decided_at: number;
  product_version: number; product_doc: string; appealed_at: number | null; appealed_by: string | null; appeal_text: string | null;
  appeal_outcome: AppealOutcome | null; appeal_reason: string | null; appeal_by: string | null; appeal_at: number | null;
};
export type ModerationStrikeTable = { id: string; shop_id: string; decision_id: string; points: number; at: number; expires_at: number };
/** `hold_ids`: the payouts that are held with it, as a JSON list. */
export type ModerationSanctionTable = { id: string; shop_id: string; decision_id: string; kind: SanctionKind; from_at: number; until_at: number | null; lifted_at: number | null; hold_ids: string };
export type ModerationReportTable = { id: string; product_id: string; shop_id: string; reporter_id: string; policy: PolicyId; text: string; at: number; outcome: 'right' | 'wrong' | null };
export type WordRuleTable = { id: string; version: number; doc: string; changed_by: string | null; changed_at: number };
/** Where a rule was found; `verdict`: what a person said of it. */
export type WordHitTable = { id: string; rule_id: string; case_id: string; product_id: string; field: string; piece: string; at: number; verdict: 'right' | 'wrong' | null; verdict_by: string | null };
