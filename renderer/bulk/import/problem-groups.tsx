import { useTranslation } from 'react-i18next';
import { Button as Plain } from 'react-aria-components';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import type { ProblemGroup } from '#shared/bulk/fix-model.ts';
import styles from './problems.module.css';

type Props = { groups: readonly ProblemGroup[]; chosen: ProblemGroup | null; onChoose: (group: ProblemGroup | null) => void };

/** What tells two kinds of problem apart. */
export const groupKey = ({ rule, column, severity }: ProblemGroup): string => JSON.stringify([rule, column, severity]);

/** The kinds of problem of a file, counted by rule and column: those that stop a row before those to look at. */
export function ProblemGroups({ groups, chosen, onChoose }: Props) {
  const { t } = useTranslation('import');
  const locale = useLocale();
  const explain = useExplain();
  const kinds = [
    { id: 'error', label: t('problems.errors'), of: groups.filter(({ severity }) => severity === 'error') },
    { id: 'warning', label: t('problems.warnings'), of: groups.filter(({ severity }) => severity === 'warning') },
  ].filter(({ of }) => of.length > 0);
  return (
    <nav className={styles.groups} aria-label={t('problems.groups')}>
      <Kind isChosen={chosen === null} label={t('problems.all')} count={formatNumber(groups.reduce((sum, { count }) => sum + count, 0), locale)} onPress={() => onChoose(null)} />
      {kinds.map(({ id, label, of }) => (
        <div key={id} role="group" aria-label={label}>
          <p className={styles.kind} aria-hidden>{label}</p>
          {of.map((group) => (
            <Kind
              key={groupKey(group)} isChosen={group === chosen} isBad={id === 'error'} label={group.column ?? t('problems.row')} note={titleOf(explain, group)} count={formatNumber(group.count, locale)}
              onPress={() => onChoose(group)}
            />
          ))}
        </div>
      ))}
    </nav>
  );
}

/** A kind of problem has no figures of its own: its sentence is said with an ellipsis in their place. */
const titleOf = (explain: ReturnType<typeof useExplain>, { rule }: ProblemGroup): string => explain({ code: 'rule-broken', rule }).what.replace(/\{\{[^}]*\}\}/g, '…').replace(/…\.$/, '…');

type KindProps = { label: string; note?: string; count: string; isChosen: boolean; isBad?: boolean; onPress: () => void };

function Kind({ label, note, count, isChosen, isBad = false, onPress }: KindProps) {
  return (
    <Plain className={styles.group!} aria-current={isChosen ? 'true' : undefined} onPress={onPress}>
      <span className={styles.groupName}><bdi>{label}</bdi></span>
      <span className={`num ${styles.count}`} data-bad={isBad || undefined}>{count}</span>
      {note !== undefined && <span className={styles.groupNote}>{note}</span>}
    </Plain>
  );
}
