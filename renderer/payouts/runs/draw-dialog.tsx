import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { MoneyField, Select, TextField } from '#renderer/ui/index.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import { FinanceDialog } from './finance-dialog.tsx';
import { dayHere, endOfDay } from './moments.tsx';
import styles from './finance.module.css';

/** Draws up a run: of which currency, of what was available until the end of which day, and from which amount on. */
export function DrawDialog({ onClose, onDrawn }: { onClose: () => void; onDrawn: (id: string) => void }) {
  const { t } = useTranslation('finance');
  const settings = useAsk('payouts.settings', {});
  const currencies = Object.entries(settings.data?.settings.currencies ?? {});
  const [chosen, setChosen] = useState<string | null>(null);
  const [day, setDay] = useState(() => dayHere(Date.now()));
  const [minimum, setMinimum] = useState<Minor | null>(null);
  const [isReadable, setReadable] = useState(true);
  const currency = (chosen ?? currencies[0]?.[0] ?? null) as Currency | null;
  const usual = currencies.find(([code]) => code === currency)?.[1]?.minimum ?? null;
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(day);
  const run = currency === null || !isDay || !isReadable ? null : async () => {
    const made = await ask('payouts.makeRun', { body: { currency, cutoff: Math.min(endOfDay(day), Date.now()), minimum: minimum ?? usual } });
    if (!made.ok) return made.error;
    onDrawn(made.value.id);
    return null;
  };
  return (
    <FinanceDialog title={t('draw.title')} confirm={t('draw.do')} run={run} onClose={onClose}>
      <p className={styles.note}>{t('draw.text')}</p>
      <Select label={t('draw.currency')} value={currency} onChange={(code) => { setChosen(code); setMinimum(null); }} items={currencies.map(([code]) => ({ id: code, label: code }))} />
      <TextField type="date" ltr label={t('draw.until')} value={day} onChange={setDay} description={t('draw.untilNote')} />
      {currency !== null && <MoneyField key={currency} label={t('draw.minimum')} value={minimum ?? usual} currency={currency} onChange={setMinimum} onReadable={setReadable} description={t('draw.minimumNote')} />}
    </FinanceDialog>
  );
}
