import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { ask } from '#renderer/lib/client.ts';
import { Button } from '#renderer/ui/index.ts';
import type { DraftColumn } from '#shared/bulk/draft-model.ts';
import type { PlacedProblem, ProblemGroup } from '#shared/bulk/fix-model.ts';
import { LONGEST_SHOWN } from '#shared/bulk/problem.ts';
import { ChooseCategory, needsCategory } from './choose-category.tsx';
import type { Fixes } from './use-fixes.ts';
import styles from './problems.module.css';

type Props = {
  plan: string;
  problem: PlacedProblem;
  columns: readonly DraftColumn[];
  ofGroup: ProblemGroup | null;
  fixes: Fixes;
  isLocked: boolean;
  /** Called when a correction went out, before the list changes. */
  onFix: () => void;
};

/** One problem: where, what, why and the way out; and a field to put in what should stand there, here or everywhere. */
export function ProblemRow({ plan, problem, columns, ofGroup, fixes, isLocked, onFix }: Props) {
  const { t } = useTranslation('import');
  const locale = useLocale();
  const explain = useExplain();
  const { line, place, value, rule, suggestion, details, severity } = problem;
  const column = problem.column ?? (place === null ? null : (columns[place]?.header ?? null));
  // Longer ones are cut where they are told; the cell itself is fetched when somebody goes to it.
  const isCut = value.length >= LONGEST_SHOWN;
  const [typed, setTyped] = useState<string | null>(isCut ? null : value);
  const { what, wayOut } = explain({ code: 'rule-broken', rule, ...(details === undefined ? {} : { details }) });
  const canMend = place !== null && !isLocked;

  const put = async (to: string) => {
    if (place === null) return;
    onFix();
    await fixes.fix({ what: 'cells', cells: [{ line, column: place, value: to }] });
  };
  const putEverywhere = async (to: string) => {
    if (place === null) return;
    onFix();
    await fixes.fix({ what: 'alike', column: place, from: [value], to });
  };
  const fetchWhole = async () => {
    if (typed !== null) return;
    const row = await ask('bulk.importCells', { plan, line });
    if (row.ok) setTyped(row.value.cells.find((cell) => cell.column === place)?.value ?? value);
  };
  const isMended = typed !== null && typed !== value;
  return (
    <tr data-severity={severity}>
      <th scope="row" className="num">{formatNumber(line, locale)}</th>
      <td className={styles.where}>{column === null ? <span className={styles.soft}>{t('problems.row')}</span> : <bdi>{column}</bdi>}</td>
      <td className={styles.why}>
        {place === null && value !== '' && <p><bdi className={styles.value}>{value}</bdi></p>}
        <p>{what}</p>
        <p className={styles.soft}>{wayOut}</p>
      </td>
      <td className={styles.mend}>
        {canMend && (
          <>
            <input
              className={styles.field} dir="auto" spellCheck={false} value={typed ?? value} placeholder={t('problems.empty')} readOnly={typed === null}
              aria-label={t('problems.mendOf', { column: column ?? '', line: formatNumber(line, locale) })} aria-invalid={severity === 'error' && !isMended}
              onFocus={() => void fetchWhole()} onChange={(event) => setTyped(event.target.value)}
              onKeyDown={(event) => {
                if (event.nativeEvent.isComposing) return;
                if (event.key === 'Enter' && isMended) {
                  event.preventDefault();
                  void (event.ctrlKey || event.metaKey ? putEverywhere(typed) : put(typed));
                } else if (event.key === 'Escape' && isMended) {
                  event.stopPropagation();
                  setTyped(value);
                }
              }}
            />
            <div className={styles.acts}>
              {needsCategory(rule) && !isMended && <ChooseCategory isDisabled={fixes.isAsked} onChoose={setTyped} />}
              {isMended && <Button size="sm" variant="go" isDisabled={fixes.isAsked} onPress={() => void put(typed)}>{t('problems.put')}</Button>}
              {isMended && !isCut && value !== '' && (ofGroup?.count ?? 0) > 1 && <Button size="sm" isDisabled={fixes.isAsked} onPress={() => void putEverywhere(typed)}>{t('problems.putAlike')}</Button>}
              {!isMended && suggestion !== null && <Button size="sm" isDisabled={fixes.isAsked} onPress={() => void put(suggestion)}>{t('problems.take', { value: suggestion })}</Button>}
              {!isMended && suggestion !== null && ofGroup !== null && ofGroup.suggested > 1 && (
                <Button size="sm" variant="quiet" isDisabled={fixes.isAsked} onPress={() => { onFix(); void fixes.fix({ what: 'suggestions', rule, column: place }); }}>{t('problems.takeAll', { count: ofGroup.suggested })}</Button>
              )}
            </div>
          </>
        )}
      </td>
    </tr>
  );
}
