import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '#renderer/ui/index.ts';
import type { OrderCommand } from '#shared/orders/commands/command.ts';
import type { Pieces } from '#shared/orders/model.ts';
import { CommandDialog } from './command-dialog.tsx';
import { PieceFields, piecesOf, type Counts } from './piece-fields.tsx';
import styles from '../../order.module.css';

type Props = { title: string; confirm: string; said: string; text?: string; tone?: 'go' | 'danger'; command: (reason: string) => OrderCommand; onClose: () => void };

/** What is done only with a reason. */
export function ReasonDialog({ title, confirm, said, text, tone, command, onClose }: Props) {
  const { t } = useTranslation('orders');
  const [reason, setReason] = useState('');
  return (
    <CommandDialog title={title} confirm={confirm} said={said} onClose={onClose} command={reason.trim() === '' ? null : command(reason.trim())} {...(tone ? { tone } : {})}>
      {text !== undefined && <p className={styles.note}>{text}</p>}
      <TextField label={t('dialog.reason')} value={reason} onChange={setReason} maxLength={500} isRequired autoFocus />
    </CommandDialog>
  );
}

type PiecesProps = Omit<Props, 'command' | 'text'> & { most: Counts; start: Counts; of: 'left' | 'sent'; command: (pieces: Pieces, reason: string) => OrderCommand };

/** What is done to some pieces, with a reason. */
export function PiecesDialog({ title, confirm, said, tone, most, start, of, command, onClose }: PiecesProps) {
  const { t } = useTranslation('orders');
  const [counts, setCounts] = useState(start);
  const [reason, setReason] = useState('');
  const pieces = piecesOf(counts);
  return (
    <CommandDialog title={title} confirm={confirm} said={said} onClose={onClose} command={pieces === null || reason.trim() === '' ? null : command(pieces, reason.trim())} {...(tone ? { tone } : {})}>
      <PieceFields most={most} value={counts} onChange={setCounts} of={of} />
      <TextField label={t('dialog.reason')} value={reason} onChange={setReason} maxLength={500} isRequired />
    </CommandDialog>
  );
}
