import type { TFunction } from 'i18next';
import { formatMoney, formatPercent } from '#renderer/lib/format.ts';
import { directionOf } from '#renderer/lib/i18n.ts';
import { Picture } from '#renderer/media/picture.tsx';
import type { Locale, ShopId } from '#shared/auth/model.ts';
import type { Card } from '#shared/catalog/channels/card.ts';
import type { Currency } from '#shared/kernel/money.ts';
import styles from './previews.module.css';

type Props = { card: Card; currency: Currency; language: Locale; /** Speaks the buyer's language. */ say: TFunction<'listing'> };

/** The listing as one of many in a search. */
export function CardPreview({ card, shopId, currency, language, say }: Props & { shopId: ShopId }) {
  return (
    <article className={styles.card} lang={language} dir={directionOf(language)}>
      <Picture image={card.image} shopId={shopId} alt={card.alt} size={208} className={styles.cardPicture} />
      <h4 lang={card.titleLocale} dir="auto">{card.title === '' ? say('preview.untitled') : card.title}{card.cut && '…'}</h4>
      {card.brand !== null && <p className={styles.quiet} dir="auto">{card.brand}</p>}
      <Price card={card} currency={currency} language={language} say={say} />
      <p className={styles.state} data-state={card.availability}>{say(`preview.availability.${card.availability}`)}</p>
    </article>
  );
}

/** The price buyers read: from the cheapest variant, with the former one struck through. */
export function Price({ card, currency, language, say }: { card: Pick<Card, 'price' | 'from' | 'compareAt' | 'off'> } & Omit<Props, 'card'>) {
  if (card.price === null) return <p className={styles.price}>{say('preview.noPrice')}</p>;
  return (
    <p className={styles.price}>
      {card.from && <span className={styles.quiet}>{say('preview.from')} </span>}
      <b><bdi dir="ltr" className="num">{formatMoney(card.price, currency, language, { isolate: false })}</bdi></b>
      {card.compareAt !== null && <> <del><bdi dir="ltr" className="num">{formatMoney(card.compareAt, currency, language, { isolate: false })}</bdi></del></>}
      {card.off !== null && card.off > 0 && <> <span className={`num ${styles.off}`}>{formatPercent(-card.off / 100, language)}</span></>}
    </p>
  );
}
