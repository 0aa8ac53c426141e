import { useTranslation } from 'react-i18next';
import { keyParts, type KeyName } from '#renderer/lib/keys.ts';
import styles from './kbd.module.css';

/** The keys of an action as they stand on this keyboard: `Mod+K` is Ctrl K, or ⌘K on a Mac. */
export function Kbd({ keys, className }: { keys: string; className?: string | undefined }) {
  const { t } = useTranslation('common');
  const word = (name: KeyName) => t(`key.${name}`);
  return (
    <kbd className={[styles.kbd, className].filter(Boolean).join(' ')} dir="ltr">
      {keyParts(keys).map((part, index) => (
        // The blank is heard, not seen: Ctrl K, not CtrlK.
        <span key={index}>{`${part.kind === 'sign' ? part.sign : word(part.name)} `}</span>
      ))}
    </kbd>
  );
}
