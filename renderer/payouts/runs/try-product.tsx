import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoney } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { ComboBox, ErrorState } from '#renderer/ui/index.ts';
import type { ProductId } from '#shared/catalog/model.ts';
import { useRuleWords } from './use-rule-words.ts';
import styles from './finance.module.css';

/** Type a product: which rules fit it, which one holds and why, and what a piece leads to. */
export function TryProduct() {
  const { t } = useTranslation('finance');
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <section className={styles.section} aria-labelledby="try-head">
      <h2 id="try-head">{t('try.title')}</h2>
      <ProductChoice value={chosen} onChange={setChosen} label={t('try.product')} />
      {chosen !== null && <Answer key={chosen} id={chosen as ProductId} />}
    </section>
  );
}

/** A product of the marketplace, found by its words or codes. */
export function ProductChoice({ value, onChange, label }: { value: string | null; onChange: (id: string | null) => void; label: string }) {
  const locale = useLocale();
  const [text, setText] = useState('');
  const asked = useDeferredValue(text.trim());
  const { data } = useAsk('catalog.find', { text: asked, locale, limit: 12 }, { enabled: asked !== '' });
  const rows = asked === '' ? [] : (data?.rows ?? []);
  return (
    <ComboBox
      label={label} filtered value={value} inputValue={text} className={styles.wide}
      onInputChange={setText}
      onChange={(id) => {
        const row = rows.find((one) => one.id === id);
        if (row) setText(row.title === '' ? row.sku : row.title);
        onChange(id);
      }}
      items={rows.map(({ id, title, sku }) => ({ id: id as string, label: title === '' ? sku : title, note: sku }))}
    />
  );
}

function Answer({ id }: { id: ProductId }) {
  const { t } = useTranslation('finance');
  const locale = useLocale();
  const words = useRuleWords();
  const { data, error, refresh } = useAsk('payouts.commissionOfProduct', { params: { id } });
  if (error) return <ErrorState size="line" error={error} onRetry={refresh} />;
  if (!data) return null;
  const { fits, commission, currency, price } = data;
  return (
    <div className={styles.answer} role="status">
      <p>{t('try.leads', { price: formatMoney(price, currency, locale), amount: formatMoney(commission.amount, currency, locale), value: words.value(commission.value), rule: commission.ruleName ?? t('rules.default') })}</p>
      {fits.length === 0 ? <p className={styles.note}>{t('try.none')}</p> : (
        <ol className={styles.steps}>
          {fits.map((rule, at) => <li key={rule.id} data-out={at > 0 || undefined}><b><bdi>{rule.name}</bdi></b> · {words.scope(rule)} · {words.value(rule.value)} <span className={styles.quiet}>{t(at === 0 ? 'try.holds' : 'try.less')}</span></li>)}
          <li data-out>{t('rules.default')} · {words.usual}</li>
        </ol>
      )}
    </div>
  );
}
