import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { ComboBox } from '#renderer/ui/index.ts';
import type { ShopId } from '#shared/auth/model.ts';
import { variantId } from '#shared/catalog/model.ts';
import type { ChosenTarget } from './targets.ts';

/** Finds the listing a picture belongs to: by a few letters of its title, its SKU or its GTIN. */
export function Assign({ shopId, onChoose }: { shopId: ShopId; onChoose: (target: ChosenTarget) => void }) {
  const { t } = useTranslation(['media', 'catalog']);
  const locale = useLocale();
  const [text, setText] = useState('');
  const { data } = useAsk('catalog.find', { text: text.trim(), locale, limit: 20 }, { enabled: text.trim() !== '' });
  const rows = text.trim() === '' ? [] : (data?.rows ?? []).filter((row) => row.shopId === shopId);
  const titleOf = (title: string) => (title === '' ? t('catalog:untitled') : title);
  return (
    <ComboBox
      label={t('assign.label')} description={t('assign.hint')} filtered value={null} inputValue={text} onInputChange={setText}
      items={rows.map((row) => ({ id: row.id, label: `${titleOf(row.title)} · ${row.sku}` }))}
      onChange={(id) => {
        const row = rows.find((one) => one.id === id);
        if (row === undefined) return;
        onChoose({ productId: row.id, variantId: row.variantId === null ? null : variantId.parse(row.variantId), sku: row.sku, title: titleOf(row.title) });
        setText('');
      }}
    />
  );
}
