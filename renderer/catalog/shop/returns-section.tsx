import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { directionOf, languageNames, useLocale } from '#renderer/lib/i18n.ts';
import { Segmented, TabPanel, Tabs } from '#renderer/ui/index.ts';
import { locales, type Locale } from '#shared/auth/model.ts';
import { returnPayer } from '#shared/catalog/shop-model.ts';
import { optionalNumber, optionalText } from './read-field.ts';
import { ShopConflict } from './shop-conflict.tsx';
import { setTo, useSaveOrSay, useShopPage } from './shop-context.ts';
import { ShopField } from './shop-field.tsx';
import { ShopMark } from './shop-mark.tsx';
import { useShopField } from './use-shop-field.ts';
import styles from './shop.module.css';

/** How goods come back: in how many days, at whose cost, on what conditions in each language. Buyers read it on every page that sends something. */
export function ReturnsSection() {
  const { t } = useTranslation('shop');
  const locale = useLocale();
  const { detail } = useShopPage();
  const [language, setLanguage] = useState<Locale>(locale);
  const { returnDays = null } = detail.shop;
  const days = useShopField<number | null>({ path: 'returnDays', value: returnDays, write: (value) => (value === null ? '' : String(value)), read: optionalNumber(t, 0, 365), label: t('returns.days') });
  return (
    <>
      <p className={styles.hint}>{t(returnDays === null ? 'returns.unsaid' : returnDays === 0 ? 'returns.never' : 'returns.hint')}</p>
      <div className={styles.two}>
        <ShopField field={days} figures inputMode="numeric" unit={t('returns.unit')} description={t('returns.daysHint')} />
        {returnDays !== null && returnDays > 0 && <Payer />}
      </div>
      <Tabs label={t('returns.terms')} items={locales.map((id) => ({ id, label: languageNames[id] }))} selected={language} onSelect={(id) => setLanguage(locales.find((one) => one === id) ?? 'fr')}>
        {locales.map((id) => (
          <TabPanel key={id} id={id} className={styles.tabPanel!}>
            <Terms language={id} />
          </TabPanel>
        ))}
      </Tabs>
    </>
  );
}

/** One of two, and neither until the shop has said. */
function Payer() {
  const { t } = useTranslation('shop');
  const { detail } = useShopPage();
  const save = useSaveOrSay();
  const { returnPaidBy = null } = detail.shop;
  return (
    <div data-field="returnPaidBy">
      <Segmented
        label={t('returns.paidBy')} items={returnPayer.options.map((id) => ({ id, label: t(`returns.payer.${id}`) }))} value={returnPaidBy} isReadOnly={!detail.editable}
        onChange={(chosen) => void save([setTo('returnPaidBy', returnPaidBy, chosen)], t('saved', { name: t('returns.paidBy') }))}
      />
      <ShopMark mark={detail.marks['returnPaidBy']} />
      <ShopConflict path="returnPaidBy" />
    </div>
  );
}

function Terms({ language }: { language: Locale }) {
  const { t } = useTranslation('shop');
  const { shop } = useShopPage().detail;
  const terms = useShopField<string | null>({
    path: `returnTerms/${language}`, value: shop.returnTerms?.[language] ?? null, write: (text) => text ?? '', read: optionalText(t, 2_000), label: `${t('returns.terms')} · ${languageNames[language]}`,
  });
  return <ShopField field={terms} multiline rows={3} lang={language} dir={directionOf(language)} description={t('returns.termsHint')} />;
}
