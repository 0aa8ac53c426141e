import { ChevronDown } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button as Plain } from 'react-aria-components';
import { ComboBox, Icon, type Choice } from '#renderer/ui/index.ts';
import styles from './columns.module.css';

type Props = {
  /** The column the meaning is of, for who hears the page. */
  column: string;
  /** The meaning it has, in words. */
  said: string;
  value: string;
  choices: readonly Choice[];
  /** A person has to say something here. */
  isAsked: boolean;
  isDisabled: boolean;
  onChoose: (id: string) => void;
};

/** The meaning of a column: a button that says it, and turns into a field to search all meanings in. Only one such field is ever made: a file may have hundreds of columns. */
export function MeaningPicker({ column, said, value, choices, isAsked, isDisabled, onChoose }: Props) {
  const { t } = useTranslation('import');
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  // The keyboard comes back to the button it left from.
  useEffect(() => {
    if (wasOpen.current && !isOpen && (document.activeElement === document.body || document.activeElement === null)) button.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  if (!isOpen) {
    return (
      <Plain ref={button} className={styles.meaning!} isDisabled={isDisabled} data-asked={isAsked || undefined} aria-label={t('columns.meaningOf', { column, meaning: said })} onPress={() => setOpen(true)}>
        <span className={styles.meaningText}>{said}</span>
        <Icon icon={ChevronDown} size={14} />
      </Plain>
    );
  }
  return (
    <div
      onBlur={({ currentTarget, relatedTarget }) => { if (!currentTarget.contains(relatedTarget)) setOpen(false); }}
      onKeyDown={(event) => { if (event.key === 'Escape') setOpen(false); }}
    >
      <ComboBox
        hideLabel label={t('columns.meaningOf', { column, meaning: said })} items={choices} value={value} autoFocus
        onChange={(id) => {
          setOpen(false);
          if (id !== null && id !== value) onChoose(id);
        }}
      />
    </div>
  );
}
