import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber, formatPercent } from '#renderer/lib/format.ts';
import { directionOf, languageNames, useLocale } from '#renderer/lib/i18n.ts';
import { TabPanel, Tabs } from '#renderer/ui/index.ts';
import { locales, type Locale } from '#shared/auth/model.ts';
import { completeness } from '#shared/catalog/completeness.ts';
import type { Json } from '#shared/kernel/json.ts';
import { err, ok } from '#shared/kernel/result.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import { LiveField } from './live-field.tsx';
import type { Reveal } from '../../use-reveal.ts';
import { useProductPage } from './product-context.ts';
import { useField } from './use-field.ts';
import styles from './product.module.css';

const LONGEST = { title: 200, description: 20_000 } as const;

/** The language of the text that is led to. */
const languageOf = (reveal: Reveal | null): Locale | undefined => locales.find((one) => reveal?.path.startsWith(`texts/${one}`));

/** What buyers read, in each language, in the direction of that language. */
export function TextsSection({ reveal }: { reveal: Reveal | null }) {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const { detail } = useProductPage();
  const [language, setLanguage] = useState<Locale>(languageOf(reveal) ?? locale);
  const [led, setLed] = useState(reveal);
  if (led !== reveal) {
    setLed(reveal);
    setLanguage(languageOf(reveal) ?? language);
  }
  return (
    <section className={styles.section} aria-labelledby="texts-head">
      <h2 id="texts-head">{t('product.texts')}</h2>
      <Tabs
        label={t('product.languages')}
        items={locales.map((one) => ({ id: one, label: languageNames[one], count: formatPercent(completeness(detail.product, one, 'shop', detail.category?.attributes?.required).percent / 100, locale) }))}
        selected={language}
        onSelect={(id) => setLanguage(locales.find((one) => one === id) ?? 'fr')}
      >
        {locales.map((one) => (
          <TabPanel key={one} id={one} className={styles.tabPanel!}>
            <LanguageTexts language={one} />
          </TabPanel>
        ))}
      </Tabs>
    </section>
  );
}

function LanguageTexts({ language }: { language: Locale }) {
  const { t } = useTranslation('catalog');
  const { detail } = useProductPage();
  const texts = detail.product.texts[language];
  const name = languageNames[language];
  // A language that has no text yet begins whole: a title without a description beside it is no record.
  const begin = (part: 'title' | 'description') => (base: string, value: string): readonly FieldOp[] =>
    texts === undefined
      ? [{ op: 'set', path: `texts/${language}`, base: null, value: { title: '', description: '', [part]: value } as Json }]
      : [{ op: 'set', path: `texts/${language}/${part}`, base, value }];
  const limited = (most: number) => (text: string) => (text.length <= most ? ok(text) : err(t('input.tooLong', { count: most, found: text.length })));
  const title = useField({ path: `texts/${language}/title`, value: texts?.title ?? '', write: (text) => text, read: limited(LONGEST.title), intent: 'edit-title', label: t('field.title'), said: t('edit.saved', { name: `${t('field.title')} · ${name}` }), ops: begin('title') });
  const description = useField({ path: `texts/${language}/description`, value: texts?.description ?? '', write: (text) => text, read: limited(LONGEST.description), intent: 'edit-text', label: t('field.description'), said: t('edit.saved', { name: `${t('field.description')} · ${name}` }), ops: begin('description') });
  const dir = directionOf(language);
  return (
    <div className={styles.fields}>
      <LiveField field={title} lang={language} dir={dir} note={<Counter length={title.text.length} most={LONGEST.title} good={70} />} />
      <LiveField field={description} lang={language} dir={dir} multiline rows={6} note={<Counter length={description.text.length} most={LONGEST.description} />} />
    </div>
  );
}

/** How long a text is; from where it is cut in results, and from where it is refused. */
function Counter({ length, most, good }: { length: number; most: number; good?: number }) {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  return (
    <span className={`num ${styles.counter}`} data-over={(good !== undefined && length > good) || undefined}>
      {good !== undefined && length > good ? t('input.longFor', { count: length, good: formatNumber(good, locale) }) : t('input.length', { count: length, most: formatNumber(most, locale) })}
    </span>
  );
}
