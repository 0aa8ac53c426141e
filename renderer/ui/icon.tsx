import type { LucideIcon } from 'lucide-react';
import styles from './icon.module.css';

export type { LucideIcon };

/** Points along the reading direction: turned around in Arabic. */
const directional = /Arrow(Left|Right)|Chevrons?(Left|Right)|Undo|Redo|LogOut|LogIn|PanelLeft|PanelRight|Reply|Send|List|Forward|TextSearch|MoveLeft|MoveRight/;

type Props = {
  icon: LucideIcon;
  /** Said by screen readers; left out when words stand beside it. */
  label?: string;
  /** Pixels; 16 unless a screen has a reason. */
  size?: number;
  className?: string | undefined;
};

/** One picture of the icon set, 16 px, in the colour of the text beside it. */
export function Icon({ icon: Shape, label, size = 16, className }: Props) {
  const mirrored = directional.test(Shape.displayName ?? '') ? styles.mirrored : undefined;
  return (
    <Shape
      size={size}
      strokeWidth={1.7}
      className={[styles.icon, mirrored, className].filter(Boolean).join(' ')}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    />
  );
}
