import type { SellerRole } from '#shared/auth/model.ts';

/** The tables of accounts beside people, memberships and sessions. */
export type AccountTables = {
  /** Codes of an authenticator app. `secret` is kept under a key of the server; `since` null: begun, and not proved yet; `last_step`: its code was used, and is of no use again. */
  second_factor: { user_id: string; secret: string; began_at: number; since: number | null; last_step: number };
  /** Codes for whoever lost the app, each good once; only their hashes. */
  recovery_code: { user_id: string; code_hash: string; used_at: number | null };
  /** When somebody gave their password again in a session. */
  session_confirmation: { family_id: string; user_id: string; confirmed_at: number };
  invitation: InvitationTable;
};

/** Somebody is asked to work for a shop. Only the hash of what stands in the letter. */
export type InvitationTable = {
  id: string; shop_id: string; email: string; role: SellerRole; token_hash: string; invited_by: string; created_at: number; expires_at: number;
  accepted_at: number | null; accepted_by: string | null; revoked_at: number | null;
};
