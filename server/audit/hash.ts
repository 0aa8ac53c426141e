import { createHash, createHmac } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { ChangeAuditTable } from '#server/db/schema.ts';
import type { Json } from '#shared/kernel/json.ts';
import { canonicalJson } from '#shared/sync/canonical.ts';
import type { AuditLinkTable } from './tables.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** Fingerprint of a link: of everything in it, the fingerprint before included. */
export const hashOfLink = ({ hash: _hash, ...link }: AuditLinkTable | Omit<AuditLinkTable, 'hash'> & { hash?: string }): string => sha256(canonicalJson(link as unknown as Json));

/** Fingerprint of a change as the audit of records keeps it; in which link it lies is not part of it. */
export const digestOfChange = ({ sealed_in: _sealed, ...change }: Selectable<ChangeAuditTable>): string => sha256(canonicalJson(change as unknown as Json));

/** What only this server can write about the end of the chain: whoever has no more than its database cannot make a new chain that passes. */
export const sealOf = (key: Uint8Array, seq: number, hash: string): string => createHmac('sha256', key).update(`${seq}:${hash}`).digest('base64url');
