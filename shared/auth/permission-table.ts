import type { Role, SellerRole } from './model.ts';

/** Whoever a right can be given to: staff of the marketplace by role, vendors by what they are in the shop. */
export type Holder = Exclude<Role, 'vendor'> | `seller:${SellerRole}`;

const staff = ['admin', 'moderator', 'support'] as const;
const sellers = ['seller:administration', 'seller:inventory', 'seller:orders', 'seller:accounting', 'seller:support'] as const;
const owner = 'seller:administration' as const;

/**
 * Every right of the marketplace: per kind of thing and action, who has it. Nothing else says so. Administrators are the marketplace's finance;
 * a second approver, the maker and the beneficiary are told apart by the rules of payouts, not here.
 */
export const permissionTable = {
  product: {
    read: [...staff, ...sellers],
    edit: ['admin', owner, 'seller:inventory'],
    decide: ['admin', 'moderator'],
    export: ['admin', owner, 'seller:inventory'],
  },
  shop: { read: [...staff, ...sellers], edit: ['admin', owner], open: ['admin'] },
  order: { read: [...staff, ...sellers], work: [...staff, owner, 'seller:orders', 'seller:support'], export: ['admin', owner, 'seller:orders', 'seller:accounting'] },
  refund: { read: ['admin', 'support', owner, 'seller:orders', 'seller:accounting', 'seller:support'], ask: ['support', owner, 'seller:orders'], make: ['admin'] },
  dispute: { read: ['admin', 'support', owner, 'seller:orders', 'seller:accounting'], answer: ['admin', owner, 'seller:orders'] },
  balance: { read: ['admin', owner, 'seller:accounting'], export: ['admin', owner, 'seller:accounting'] },
  'bank-account': { read: ['admin', owner, 'seller:accounting'], change: ['admin', owner], verify: ['admin'] },
  payout: { read: ['admin', owner, 'seller:accounting'], run: ['admin'], approve: ['admin'], hold: ['admin'], settings: ['admin'] },
  commission: { read: ['admin', owner, 'seller:accounting'], change: ['admin'] },
  verification: { read: ['admin', 'moderator', owner], answer: [owner], decide: ['admin', 'moderator'] },
  'verification-document': { view: ['admin', 'moderator'], add: [owner] },
  'moderation-case': { read: ['admin', 'moderator'], claim: ['admin', 'moderator'], decide: ['admin', 'moderator'], appeal: [owner, 'seller:inventory'], rules: ['admin'] },
  conversation: { read: ['admin', 'support', owner, 'seller:orders', 'seller:support'], reply: ['admin', 'support', owner, 'seller:orders', 'seller:support'], assign: ['admin', 'support', owner, 'seller:support'] },
  member: { read: ['admin', ...sellers], invite: ['admin', owner], change: ['admin', owner], remove: ['admin', owner] },
  person: { read: ['admin'], change: ['admin'], suspend: ['admin'], 'end-sessions': ['admin'], 'view-as': ['admin', 'support'] },
  audit: { read: ['admin'], export: ['admin'], verify: ['admin'] },
  webhook: { read: ['admin'], replay: ['admin'] },
  job: { read: ['admin'], replay: ['admin'], cancel: ['admin'] },
} as const satisfies Record<string, Record<string, readonly Holder[]>>;

export type ResourceKind = keyof typeof permissionTable;
export type ActionOn<K extends ResourceKind> = keyof (typeof permissionTable)[K] & string;

/** Who has a right. */
export const grantsOf = <K extends ResourceKind>(kind: K, action: ActionOn<K>): readonly Holder[] => (permissionTable[kind] as Record<string, readonly Holder[]>)[action]!;

export const resourceKinds = Object.keys(permissionTable) as ResourceKind[];
/** What can be done with a kind of thing. */
export const actionsOn = (kind: ResourceKind): readonly string[] => Object.keys(permissionTable[kind]);
