import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { formatList } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import type { ProductId } from '#shared/catalog/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { ShopId } from '#shared/auth/model.ts';

export type CodeCheck = { /** Refused by a rule. */ readonly fault: string | null; /** Used elsewhere: by which products. */ readonly usedBy: string | null };
const fine: CodeCheck = { fault: null, usedBy: null };
/** What the data process said about a text; worded when it is drawn. */
type Answer = { readonly text: string; readonly error: AppError | null; readonly others: readonly string[] };
const SHOWN = 3;

/** Asks while somebody types a SKU or a GTIN whether it is right, and which products of the shop carry it already. */
export function useCodeCheck(kind: 'sku' | 'gtin', text: string, of: { shopId: ShopId; productId: ProductId | null; variantId: string | null }, enabled: boolean): CodeCheck {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const explain = useExplain();
  const [answer, setAnswer] = useState<Answer | null>(null);
  const asked = text.trim();
  const { shopId, productId, variantId } = of;
  useEffect(() => {
    if (!enabled || asked === '') return;
    let current = true;
    const timer = setTimeout(() => {
      void ask('catalog.check', { shopId, productId, variantId, [kind]: asked.slice(0, 100) }).then((result) => {
        if (!current || !result.ok) return;
        const others = kind === 'sku' ? result.value.skuUsedBy : result.value.gtinUsedBy;
        setAnswer({ text: asked, error: result.value[kind], others: others.map(({ title }) => title) });
      });
    }, 120);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [kind, asked, enabled, shopId, productId, variantId]);
  if (!enabled || asked === '' || answer?.text !== asked) return fine;
  const { error, others } = answer;
  const said = error ? explain(error) : null;
  return {
    fault: said ? `${said.what} ${said.wayOut}` : null,
    usedBy: others.length === 0 ? null : t('check.usedBy', { count: others.length, names: formatList(others.slice(0, SHOWN), locale) }),
  };
}
