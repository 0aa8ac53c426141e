import type { SanctionKind } from '#shared/moderation/model.ts';

/** What a reviewer has changed of the reasons before sending; null: as the rule and the templates say. */
export type Draft = { readonly facts: string | null; readonly sanction: SanctionKind; readonly holdPayouts: boolean };
/** Nothing changed yet. */
export const noDraft: Draft = { facts: null, sanction: 'none', holdPayouts: false };
