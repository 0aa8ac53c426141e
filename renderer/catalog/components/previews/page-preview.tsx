import type { TFunction } from 'i18next';
import { directionOf } from '#renderer/lib/i18n.ts';
import { Picture } from '#renderer/media/picture.tsx';
import type { Locale } from '#shared/auth/model.ts';
import type { ListingPage } from '#shared/catalog/channels/page.ts';
import type { Shop } from '#shared/catalog/model.ts';
import type { Currency } from '#shared/kernel/money.ts';
import { useAttributeWords } from '../../attribute-words.ts';
import { Price } from './card-preview.tsx';
import styles from './previews.module.css';

type Props = { page: ListingPage; shop: Shop; currency: Currency; language: Locale; say: TFunction<'listing'> };

function Returns({ returns: { days, paidBy, terms }, say }: { returns: NonNullable<ListingPage['returns']>; say: Props['say'] }) {
  return (
    <div className={styles.returns}>
      <p>{days === 0 ? say('preview.noReturns') : [say('preview.returns', { count: days }), ...(paidBy === null ? [] : [say(`preview.paidBy.${paidBy}`)])].join(' · ')}</p>
      {terms.map((paragraph, at) => <p key={at} className={styles.quiet} dir="auto">{paragraph}</p>)}
    </div>
  );
}

/** The listing's own page as a buyer opens it. */
export function PagePreview({ page, shop, currency, language, say }: Props) {
  const words = useAttributeWords(language);
  const [first, ...others] = page.images;
  return (
    <article className={styles.page} lang={language} dir={directionOf(language)}>
      <div className={styles.gallery}>
        <Picture image={first?.image ?? null} shopId={shop.id} alt={first?.alt ?? ''} size={260} />
        <div className={styles.thumbs}>{others.map(({ image, alt }, at) => <Picture key={at} image={image} shopId={shop.id} alt={alt} size={56} />)}</div>
      </div>
      <div className={styles.buy}>
        <h4 lang={page.titleLocale} dir="auto">{page.title === '' ? say('preview.untitled') : page.title}</h4>
        {page.brand !== null && <p className={styles.quiet} dir="auto">{page.brand}</p>}
        <Price card={page} currency={currency} language={language} say={say} />
        {page.options.map(({ name, values }) => (
          <div key={name} className={styles.option}>
            <span className={styles.quiet}>{name}</span>
            <ul>{values.map((value) => <li key={value}><bdi>{value}</bdi></li>)}</ul>
          </div>
        ))}
        <p className={styles.state} data-state={page.availability}>{say(`preview.availability.${page.availability}`)}</p>
        {/* A picture of the page, not the page: nothing here can be bought, so nothing here is a button. */}
        <span className={styles.basket} aria-hidden data-off={page.availability === 'out_of_stock' || undefined}>{say('preview.buy')}</span>
        <p className={styles.quiet}>{say('preview.soldBy', { shop: shop.name, city: shop.city })}</p>
      </div>
      <div className={styles.story}>
        {page.returns && <Returns returns={page.returns} say={say} />}
        {page.description.length === 0 ? <p className={styles.quiet}>{say('preview.noText')}</p> : page.description.map((paragraph, at) => <p key={at} dir="auto">{paragraph}</p>)}
        {page.details.length > 0 && (
          <>
            <h5>{say('preview.details')}</h5>
            <dl className={styles.details}>
              {page.details.map(({ key, value }) => (
                <div key={key}>
                  <dt>{words.name(key)}</dt>
                  <dd><bdi>{words.value(key, value)}</bdi></dd>
                </div>
              ))}
            </dl>
          </>
        )}
      </div>
    </article>
  );
}
