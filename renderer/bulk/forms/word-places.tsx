import { useTranslation } from 'react-i18next';
import { languageNames } from '#renderer/lib/i18n.ts';
import { Checkbox } from '#renderer/ui/index.ts';
import { locales, type Locale } from '#shared/auth/model.ts';
import { wordField, type WordField } from '#shared/bulk/model.ts';
import styles from '../bulk.module.css';

type Props = { fields: readonly WordField[]; locales: readonly Locale[]; onChange: (places: { fields: WordField[]; locales: Locale[] }) => void };

/** Where words are changed: in which fields, of texts in which languages. */
export function WordPlaces({ fields, locales: chosen, onChange }: Props) {
  const { t } = useTranslation('bulk');
  const inTexts = fields.includes('title') || fields.includes('description');
  return (
    <>
      <div className={styles.ticks} role="group" aria-label={t('words.fields')}>
        {wordField.options.map((field) => (
          <Checkbox key={field} isSelected={fields.includes(field)} onChange={(on) => onChange({ fields: wordField.options.filter((one) => (one === field ? on : fields.includes(one))), locales: [...chosen] })}>
            {t(`words.${field}`)}
          </Checkbox>
        ))}
      </div>
      {inTexts && (
        <div className={styles.ticks} role="group" aria-label={t('words.locales')}>
          {locales.map((locale) => (
            <Checkbox key={locale} isSelected={chosen.includes(locale)} onChange={(on) => onChange({ fields: [...fields], locales: locales.filter((one) => (one === locale ? on : chosen.includes(one))) })}>
              {languageNames[locale]}
            </Checkbox>
          ))}
        </div>
      )}
    </>
  );
}
