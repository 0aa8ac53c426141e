import type { Session } from '#shared/auth/contract.ts';
import { me as meSchema, type Role } from '#shared/auth/model.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { Settings } from '#shared/settings/contract.ts';
import { alikeKey } from '#shared/sync/alike.ts';
import { openConflict, type ConflictRecord, type OpenConflict } from '#shared/sync/conflict-model.ts';
import { unsentChange, type UnsentChange, type UnsentLine } from '#shared/sync/outbox-model.ts';
import type { Connection, SyncState } from '#shared/sync/sync-state.ts';

const id = (n: number) => `01990000-0000-7000-8000-${String(n).padStart(12, '0')}`;
/** A moment some days before the tests were written; stories set the clock to it. */
export const aMoment = Date.UTC(2026, 10, 20, 13, 0) as EpochMs;

type SignedIn = Extract<Session, { name: 'signed-in' }>;
type SignedOut = Extract<Session, { name: 'signed-out' }>;

export const someoneSignedIn = ({ role = 'vendor', ...part }: Partial<Omit<SignedIn, 'name'>> & { role?: Role } = {}): SignedIn => ({
  name: 'signed-in',
  serverUrl: 'http://127.0.0.1:7100',
  me: meSchema.parse({
    id: id(1), email: 'salma@atelier-nour.example', name: 'Salma Bennani', role, locale: 'fr',
    shops: role === 'vendor' ? [{ id: id(2), name: 'Atelier Nour', city: 'Casablanca', currency: 'MAD' }] : [],
  }),
  tokenStore: 'file',
  needsSignIn: false,
  locked: false,
  ...part,
});

export const nobodySignedIn = (part: Partial<SignedOut> = {}): SignedOut => ({
  name: 'signed-out',
  serverUrl: 'http://127.0.0.1:7100',
  reason: 'never',
  demo: [
    { email: 'salma@atelier-nour.example', name: 'Salma Bennani', role: 'vendor', shop: 'Atelier Nour' },
    { email: 'yann@maison-legoff.example', name: 'Yann Le Goff', role: 'vendor', shop: 'Maison Le Goff' },
    { email: 'admin@comptoir.example', name: 'Ines Karam', role: 'admin' },
    { email: 'support@comptoir.example', name: 'كريم العلوي', role: 'support' },
  ],
  ...part,
});

export const someSettings = (part: Partial<Settings> = {}): Settings => ({ locale: 'fr', theme: 'light', density: 'normal', reducedMotion: false, shopId: null, shortcuts: {}, screens: {}, ...part });

export const aSyncState = (connection: Connection = { name: 'online' }, part: Partial<SyncState> = {}): SyncState => ({
  connection, cacheReady: true, searchReady: true, unsent: 0, conflicts: 0, rejected: 0, lastSyncAt: aMoment, cacheBytes: 148_000_000, ...part,
});

export const anUnsentChange = (n: number, part: Partial<Record<keyof UnsentChange, unknown>> = {}): UnsentChange =>
  unsentChange.parse({
    mid: id(1_000 + n), group: null, entity: 'product', id: id(100 + n), label: 'Babouche en cuir tressé, semelle gomme', sku: `BAB-${String(417 + n).padStart(4, '0')}`,
    intent: 'edit-price', action: 'patch', ops: [{ op: 'set', path: `variants/${id(50)}/price`, base: 34_900, value: 32_900 }], madeAt: aMoment - 3_600_000, state: 'queued', error: null, ...part,
  });

export const aConflict = (n: number, part: Partial<Record<keyof OpenConflict, unknown>> = {}): OpenConflict =>
  openConflict.parse({
    id: id(2_000 + n), entity: 'product', recordId: id(100 + n), label: 'Babouche en cuir tressé, semelle gomme', sku: `BAB-${String(417 + n).padStart(4, '0')}`,
    field: { path: `variants/${id(50)}/price`, base: 34_900, mine: 32_900, theirs: 33_900, theirsBy: 'Karim Alaoui', theirsAt: aMoment - 7_200_000 },
    madeAt: aMoment - 86_400_000, foundAt: aMoment - 600_000, ...part,
  });

/** The outbox as its lines: changes of one group together. */
export function outboxOf(changes: readonly UnsentChange[]): { total: number; changes: number; oldestAt: EpochMs | null; bytes: number; lines: UnsentLine[] } {
  const lines = new Map<string, UnsentLine>();
  for (const change of changes) {
    const key = change.group ?? change.mid;
    const line = lines.get(key) ?? { key, group: change.group, count: 0, sending: 0, first: change };
    lines.set(key, { ...line, count: line.count + 1, sending: line.sending + (change.state === 'sending' ? 1 : 0) });
  }
  return { total: lines.size, changes: changes.length, oldestAt: changes.at(-1)?.madeAt ?? null, bytes: 240 * changes.length, lines: [...lines.values()] };
}

/** The inbox as its records, and how many are alike. */
export function inboxOf(open: readonly OpenConflict[]): { total: number; conflicts: number; records: ConflictRecord[]; alike: Record<string, number> } {
  const records = new Map<string, OpenConflict[]>();
  for (const conflict of open) records.set(conflict.recordId, [...(records.get(conflict.recordId) ?? []), conflict]);
  const alike: Record<string, number> = {};
  for (const { field } of open) alike[alikeKey(field.path)] = (alike[alikeKey(field.path)] ?? 0) + 1;
  return { total: records.size, conflicts: open.length, records: [...records].map(([recordId, conflicts]) => ({ recordId, conflicts })), alike };
}

export const builderId = id;
