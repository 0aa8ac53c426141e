import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { formatList } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import type { ProductId } from '#shared/catalog/model.ts';
import type { ShopId } from '#shared/auth/model.ts';

export type CodeCheck = { /** Refused by a rule. */ readonly fault: string | null; /** Used elsewhere: by which products. */ readonly usedBy: string | null };
const fine: CodeCheck = { fault: null, usedBy: null };
const SHOWN = 3;

/** Asks while somebody types a SKU or a GTIN whether it is right, and which products of the shop carry it already. */
export function useCodeCheck(kind: 'sku' | 'gtin', text: string, of: { shopId: ShopId; productId: ProductId | null; variantId: string | null }, enabled: boolean): CodeCheck {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const explain = useExplain();
  const [answer, setAnswer] = useState<{ text: string; check: CodeCheck } | null>(null);
  const asked = text.trim();
  const { shopId, productId, variantId } = of;
  useEffect(() => {
    if (!enabled || asked === '') return;
    let current = true;
    const timer = setTimeout(() => {
      void ask('catalog.check', { shopId, productId, variantId, [kind]: asked.slice(0, 100) }).then((result) => {
        if (!current || !result.ok) return;
        const error = result.value[kind];
        const others = kind === 'sku' ? result.value.skuUsedBy : result.value.gtinUsedBy;
        const names = others.slice(0, SHOWN).map(({ title }) => title);
        setAnswer({
          text: asked,
          check: {
            fault: error ? `${explain(error).what} ${explain(error).wayOut}` : null,
            usedBy: others.length === 0 ? null : t('check.usedBy', { count: others.length, names: formatList(names, locale) }),
          },
        });
      });
    }, 120);
    return () => {
      current = false;
      clearTimeout(timer);
    };
    // `explain` and `t` only word the answer.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [kind, asked, enabled, shopId, productId, variantId, locale]);
  return enabled && answer?.text === asked && asked !== '' ? answer.check : fine;
}
