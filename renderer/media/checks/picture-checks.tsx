import { useTranslation } from 'react-i18next';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { hrefOf } from '#renderer/app/router.ts';
import { showToast } from '#renderer/ui/index.ts';
import { imagesOf } from '#shared/catalog/listing-images.ts';
import type { Product, ProductImage } from '#shared/catalog/model.ts';
import { recipeText, plainRecipe, type Recipe } from '#shared/media/recipe.ts';
import { Picture } from '../picture.tsx';
import { useSaveRecipe } from '../editor/use-editor.ts';
import { ChannelPicker } from './channel-picker.tsx';
import { useChannels } from './channel-choice.ts';
import { findProblems } from './find-problems.ts';
import { PersonList } from './person-list.tsx';
import { ProblemList } from './problem-list.tsx';
import { useAlike, type AlikePicture } from './use-alike.ts';
import { useElsewhere, type ElsewherePicture } from './use-elsewhere.ts';
import { useMeasured } from './use-measured.ts';
import { useToday } from './use-today.ts';
import styles from './checks.module.css';

type Props = { product: Product; editable: boolean; /** This picture alone; left out: all of the listing. */ imageId?: string };

/** What marketplaces would say of a listing's pictures, what buyers would not see well, and what only a person can tell. */
export function PictureChecks({ product, editable, imageId }: Props) {
  const { t } = useTranslation('checks');
  const { chosen } = useChannels();
  const alike = useAlike(product.id);
  const order = imagesOf(product);
  const shown = order.filter(([id]) => imageId === undefined || id === imageId);
  const elsewhere = useElsewhere(product.shopId, shown.flatMap(([, { picture }]) => picture?.sha256 ?? []));
  return (
    <section className={styles.panel} aria-label={t('title')}>
      <header className={styles.head}>
        <h3>{t('title')}</h3>
        <ChannelPicker />
      </header>
      {shown.map(([id, image]) => (
        <One key={id} product={product} id={id} image={image} editable={editable} isMain={order[0]?.[0] === id} hasPicture={imageId === undefined} alike={alike.filter((one) => one.imageId === id)} elsewhere={elsewhere} />
      ))}
      {chosen.some(({ rules }) => rules.some(({ is }) => is === 'person')) && <p className={styles.way}>{t('person.never')}</p>}
    </section>
  );
}

type OneProps = { product: Product; id: string; image: ProductImage; editable: boolean; isMain: boolean; /** Drawn beside its findings, where there are several. */ hasPicture: boolean; alike: readonly AlikePicture[]; elsewhere: readonly ElsewherePicture[] };

function One({ product, id, image, editable, isMain, hasPicture, alike, elsewhere }: OneProps) {
  const explain = useExplain();
  const { chosen } = useChannels();
  const today = useToday();
  const save = useSaveRecipe(product.id, id);
  const picture = image.picture ?? null;
  const recipe = image.recipe ?? null;
  const seen = useMeasured(product.shopId, picture, recipe, true);
  const sizes = useAsk('media.sizes', { shopId: product.shopId, sha256: picture?.sha256 ?? '', recipe }, { enabled: picture !== null });
  const bytes = sizes.data?.derivatives.filter(({ format }) => format === 'jpeg').at(-1)?.bytes;
  const problems = findProblems({ product, imageId: id, image, seen, channels: chosen, today, isMain, alike, elsewhere, ...(bytes === undefined ? {} : { bytes }) });
  const fix = async (next: Recipe, said: string) => {
    const result = await save(recipe, next, said);
    if (!result.ok) showToast({ tone: 'bad', text: explain(result.error).what, detail: explain(result.error).wayOut });
  };
  return (
    <div className={styles.one}>
      {hasPicture && <Picture image={image} shopId={product.shopId} alt="" size={48} />}
      <div className={styles.found}>
        <ProblemList shopId={product.shopId} problems={problems} onFix={editable ? (next, said) => void fix(next, said) : undefined} altHref={editable ? (locale) => hrefOf(['catalog', product.id], { field: `images/${id}/alt/${locale}` }) : undefined} />
        {picture && <PersonList key={`${picture.sha256} ${recipeText(recipe ?? plainRecipe)}`} name={`${picture.sha256} ${recipeText(recipe ?? plainRecipe)}`} channels={chosen} isMain={isMain} />}
      </div>
    </div>
  );
}
