import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '#renderer/lib/format.ts';
import { fetchWords, languageNames, useLocale } from '#renderer/lib/i18n.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Segmented, TabPanel, Tabs } from '#renderer/ui/index.ts';
import { locales, type Locale } from '#shared/auth/model.ts';
import { cardOf } from '#shared/catalog/channels/card.ts';
import type { ChannelContext } from '#shared/catalog/channels/finding.ts';
import { googleFindings } from '#shared/catalog/channels/google.ts';
import { jsonLdFindings } from '#shared/catalog/channels/json-ld.ts';
import { pageOf } from '#shared/catalog/channels/page.ts';
import { liveProduct } from '#shared/catalog/review.ts';
import { todayHere } from '../../shop/closing.ts';
import type { ProductDetail } from '../../use-product.ts';
import { CardPreview } from './card-preview.tsx';
import { Findings } from './findings.tsx';
import { GooglePreview } from './google-preview.tsx';
import { JsonPreview } from './json-preview.tsx';
import { PagePreview } from './page-preview.tsx';
import styles from './previews.module.css';

const channels = ['card', 'page', 'google', 'jsonLd'] as const;
type ChannelTab = (typeof channels)[number];

/** The listing as each channel shows it, in the buyer's language; while an edit waits for a moderator, as it is live and as it is proposed. */
export function Previews({ detail }: { detail: ProductDetail }) {
  const { t, i18n } = useTranslation('listing');
  const locale = useLocale();
  const [tab, setTab] = useState<ChannelTab>('card');
  const [asked, setLanguage] = useState<Locale>(locale);
  const [version, setVersion] = useState<'live' | 'proposed'>('proposed');
  const fetched = useFetched(asked);
  const today = todayHere(useNow(60_000));
  // Until the words of another language are here, the page stays in the one before.
  const language = fetched ? asked : locale;
  const say = useMemo(() => i18n.getFixedT(language, 'listing'), [i18n, language]);
  const waits = Object.keys(detail.product.review?.live ?? {}).length > 0;
  const product = useMemo(() => (waits && version === 'live' ? liveProduct(detail.product) : detail.product), [detail.product, waits, version]);
  const context = useMemo<ChannelContext>(() => ({ shop: detail.shop, category: detail.category, locale: language, today }), [detail.shop, detail.category, language, today]);
  const [card, page] = useMemo(() => [cardOf(product, context), pageOf(product, context)], [product, context]);
  const findings = useMemo(() => ({ card: card.findings, page: page.findings, google: googleFindings(product, context), jsonLd: jsonLdFindings(product, context) }), [card, page, product, context]);
  const count = (channel: ChannelTab): string | undefined => (findings[channel].length === 0 ? undefined : formatNumber(findings[channel].length, locale));
  return (
    <div className={styles.previews}>
      <div className={styles.tools}>
        <Segmented label={t('preview.language')} items={locales.map((id) => ({ id, label: languageNames[id] }))} value={asked} onChange={setLanguage} />
        {waits && <Segmented label={t('preview.version')} items={(['live', 'proposed'] as const).map((id) => ({ id, label: t(`preview.${id}`) }))} value={version} onChange={setVersion} />}
      </div>
      <Tabs
        label={t('preview.channels')} selected={tab} onSelect={(id) => setTab(channels.find((one) => one === id) ?? 'card')}
        items={channels.map((id) => ({ id, label: t(`preview.${id}`), count: count(id), tone: findings[id].some(({ severity }) => severity === 'error') ? 'warn' as const : undefined }))}
      >
        {channels.map((id) => (
          <TabPanel key={id} id={id} className={styles.panel!}>
            {id === 'card' && <CardPreview card={card} shopId={detail.shop.id} currency={product.currency} language={language} say={say} />}
            {id === 'page' && <PagePreview page={page} shop={detail.shop} currency={product.currency} language={language} say={say} />}
            {id === 'google' && <GooglePreview product={product} context={context} />}
            {id === 'jsonLd' && <JsonPreview product={product} context={context} />}
            <Findings productId={product.id} shopId={detail.shop.id} findings={findings[id]} />
          </TabPanel>
        ))}
      </Tabs>
    </div>
  );
}

/** Whether the words of a language are here; asks for them when they are not. */
function useFetched(language: Locale): boolean {
  const [here, setHere] = useState<Locale | null>(null);
  useEffect(() => {
    let current = true;
    void fetchWords(language).then(() => {
      if (current) setHere(language);
    });
    return () => {
      current = false;
    };
  }, [language]);
  return here === language;
}
