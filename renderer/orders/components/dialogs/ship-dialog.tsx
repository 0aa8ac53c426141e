import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '#renderer/ui/index.ts';
import { useOrderPage } from '../../order-context.ts';
import { CommandDialog } from './command-dialog.tsx';
import { mostOf, PieceFields, piecesOf, type Counts } from './piece-fields.tsx';

/** Carrier and number of whatever carries something; the last carrier of the order is proposed. */
export function CarriedFields({ carrier, tracking, onCarrier, onTracking, isRequired = true }: { carrier: string; tracking: string; onCarrier: (text: string) => void; onTracking: (text: string) => void; isRequired?: boolean }) {
  const { t } = useTranslation('orders');
  return (
    <>
      <TextField label={t('dialog.carrier')} value={carrier} onChange={onCarrier} maxLength={80} isRequired={isRequired} />
      <TextField label={t('dialog.tracking')} value={tracking} onChange={onTracking} maxLength={120} ltr />
    </>
  );
}

/** One parcel: how many pieces of which lines, who carries it, and its number. */
export function ShipDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('orders');
  const { lines, order, parcels } = useOrderPage();
  const most = mostOf(lines, ({ line, left, accepted }) => (line.kind === 'physical' && (accepted || order.acceptBy === null) ? left : 0));
  const [counts, setCounts] = useState<Counts>(most);
  const [carrier, setCarrier] = useState(parcels.at(-1)?.carrier ?? '');
  const [tracking, setTracking] = useState('');
  const pieces = piecesOf(counts);
  return (
    <CommandDialog
      title={t('dialog.ship')} confirm={t('dialog.shipDo')} said={t('done.shipped')} onClose={onClose}
      command={pieces === null || carrier.trim() === '' ? null : { do: 'ship', pieces, carrier: carrier.trim(), tracking: tracking.trim() === '' ? null : tracking.trim(), locationId: null }}
    >
      <PieceFields most={most} value={counts} onChange={setCounts} />
      <CarriedFields carrier={carrier} tracking={tracking} onCarrier={setCarrier} onTracking={setTracking} />
    </CommandDialog>
  );
}

/** The carrier of a parcel or a return on its way, and its number. */
export function CarriedDialog({ title, start, command, onClose }: {
  title: string; start: { carrier: string; tracking: string | null };
  command: (carried: { carrier: string; tracking: string | null }) => Parameters<typeof CommandDialog>[0]['command']; onClose: () => void;
}) {
  const { t } = useTranslation('orders');
  const [carrier, setCarrier] = useState(start.carrier);
  const [tracking, setTracking] = useState(start.tracking ?? '');
  return (
    <CommandDialog
      title={title} confirm={t('dialog.save')} said={t('done.saved')} onClose={onClose}
      command={carrier.trim() === '' ? null : command({ carrier: carrier.trim(), tracking: tracking.trim() === '' ? null : tracking.trim() })}
    >
      <CarriedFields carrier={carrier} tracking={tracking} onCarrier={setCarrier} onTracking={setTracking} />
    </CommandDialog>
  );
}
