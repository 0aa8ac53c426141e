import { useTranslation } from 'react-i18next';
import { LiveField } from '#renderer/catalog/components/product/live-field.tsx';
import { useField } from '#renderer/catalog/components/product/use-field.ts';
import { directionOf, languageNames } from '#renderer/lib/i18n.ts';
import { locales, type Locale } from '#shared/auth/model.ts';
import { err, ok } from '#shared/kernel/result.ts';
import type { Placed } from './picture-order.ts';
import styles from './pictures.module.css';

const LONGEST = 300;

/** What people who do not see a picture are told, in each language; the missing ones say so. */
export function AltTexts({ placed: [id, image], nth }: { placed: Placed; nth: number }) {
  return (
    <div className={styles.alts}>
      {locales.map((language) => <AltText key={language} id={id} language={language} value={image.alt[language] ?? ''} nth={nth} />)}
    </div>
  );
}

function AltText({ id, language, value, nth }: { id: string; language: Locale; value: string; nth: number }) {
  const { t } = useTranslation(['media', 'catalog']);
  const path = `images/${id}/alt/${language}`;
  const name = languageNames[language];
  const field = useField<string>({
    path, value, write: (text) => text,
    read: (text) => (text.length <= LONGEST ? ok(text) : err(t('catalog:input.tooLong', { count: LONGEST, found: text.length }))),
    intent: 'edit-text', label: t('alt.of', { n: nth, language: name }), said: t('alt.saved', { language: name }),
    ops: (base, next) => [{ op: 'set', path, base: base === '' ? null : base, value: next === '' ? null : next }],
  });
  return <LiveField field={field} lang={language} dir={directionOf(language)} description={field.text.trim() === '' ? t('alt.missing') : undefined} />;
}
