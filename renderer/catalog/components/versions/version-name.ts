import { formatList } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import type { HistoryEntry } from '#shared/catalog/contract.ts';
import type { Product, Shop } from '#shared/catalog/model.ts';
import { useChangeWords } from '../history/change-words.ts';
import { hasIntentWords, useIntentWords } from './intent-words.ts';

/** As many fields as a line has room for. */
const MOST = 3;

/** What a version is called: what was done where that has a name, else the fields it changed. */
export function useVersionName(product: Product, shop: Shop): (entry: HistoryEntry) => string {
  const locale = useLocale();
  const intent = useIntentWords();
  const words = useChangeWords(product, shop);
  return ({ intent: done, changes }) => {
    if (hasIntentWords(done) || changes.length === 0) return intent(done);
    const fields = [...new Set(changes.slice(0, 50).map((change) => words(change).what))];
    return fields.length > MOST ? `${fields.slice(0, MOST).join(', ')} …` : formatList(fields, locale);
  };
}
