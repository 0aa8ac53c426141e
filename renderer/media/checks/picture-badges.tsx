import { CircleX, Eye, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Product } from '#shared/catalog/model.ts';
import { imagesOf } from '#shared/catalog/listing-images.ts';
import { Icon } from '#renderer/ui/index.ts';
import { plainRecipe } from '#shared/media/recipe.ts';
import { servedMeasures } from '#shared/media/served-measures.ts';
import { useChannels } from './channel-choice.ts';
import { findProblems, gravityOf, type Gravity } from './find-problems.ts';
import { useProblemWords } from './problem-words.ts';
import { useMeasured } from './use-measured.ts';
import { useToday } from './use-today.ts';
import type { AlikePicture } from './use-alike.ts';
import styles from './checks.module.css';

type Props = { product: Product; imageId: string; /** From `useAlike`: what looks the same elsewhere in the shop. */ alike?: readonly AlikePicture[] };

const ICON = { bad: CircleX, warn: TriangleAlert, look: Eye };

/** How many findings a picture has, by how grave they are, for a tile; what they are is in its words. Nothing is drawn where nothing was found. */
export function PictureBadges({ product, imageId, alike = [] }: Props) {
  const { t } = useTranslation('checks');
  const words = useProblemWords();
  const { chosen } = useChannels();
  const today = useToday();
  const image = product.images[imageId];
  const picture = image?.picture ?? null;
  const recipe = image?.recipe ?? null;
  // Only where the recipe changed how it looks has anything to be looked at again, and where an earlier version of this program saw a frame: it saw some that are none.
  const isChanged = picture !== null && (picture.look.hasFrame || servedMeasures(picture, recipe ?? plainRecipe)?.whiteBorder === null);
  const seen = useMeasured(product.shopId, picture, recipe, isChanged);
  if (!image) return null;
  const problems = findProblems({ product, imageId, image, seen, channels: chosen, today, isMain: imagesOf(product)[0]?.[0] === imageId, alike: alike.filter((one) => one.imageId === imageId) });
  const said = (gravity: Gravity) => problems.filter((problem) => gravityOf(problem) === gravity).map((problem) => words(problem).what);
  return (
    <span className={styles.badges}>
      {(['bad', 'warn'] as const).map((gravity) => {
        const lines = said(gravity);
        if (lines.length === 0) return null;
        const text = t(`badge.${gravity}`, { count: lines.length });
        return <span key={gravity} className={styles.badge} data-gravity={gravity} role="img" aria-label={`${text} : ${lines.join(' · ')}`} title={lines.join('\n')}><Icon icon={ICON[gravity]} size={12} />{lines.length}</span>;
      })}
    </span>
  );
}
