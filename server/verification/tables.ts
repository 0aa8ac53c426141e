import type { CaseState, LegalForm, RequirementKind, RequirementState } from '#shared/verification/model.ts';

/** The tables of the verification of sellers. */
export type VerificationTables = {
  verification_case: VerificationCaseTable;
  verification_requirement: VerificationRequirementTable;
  verification_document: VerificationDocumentTable;
  /** Who looked at which document. Append-only. */
  verification_view: { id: string; document_id: string; shop_id: string; viewer_id: string; at: number };
};

export type VerificationCaseTable = {
  shop_id: string; version: number; state: CaseState; country: string; legal_form: LegalForm; due_at: number | null; submitted_at: number | null; decided_by: string | null; decided_at: number | null;
  claimed_by: string | null; claimed_until: number | null; changed_at: number;
};
/** One thing a shop has to show. `answer`: what was typed, kept under a key of the server; `check_note`: a rule by which a person should look at it; `reason`, `note`: why it was refused. */
export type VerificationRequirementTable = {
  shop_id: string; kind: RequirementKind; state: RequirementState; answer: string | null; check_note: string | null; reason: string | null; note: string | null; due_at: number | null; expires_on: string | null;
  changed_by: string; changed_at: number; decided_by: string | null; decided_at: number | null;
};
/** A document; its bytes lie encrypted in the data folder until `purged_at`. */
export type VerificationDocumentTable = {
  id: string; shop_id: string; kind: RequirementKind; mime: string; bytes: number; sha256: string; added_by: string; added_at: number; replaced_at: number | null; purge_at: number | null; purged_at: number | null;
};
