import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { directionOf, languageNames, useLocale } from '#renderer/lib/i18n.ts';
import { TabPanel, Tabs } from '#renderer/ui/index.ts';
import { locales, type Locale } from '#shared/auth/model.ts';
import { emailText, neededText, optionalText, phoneText, webAddressText } from './read-field.ts';
import { ShopField } from './shop-field.tsx';
import { useShopPage } from './shop-context.ts';
import { useShopField } from './use-shop-field.ts';
import styles from './shop.module.css';

const orNothing = (value: string | null): string => value ?? '';

/** Who the shop is: name, how it is reached, and what it says of itself in each language. */
export function ProfileSection() {
  const { t } = useTranslation('shop');
  const locale = useLocale();
  const { shop } = useShopPage().detail;
  const [language, setLanguage] = useState<Locale>(locale);
  const name = useShopField<string>({ path: 'name', value: shop.name, write: (text) => text, read: neededText(t, 120), label: t('profile.name') });
  const city = useShopField<string>({ path: 'city', value: shop.city, write: (text) => text, read: neededText(t, 120), label: t('profile.city') });
  const email = useShopField<string | null>({ path: 'email', value: shop.email ?? null, write: orNothing, read: emailText(t), label: t('profile.email') });
  const phone = useShopField<string | null>({ path: 'phone', value: shop.phone ?? null, write: orNothing, read: phoneText(t), label: t('profile.phone') });
  const web = useShopField<string | null>({ path: 'webAddress', value: shop.webAddress ?? null, write: orNothing, read: webAddressText(t), label: t('profile.webAddress') });
  const address = useShopField<string | null>({ path: 'address', value: shop.address ?? null, write: orNothing, read: optionalText(t, 500), label: t('profile.address') });
  return (
    <>
      <div className={styles.two}>
        <ShopField field={name} />
        <ShopField field={city} />
        <ShopField field={email} dir="ltr" inputMode="email" />
        <ShopField field={phone} dir="ltr" inputMode="tel" />
        <ShopField field={web} dir="ltr" inputMode="url" className={styles.wide} description={t('profile.webAddressHint')} />
        <ShopField field={address} multiline rows={2} className={styles.wide} />
      </div>
      <div>
        <Tabs label={t('profile.about')} items={locales.map((id) => ({ id, label: languageNames[id] }))} selected={language} onSelect={(id) => setLanguage(locales.find((one) => one === id) ?? 'fr')}>
          {locales.map((id) => (
            <TabPanel key={id} id={id} className={styles.tabPanel!}>
              <About language={id} />
            </TabPanel>
          ))}
        </Tabs>
      </div>
      <dl className={styles.facts}>
        <dt>{t('profile.handle')}</dt>
        <dd><bdi dir="ltr">{shop.handle}</bdi></dd>
        <dt>{t('profile.country')}</dt>
        <dd>{new Intl.DisplayNames(locale, { type: 'region' }).of(shop.country) ?? shop.country}</dd>
        <dt>{t('profile.currency')}</dt>
        <dd><bdi dir="ltr">{shop.currency}</bdi></dd>
      </dl>
    </>
  );
}

function About({ language }: { language: Locale }) {
  const { t } = useTranslation('shop');
  const { shop } = useShopPage().detail;
  const about = useShopField<string | null>({
    path: `about/${language}`, value: shop.about?.[language] ?? null, write: orNothing, read: optionalText(t, 5_000), label: `${t('profile.about')} · ${languageNames[language]}`,
  });
  return <ShopField field={about} multiline lang={language} dir={directionOf(language)} description={t('profile.aboutHint')} />;
}
