import { ImageOff } from 'lucide-react';
import { useDensity } from '#renderer/lib/use-density.ts';
import { Icon } from '#renderer/ui/index.ts';
import { pictureAddress } from './picture-address.ts';
import styles from './picture.module.css';

type Props = { seed: string | null; /** Words for people who do not see it; empty where the title stands beside. */ alt: string; size: number; className?: string | undefined };

/** A product picture, or the place where one is missing. */
export function Picture({ seed, alt, size, className }: Props) {
  const density = useDensity();
  const look = [styles.picture, className].filter(Boolean).join(' ');
  if (seed === null) {
    return (
      <span className={`${look} ${styles.none}`} style={{ inlineSize: size, blockSize: size }} {...(alt === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': alt })}>
        <Icon icon={ImageOff} size={Math.max(10, Math.round(size / 3))} />
      </span>
    );
  }
  return <img src={pictureAddress(seed, size, density)} alt={alt} width={size} height={size} decoding="sync" draggable={false} className={look} />;
}
