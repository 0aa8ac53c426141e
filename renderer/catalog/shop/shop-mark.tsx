import { useTranslation } from 'react-i18next';
import type { ShopDetail } from './shop-context.ts';
import styles from './shop.module.css';

type Props = { mark: ShopDetail['marks'][string] | undefined; draft?: boolean; saving?: boolean };

/** How a field stands, in one word beside its name: typed but not saved, saved but not sent, in conflict, refused. */
export function ShopMark({ mark, draft = false, saving = false }: Props) {
  const { t } = useTranslation('shop');
  const word = saving ? 'saving' : draft ? 'draft' : mark;
  return word === undefined ? null : <span className={styles.mark} data-mark={word}>{t(`mark.${word}`)}</span>;
}
