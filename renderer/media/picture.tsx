import { CloudOff, ImageOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { syncState } from '#renderer/app/live.ts';
import { useDensity } from '#renderer/lib/use-density.ts';
import { Icon } from '#renderer/ui/index.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { ProductRow } from '#shared/catalog/contract.ts';
import type { ListedPicture } from '#shared/media/listed-picture.ts';
import type { Recipe } from '#shared/media/recipe.ts';
import { drawnAddress } from './drawn-address.ts';
import { placeholderAddress } from './placeholder.ts';
import { purposeFor, usePicture } from './use-picture.ts';
import styles from './picture.module.css';

/** What a list or a listing knows of a picture: a real one found by its content, or the demo's drawing. */
export type ShownImage = {
  readonly drawing: string;
  readonly picture?: Pick<ListedPicture, 'sha256' | 'placeholder'> | null | undefined;
  readonly recipe?: Recipe | null | undefined;
};
/** The picture of a line of a list. */
export const imageOfRow = ({ drawing, picture }: Pick<ProductRow, 'drawing' | 'picture'>): ShownImage | null => (drawing === null ? null : { drawing, picture, recipe: picture?.recipe });

type Props = {
  image: ShownImage | null;
  /** Whose picture it is: contents are kept by shop. */
  shopId: ShopId;
  /** Words for people who do not see it; empty where the title stands beside. */
  alt: string;
  size: number;
  /** `cover` fills its place around the focal point, `contain` shows all of it. */
  fit?: 'cover' | 'contain';
  /** Without the shop's watermark, where that is laid over it here. */
  bare?: boolean;
  className?: string | undefined;
};

/** A product picture in its place, whatever there is of it: itself, its colours until it is there, the demo's drawing, or the mark that one is missing. */
export function Picture({ image, shopId, alt, size, fit = 'cover', bare = false, className }: Props) {
  const density = useDensity();
  const look = [styles.picture, className].filter(Boolean).join(' ');
  if (image?.picture) return <RealPicture picture={image.picture} recipe={image.recipe ?? null} shopId={shopId} alt={alt} size={size} fit={fit} bare={bare} density={density} look={look} />;
  if (image === null || image.drawing === '') {
    return (
      <span className={`${look} ${styles.none}`} style={{ inlineSize: size, blockSize: size }} {...(alt === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': alt })}>
        <Icon icon={ImageOff} size={Math.min(28, Math.max(10, Math.round(size / 3)))} />
      </span>
    );
  }
  return <img src={drawnAddress(image.drawing, size, density)} alt={alt} width={size} height={size} decoding="sync" draggable={false} className={look} />;
}

/** From this size on (CSS px) there is room for a mark beside the picture. */
const MARKED_FROM = 40;

type RealProps = Required<Pick<Props, 'shopId' | 'alt' | 'size' | 'fit' | 'bare'>> & { picture: NonNullable<ShownImage['picture']>; recipe: Recipe | null; density: number; look: string };

function RealPicture({ picture, recipe, shopId, alt, size, fit, bare, density, look }: RealProps) {
  const { t } = useTranslation('media');
  const isOffline = syncState.use((live) => live.value !== null && ['offline', 'needs-sign-in', 'stopped', 'signed-out'].includes(live.value.connection.name));
  const shown = usePicture({ shopId, sha256: picture.sha256, recipe, purpose: purposeFor(size * density), bare });
  const isMissing = shown.name === 'missing';
  const why = isMissing ? t(isOffline ? 'picture.offline' : 'picture.notYet') : undefined;
  const address = shown.name === 'here' ? shown.address : placeholderAddress(picture.placeholder);
  const { x, y } = recipe?.focus ?? { x: 0.5, y: 0.5 };
  const box = { inlineSize: size, blockSize: size };
  const said = [alt, ...(why === undefined ? [] : [why])].filter((part) => part !== '').join(' · ');
  return (
    <span className={look} style={box} title={why} data-shown={shown.name}>
      {address === null ? <span className={styles.blank} {...(said === '' ? {} : { role: 'img', 'aria-label': said })} /> : (
        <img src={address} alt={said} width={size} height={size} decoding="async" draggable={false} className={`${styles.real} ${styles[fit]}`} style={{ objectPosition: `${x * 100}% ${y * 100}%` }} />
      )}
      {isMissing && size >= MARKED_FROM && <span className={styles.away} aria-hidden><Icon icon={CloudOff} size={size >= 96 ? 16 : 12} /></span>}
    </span>
  );
}
