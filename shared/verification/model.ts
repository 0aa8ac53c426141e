import { z } from 'zod';

/** Who a seller is before the law: decides with the country what they have to show. */
export const legalForms = ['sole-trader', 'company', 'association'] as const;
export const legalForm = z.enum(legalForms);
export type LegalForm = z.infer<typeof legalForm>;

/** Everything that can be asked of a seller; which of it is, says `requirementsFor`. */
export const requirementKinds = [
  'legal-name', 'address', 'phone', 'representative', 'identity-document', 'ice', 'if', 'rc', 'rc-document', 'siren', 'siret', 'registration-document', 'register-number', 'vat-number', 'tax-number', 'bank-proof', 'self-certification',
] as const;
export const requirementKind = z.enum(requirementKinds);
export type RequirementKind = z.infer<typeof requirementKind>;

/** `pending`: given, and nobody has looked at it yet. Only a person makes it `valid`. */
export const requirementStates = ['missing', 'pending', 'valid', 'invalid', 'expired'] as const;
export const requirementState = z.enum(requirementStates);
export type RequirementState = z.infer<typeof requirementState>;

export const caseStates = ['not_started', 'collecting', 'submitted', 'in_review', 'needs_info', 'verified', 'rejected', 're_verification_due', 'suspended', 'expired'] as const;
export const caseState = z.enum(caseStates);
export type CaseState = z.infer<typeof caseState>;

/** Why a person refused one thing. */
export const refusalReasons = ['unreadable', 'does-not-match', 'out-of-date', 'wrong-document', 'incomplete', 'not-genuine', 'number-unknown'] as const;
export const refusalReason = z.enum(refusalReasons);
export type RefusalReason = z.infer<typeof refusalReason>;
