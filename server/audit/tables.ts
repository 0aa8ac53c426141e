/** The tables of the audit's chain. */
export type AuditTables = {
  audit_link: AuditLinkTable;
  /** One row: where the chain ends. */
  audit_head: { id: number; seq: number; hash: string };
  /** That the server itself saw the chain end so, under its own key. Append-only. */
  audit_seal: { seq: number; hash: string; seal: string; at: number };
};

/**
 * One link. Append-only; `seq` counts without a gap, `hash` covers all of it and the hash before. An `event` says what somebody did; `changes` holds
 * the digests of changes of records (`change_audit`), in the order of their ids.
 */
export type AuditLinkTable = {
  seq: number; id: string; kind: 'event' | 'changes'; at: number; actor_id: string | null; actor_name: string | null; device: string | null; action: string; object_kind: string; object_id: string | null;
  shop_id: string | null; reason: string | null; was: string | null; became: string | null; changes: string | null; prev_hash: string; hash: string;
};
