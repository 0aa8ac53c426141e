import { useTranslation } from 'react-i18next';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { Button, TextField } from '#renderer/ui/index.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { usualPatterns } from '#shared/media/file-names.ts';
import styles from './tray.module.css';

type Props = { value: string; error: AppError | null; onChange: (pattern: string) => void };

/** How names of files say which product they are of; left empty, the usual ways are tried. What it comes to is seen in the list at once. */
export function NamePattern({ value, error, onChange }: Props) {
  const { t } = useTranslation('media');
  const words = useExplain();
  const fault = error !== null && error.rule?.startsWith('name-pattern-') ? `${words(error).what} ${words(error).wayOut}` : null;
  return (
    <div className={styles.pattern}>
      <TextField
        label={t('pattern.label')} value={value} onChange={onChange} ltr placeholder={usualPatterns.slice(0, 4).join('   ')} error={fault} className={styles.patternField}
        description={value.trim() === '' ? t('pattern.usual') : t('pattern.about', { sku: '{sku}', n: '{n}', any: '{*}' })}
      />
      <div className={styles.patternParts} role="group" aria-label={t('pattern.parts')}>
        {(['{sku}', '{n}', '{*}'] as const).map((part) => <Button key={part} size="sm" variant="quiet" aria-label={t(`pattern.part.${part === '{sku}' ? 'sku' : part === '{n}' ? 'n' : 'any'}`)} onPress={() => onChange(value + part)}><bdi dir="ltr">{part}</bdi></Button>)}
        {value !== '' && <Button size="sm" variant="quiet" onPress={() => onChange('')}>{t('pattern.clear')}</Button>}
      </div>
    </div>
  );
}
