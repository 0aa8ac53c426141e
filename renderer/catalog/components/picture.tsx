import { useMemo } from 'react';
import { ImageOff } from 'lucide-react';
import { Icon } from '#renderer/ui/index.ts';
import { drawing } from '#shared/catalog/drawing.ts';
import styles from './picture.module.css';

// The same few hundred pictures come by again and again while scrolling.
const drawn = new Map<string, string>();
const KEPT = 2_000;

/** The picture of a seed as an address for `<img>`: decoded by the browser once, whatever the number of lines that show it. */
function addressOf(seed: string): string {
  let address = drawn.get(seed);
  if (address === undefined) {
    const { size, shapes } = drawing(seed);
    const paths = shapes.map(({ d, fill }) => `<path d="${d}" fill="${fill}"/>`).join('');
    address = `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}">${paths}</svg>`)}`;
    if (drawn.size >= KEPT) drawn.delete(drawn.keys().next().value!);
    drawn.set(seed, address);
  }
  return address;
}

type Props = { seed: string | null; /** Words for people who do not see it; empty where the title stands beside. */ alt: string; size: number; className?: string | undefined };

/** A product picture, or the place where one is missing. */
export function Picture({ seed, alt, size, className }: Props) {
  const address = useMemo(() => (seed === null ? null : addressOf(seed)), [seed]);
  const look = [styles.picture, className].filter(Boolean).join(' ');
  if (address === null) {
    return (
      <span className={`${look} ${styles.none}`} style={{ inlineSize: size, blockSize: size }} {...(alt === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': alt })}>
        <Icon icon={ImageOff} size={Math.max(10, Math.round(size / 3))} />
      </span>
    );
  }
  return <img src={address} alt={alt} width={size} height={size} decoding="sync" draggable={false} className={look} />;
}
