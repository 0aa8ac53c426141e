import { useTranslation } from 'react-i18next';
import { languageNames } from '#renderer/lib/i18n.ts';
import { Segmented, Select } from '#renderer/ui/index.ts';
import { locales } from '#shared/auth/model.ts';
import { rowCommands } from '#shared/bulk/cells/read-words.ts';
import type { DraftChoice } from '#shared/bulk/draft-model.ts';
import styles from './reading.module.css';

type Props = { choice: DraftChoice; isDisabled: boolean; onChange: (choice: Partial<DraftChoice>) => void };

const blanks = ['keep', 'clear'] as const;

/** What is chosen for all rows of a file: what they ask for, what an empty cell means, in which language its texts are. */
export function ChoiceBar({ choice, isDisabled, onChange }: Props) {
  const { t } = useTranslation('import');
  return (
    <section className={styles.whole} aria-label={t('choice.label')}>
      <div className={styles.command}><Select label={t('choice.command')} isDisabled={isDisabled} items={rowCommands.map((id) => ({ id, label: t(`command.${id}`), note: id }))} value={choice.command} onChange={(command) => onChange({ command })} /></div>
      <div className={styles.language}><Select label={t('choice.locale')} isDisabled={isDisabled} items={locales.map((id) => ({ id, label: languageNames[id] }))} value={choice.locale} onChange={(locale) => onChange({ locale })} /></div>
      <Segmented label={t('choice.blank')} items={blanks.map((id) => ({ id, label: t(`blank.${id}`) }))} value={choice.blank} onChange={(blank) => onChange({ blank })} />
    </section>
  );
}
