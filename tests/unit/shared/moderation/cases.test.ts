import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS } from '#shared/kernel/time.ts';
import { reachableFrom } from '#shared/kernel/state-machine.ts';
import { appealUntil, checkAppeal, checkAppealReviewer } from '#shared/moderation/appeals.ts';
import { caseTransitions, checkCaseStep, checkHolder, CLAIM_MS, isOpen, queueOf, queues, stateAt, type Claimable } from '#shared/moderation/case-states.ts';
import { caseReason, caseState, policyId, severity as severities, type PolicyId } from '#shared/moderation/model.ts';
import { policies, policyOfDigit } from '#shared/moderation/policies.ts';
import { priorityOf, priorityTerms, type PriorityFacts } from '#shared/moderation/priority.ts';
import { fillTemplate, statementOf, type StatementFacts } from '#shared/moderation/statement.ts';
import { activePoints, sanctionUntil, strikeFor, strikeOutlook, strikeTerms, suggestedSanction, takenAway } from '#shared/moderation/strikes.ts';

const NOW = Date.UTC(2026, 10, 22);
const aCase = (given: Partial<Claimable> = {}): Claimable => ({ state: 'new', claimedBy: null, claimUntil: null, mutedUntil: null, ...given });

describe('MOD-03 the life of a case', () => {
  test('every state can be reached, and only two are the end', () => {
    expect([...reachableFrom(caseTransitions, 'new')].sort()).toEqual([...caseState.options].sort());
    expect(caseState.options.filter((state) => caseTransitions[state].length === 0)).toEqual(['closed', 'withdrawn']);
  });

  test.each([
    { name: 'a claim that runs', one: aCase({ state: 'claimed', claimedBy: 'a', claimUntil: NOW + 1 }), is: 'claimed', mine: 'mine', theirs: 'new' },
    { name: 'a claim whose time is over is none', one: aCase({ state: 'claimed', claimedBy: 'a', claimUntil: NOW }), is: 'new', mine: 'new', theirs: 'new' },
    { name: 'an appeal falls back among the appeals', one: aCase({ state: 'appeal_claimed', claimedBy: 'a', claimUntil: NOW }), is: 'appealed', mine: 'appeals', theirs: 'appeals' },
    { name: 'put aside until later', one: aCase({ state: 'muted', mutedUntil: NOW + 1 }), is: 'muted', mine: 'muted', theirs: 'muted' },
    { name: 'put aside comes back by itself', one: aCase({ state: 'muted', mutedUntil: NOW }), is: 'new', mine: 'new', theirs: 'new' },
  ])('$name', ({ one, is, mine, theirs }) => {
    expect(stateAt(one, NOW)).toBe(is);
    expect(queueOf({ ...one, reason: 'edit' }, 'a', NOW)).toBe(mine);
    expect(queueOf({ ...one, reason: 'edit' }, 'b', NOW)).toBe(theirs);
  });

  test('who holds a case goes on, others are told until when', () => {
    const held = aCase({ state: 'claimed', claimedBy: 'a', claimUntil: NOW + CLAIM_MS });
    expect(checkHolder(held, 'a', NOW)).toBeNull();
    expect(checkHolder(held, 'b', NOW)).toEqual({ code: 'conflict', field: 'claim', rule: 'claimed-by-other', details: { until: NOW + CLAIM_MS } });
    expect(checkHolder(held, 'b', NOW + CLAIM_MS)).toBeNull();
  });

  test('what is decided is not decided again, and says what could be done', () => {
    expect(checkCaseStep('decided', 'decided')).toMatchObject({ code: 'illegal-transition', details: { from: 'decided', allowed: ['appealed'] } });
    expect(checkCaseStep('new', 'decided')).toBeNull();
  });

  test('every open state stands in a queue that is worked on, every other one in "done"', () => {
    for (const state of caseState.options) {
      const queue = queueOf({ ...aCase({ state, claimedBy: 'b', claimUntil: NOW + 1, mutedUntil: NOW + 1 }), reason: 'edit' }, 'a', NOW);
      expect(queues).toContain(queue);
      expect(queue === 'done', state).toBe(!isOpen(state));
    }
  });
});

describe('MOD-07 strikes', () => {
  test.each([[0, 'none'], [2, 'none'], [3, 'warning'], [5, 'warning'], [6, 'suspend-7'], [9, 'suspend-7'], [10, 'suspend-30'], [16, 'terminate']] as const)('%i points suggest %s', (points, sanction) => expect(suggestedSanction(points)).toBe(sanction));

  test('points end when their time is over', () => {
    const strikes = [strikeFor('high', NOW), strikeFor('low', NOW)];
    expect(activePoints(strikes, NOW)).toBe(5);
    expect(activePoints(strikes, NOW + 90 * DAY_MS)).toBe(4);
    expect(activePoints(strikes, NOW + 365 * DAY_MS)).toBe(0);
  });
  test('before deciding it is seen what will be', () => expect(strikeOutlook([strikeFor('high', NOW)], 'medium', NOW)).toEqual({ now: 4, brings: 2, then: 6, suggested: 'suspend-7' }));
  test.each([['suspend-7', 7], ['suspend-30', 30]] as const)('%s ends after %i days', (kind, days) => expect(sanctionUntil(kind, NOW)).toBe(NOW + days * DAY_MS));
  test('the end of a shop has none', () => expect(sanctionUntil('terminate', NOW)).toBeNull());

  test('a strike taken away counts at no moment, whatever else a shop has', () =>
    fc.assert(fc.property(fc.array(fc.constantFrom(...severities.options), { maxLength: 6 }), fc.constantFrom(...severities.options), fc.integer({ min: 0, max: 800 }), fc.integer({ min: 0, max: 800 }), (others, one, appealedAfter, lookedAfter) => {
      const kept = others.map((severity) => strikeFor(severity, NOW));
      const strike = strikeFor(one, NOW);
      const later = NOW + (appealedAfter + lookedAfter) * DAY_MS;
      expect(activePoints([...kept, strike, takenAway(strike, NOW + appealedAfter * DAY_MS)], later)).toBe(activePoints(kept, later));
    })));
  test('graver brings more, for longer', () => {
    const terms = severities.options.map((severity) => strikeTerms[severity]);
    expect(terms.every(({ points, days }, i) => i === 0 || (points > terms[i - 1]!.points && days > terms[i - 1]!.days))).toBe(true);
  });
});

describe('MOD-08 appeals', () => {
  const decision = { action: 'reject' as const, decidedAt: NOW, decidedBy: 'a', appealedAt: null };
  test('are open for at least six months, from any day on', () =>
    fc.assert(fc.property(fc.integer({ min: 0, max: 1_500 }), (day) => {
      const decided = new Date(NOW + day * DAY_MS);
      const half = Date.UTC(decided.getUTCFullYear(), decided.getUTCMonth() + 6, decided.getUTCDate());
      expect(checkAppeal({ ...decision, decidedAt: decided.getTime() }, half)).toBeNull();
    })));
  test.each([
    { name: 'too late', one: decision, at: appealUntil(NOW) + 1, rule: 'appeal-too-late' },
    { name: 'a second time', one: { ...decision, appealedAt: NOW }, at: NOW, rule: 'appealed-already' },
    { name: 'against being approved', one: { ...decision, action: 'approve' as const }, at: NOW, rule: 'nothing-to-appeal' },
  ])('not $name', ({ one, at, rule }) => expect(checkAppeal(one, at)).toMatchObject({ code: 'rule-broken', rule }));
  test('are decided by another person', () => {
    expect(checkAppealReviewer(decision, 'a')).toMatchObject({ code: 'forbidden', rule: 'appeal-by-another' });
    expect(checkAppealReviewer(decision, 'b')).toBeNull();
  });
});

describe('MOD-02 priority', () => {
  const facts: PriorityFacts = { reason: 'first-look', findings: [], timedOut: 0, reports: 0, reportsRight: 0, reportsDecided: 0, strikePoints: 0, valueAtRisk: 0 };
  test.each([
    { name: 'a first look of a shop nobody knows', given: {}, total: 10 },
    { name: 'the gravest finding counts', given: { findings: [{ severity: 'low' }, { severity: 'critical' }] }, total: 50 },
    { name: 'a first report counts half', given: { reason: 'report', reports: 1 }, total: 25 + 3 },
    { name: 'a reporter who was always right counts more', given: { reason: 'report', reports: 1, reportsRight: 8, reportsDecided: 8 }, total: 25 + 5 },
    { name: 'many reports have an end', given: { reason: 'report', reports: 1_000 }, total: 25 + 30 },
    { name: 'five figures at risk', given: { valueAtRisk: 12_000 }, total: 10 + 10 },
  ] as { name: string; given: Partial<PriorityFacts>; total: number }[])('$name: $total', ({ given, total }) => expect(priorityOf({ ...facts, ...given }).total).toBe(total));

  test('the lines add up to the total, each term has one, and more of anything never makes it less urgent', () => {
    const some = fc.record({
      reason: fc.constantFrom(...caseReason.options), findings: fc.array(fc.record({ severity: fc.constantFrom(...severities.options, 'hint' as const) }), { maxLength: 5 }), timedOut: fc.nat(5),
      reports: fc.nat(50), reportsRight: fc.nat(20), reportsDecided: fc.nat(20), strikePoints: fc.nat(30), valueAtRisk: fc.nat(10_000_000),
    }).map((one) => ({ ...one, reportsDecided: one.reportsDecided + one.reportsRight }));
    fc.assert(fc.property(some, fc.constantFrom('timedOut', 'reports', 'strikePoints', 'valueAtRisk' as const), (one, more) => {
      const { total, lines } = priorityOf(one);
      expect(lines.map(({ term }) => term)).toEqual(priorityTerms);
      expect(lines.reduce((sum, { points }) => sum + points, 0)).toBe(total);
      expect(priorityOf({ ...one, [more]: one[more as 'reports'] + 1 }).total).toBeGreaterThanOrEqual(total);
    }));
  });
});

describe('MOD-06 the statement of reasons', () => {
  const facts = (given: Partial<StatementFacts> = {}): StatementFacts => ({
    reasons: { policy: 'contact', severity: 'low', facts: 'Le numéro 06 12 34 56 78 est dans la description.', ground: { kind: 'terms', reference: '4.2' }, automatedDetection: true },
    action: 'reject', sanction: 'suspend-7', sanctionUntil: NOW + 7 * DAY_MS, titles: { fr: 'Lampe', en: 'Lamp', ar: 'مصباح' }, appealUntil: appealUntil(NOW), ...given,
  });

  test('says all that the regulation asks for, in French', () => {
    const made = statementOf(facts());
    expect(made.ok && made.value.fr).toBe(
      'Votre annonce « Lampe » est refusée. Règle concernée : Coordonnées et liens hors de la place de marché (gravité légère).\n\n' +
      'Ce que nous avons constaté : Le numéro 06 12 34 56 78 est dans la description.\n\n' +
      'Fondement contractuel : conditions de vente, article 4.2.\n\n' +
      'Moyens employés : le fait a été signalé par une règle automatique ; la décision a été prise par une personne.\n\n' +
      'Votre boutique ne peut plus soumettre ni publier d’annonces jusqu’au 29 novembre 2026.\n\n' +
      'Pour y remédier : contestez la décision, ou proposez une annonce conforme.\n\n' +
      'Vous pouvez contester cette décision gratuitement jusqu’au 25 mai 2027 ; une autre personne l’examinera. Vous pouvez aussi vous adresser à un organe de règlement extrajudiciaire ou au tribunal.',
    );
  });

  test('a template with a place nothing is given for is refused by its name', () => {
    expect(fillTemplate('Bonjour {vendor}, voir {picture}.', { vendor: 'Salma' })).toEqual({ ok: false, error: { code: 'rule-broken', field: 'statement', rule: 'unresolved-placeholder', details: { placeholder: 'picture' } } });
    expect(fillTemplate('Bonjour {vendor}.', { vendor: '  ' })).toMatchObject({ ok: false });
    expect(fillTemplate('Bonjour {constructor}.', {})).toMatchObject({ ok: false });
  });
  test('so is a place left open in what the moderator typed, and what they typed is never a template', () => {
    expect(statementOf(facts({ reasons: { ...facts().reasons, facts: 'Voir la photo {numéro}.' } }))).toMatchObject({ ok: false, error: { field: 'facts', rule: 'unresolved-placeholder', details: { placeholder: 'numéro' } } });
    expect(fillTemplate('{facts}', { facts: '{until}' })).toEqual({ ok: true, value: '{until}' });
  });

  test('every policy, action and sanction gives whole texts in three languages', () => {
    for (const policy of policyId.options) for (const action of ['ask-changes', 'reject', 'suspend'] as const) for (const sanction of ['none', 'warning', 'suspend-30', 'terminate'] as const) {
      const made = statementOf(facts({ reasons: { ...facts().reasons, policy }, action, sanction, sanctionUntil: sanctionUntil(sanction, NOW) }));
      expect(made.ok).toBe(true);
      if (made.ok) for (const text of Object.values(made.value)) expect(text).not.toMatch(/[{}]|undefined/u);
    }
  });
  test('each policy has a key of its own', () => {
    expect(policies.map(({ id }) => id as PolicyId).sort()).toEqual([...policyId.options].sort());
    expect(policies.map(({ digit }) => policyOfDigit(digit)?.id)).toEqual(policies.map(({ id }) => id));
  });
});
