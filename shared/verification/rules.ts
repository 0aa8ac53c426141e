import type { AppError } from '../kernel/errors.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { CaseState, LegalForm, RequirementKind, RequirementState } from './model.ts';
import { checkIce, checkIf, checkRc, checkSiren, checkSiret, checkVat, vatCountries, type ReadNumber } from './numbers.ts';

/** How something is given: written, as a document, or said yes to. */
export type RequirementInput = 'text' | 'number' | 'document' | 'statement';

export const inputOf: Readonly<Record<RequirementKind, RequirementInput>> = {
  'legal-name': 'text', 'address': 'text', 'phone': 'text', 'representative': 'text', 'identity-document': 'document', 'ice': 'number', 'if': 'number', 'rc': 'number', 'rc-document': 'document', 'siren': 'number', 'siret': 'number',
  'registration-document': 'document', 'register-number': 'text', 'vat-number': 'number', 'tax-number': 'text', 'bank-proof': 'document', 'self-certification': 'statement',
};

/** Whether an answer is made of figures and signs, which are written left to right in every language. */
export const isFigure = (kind: RequirementKind): boolean => inputOf[kind] === 'number' || kind === 'phone';

const everybody: readonly RequirementKind[] = ['legal-name', 'address', 'phone'];
const ending: readonly RequirementKind[] = ['bank-proof', 'self-certification'];

/**
 * What a seller has to show, by country and legal form, in the order people have it at hand. Floor for the EU: DSA article 30(1); Morocco: ICE, IF and,
 * for companies, the trade register.
 */
export function requirementsFor(country: string, form: LegalForm): readonly RequirementKind[] {
  const person: readonly RequirementKind[] = form === 'sole-trader' ? ['identity-document'] : ['representative', 'identity-document'];
  return [...everybody, ...person, ...registers(country, form), ...ending];
}

function registers(country: string, form: LegalForm): readonly RequirementKind[] {
  if (country === 'MA') return form === 'sole-trader' ? ['ice', 'if'] : form === 'association' ? ['ice', 'if', 'registration-document'] : ['ice', 'if', 'rc', 'rc-document'];
  if (country === 'FR') return form === 'company' ? ['siren', 'siret', 'vat-number', 'registration-document'] : form === 'association' ? ['siren', 'registration-document'] : ['siren', 'siret'];
  const isEuropean = vatCountries.includes(country === 'GR' ? 'EL' : country);
  return isEuropean && form === 'company' ? ['register-number', 'vat-number', 'registration-document'] : ['register-number', 'tax-number', 'registration-document'];
}

/**
 * Reads what somebody wrote for a requirement, while they type and when it is sent.
 *
 * @returns it as it is kept; or the exact reason it cannot be right. A right form is no verification.
 */
export function readAnswer(kind: RequirementKind, text: string): Result<ReadNumber, AppError> {
  const value = text.normalize('NFC').trim();
  const refuse = (rule: string): Result<never, AppError> => err({ code: 'rule-broken', attempted: 'verification.answer', field: 'value', rule });
  if (value === '') return refuse('answer-empty');
  switch (kind) {
    case 'ice': return checkIce(value);
    case 'if': return checkIf(value);
    case 'rc': return checkRc(value);
    case 'siren': return checkSiren(value);
    case 'siret': return checkSiret(value);
    case 'vat-number': return checkVat(value);
    case 'phone': return /^\+[1-9]\d{7,14}$/.test(value.replace(/[\s.()-]/g, '')) ? ok({ value: value.replace(/[\s.()-]/g, ''), check: null }) : refuse('phone-international');
    case 'self-certification': return value === 'yes' ? ok({ value, check: null }) : refuse('statement-needed');
    default: return inputOf[kind] === 'document' ? refuse('document-needed') : value.length < 2 ? refuse('answer-too-short') : ok({ value, check: null });
  }
}

/** Where a case may go from each state. */
export const caseMoves: Readonly<Record<CaseState, readonly CaseState[]>> = {
  'not_started': ['collecting'],
  'collecting': ['submitted'],
  'submitted': ['in_review'],
  'in_review': ['verified', 'rejected', 'needs_info'],
  'needs_info': ['submitted', 'suspended'],
  'verified': ['re_verification_due', 'expired', 'suspended'],
  'rejected': ['collecting'],
  're_verification_due': ['in_review', 'suspended', 'submitted'],
  'suspended': ['submitted', 'in_review'],
  'expired': ['collecting'],
};

export const mayMove = (from: CaseState, to: CaseState): boolean => caseMoves[from].includes(to);

/** States in which the shop itself may give answers. */
export const mayAnswer = (state: CaseState): boolean => state === 'collecting' || state === 'needs_info' || state === 're_verification_due' || state === 'suspended';

export const capabilities = ['may_list', 'may_sell', 'may_be_paid'] as const;
export type Capability = (typeof capabilities)[number];
export type CapabilityVerdict = { readonly capability: Capability; readonly allowed: boolean; readonly blockedBy: readonly RequirementKind[] };
type Given = { readonly kind: RequirementKind; readonly state: RequirementState };

const closed: readonly CaseState[] = ['rejected', 'suspended', 'expired'];

/**
 * What a shop may do as far as it is verified, and what stands against it: listings once name, address, phone and the statement are given; sales once all but
 * the bank account is found right; money once everything is.
 */
export function capabilitiesOf(state: CaseState, given: readonly Given[]): readonly CapabilityVerdict[] {
  const open = (kinds: readonly RequirementKind[] | null, good: readonly RequirementState[]) => given.filter(({ kind, state: is }) => (kinds === null || kinds.includes(kind)) && !good.includes(is)).map(({ kind }) => kind);
  const verdict = (capability: Capability, blockedBy: readonly RequirementKind[]): CapabilityVerdict => ({ capability, allowed: given.length > 0 && blockedBy.length === 0 && !closed.includes(state), blockedBy });
  return [
    verdict('may_list', open([...everybody, 'self-certification'], ['pending', 'valid'])),
    verdict('may_sell', open(given.map(({ kind }) => kind).filter((kind) => kind !== 'bank-proof'), ['valid'])),
    verdict('may_be_paid', open(null, ['valid'])),
  ];
}

/** What is still wanted before a case can be sent in. */
export const stillWanted = (given: readonly Given[]): readonly RequirementKind[] => given.filter(({ state }) => state === 'missing' || state === 'invalid' || state === 'expired').map(({ kind }) => kind);
