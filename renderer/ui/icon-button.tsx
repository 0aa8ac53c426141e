import { Button as Primitive, type ButtonProps as PrimitiveProps } from 'react-aria-components';
import { Icon, type LucideIcon } from './icon.tsx';
import { Tooltip } from './tooltip.tsx';
import styles from './icon-button.module.css';

export type IconButtonProps = Omit<PrimitiveProps, 'className' | 'children' | 'style' | 'aria-label'> & {
  icon: LucideIcon;
  /** What it does, in words: read aloud, and shown as a tip. */
  label: string;
  kbd?: string | undefined;
  size?: 'md' | 'sm';
  className?: string | undefined;
};

/** A button that is only an icon; its word appears on hover and focus. */
export function IconButton({ icon, label, kbd, size = 'md', className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} kbd={kbd}>
      <Primitive {...rest} aria-label={label} className={[styles.button, styles[size], className].filter(Boolean).join(' ')}>
        <Icon icon={icon} />
      </Primitive>
    </Tooltip>
  );
}
