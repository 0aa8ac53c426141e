import { useTranslation } from 'react-i18next';
import { assertNever } from '#shared/kernel/assert.ts';
import type { LineId, Pieces } from '#shared/orders/model.ts';
import { useOrderPage, type Asked } from '../../order-context.ts';
import { InspectDialog } from './inspect-dialog.tsx';
import { mostOf } from './piece-fields.tsx';
import { PiecesDialog, ReasonDialog } from './reason-dialog.tsx';
import { CarriedDialog, ShipDialog } from './ship-dialog.tsx';

/** The question that is open, if one is. What it was about may have gone meanwhile: then there is nothing to ask. */
export function OrderDialog({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const { t } = useTranslation('orders');
  const { lines, parcels, returns } = useOrderPage();
  switch (asked.name) {
    case 'ship': return <ShipDialog onClose={onClose} />;
    case 'hold': return <ReasonDialog title={t('dialog.hold')} text={t('dialog.holdText')} confirm={t('dialog.holdDo')} said={t('done.held')} onClose={onClose} command={(reason) => ({ do: 'hold', reason })} />;
    case 'cancel': {
      const most = mostOf(lines, ({ left }) => left);
      return <PiecesDialog title={t('dialog.cancel')} confirm={t('dialog.cancelDo')} said={t('done.saved')} tone="danger" most={most} start={{}} of="left" onClose={onClose} command={(pieces, reason) => ({ do: 'cancel', pieces, reason })} />;
    }
    case 'ask-return': {
      const most = mostOf(lines, ({ shipped, returning }) => shipped - returning);
      return <PiecesDialog title={t('dialog.askReturn')} confirm={t('dialog.askReturnDo')} said={t('done.saved')} most={most} start={{}} of="sent" onClose={onClose} command={(pieces, reason) => ({ do: 'ask-return', pieces, reason, note: null })} />;
    }
    case 'decline': {
      const line = lines.find(({ id }) => id === asked.lineId);
      if (!line) return null;
      const pieces = { [line.id as LineId]: line.left } as Pieces;
      return <ReasonDialog title={t('dialog.decline', { name: line.line.title || line.line.sku })} text={t('dialog.declineText')} tone="danger" confirm={t('dialog.declineDo')} said={t('done.saved')} onClose={onClose} command={(reason) => ({ do: 'decline', pieces, reason })} />;
    }
    case 'refuse-return': return <ReasonDialog title={t('dialog.refuseReturn')} tone="danger" confirm={t('returns.refuse')} said={t('done.saved')} onClose={onClose} command={(reason) => ({ do: 'refuse-return', returnId: asked.returnId, reason })} />;
    case 'return-sent': return <CarriedDialog title={t('dialog.sentBack')} start={{ carrier: '', tracking: null }} onClose={onClose} command={(carried) => ({ do: 'return-sent', returnId: asked.returnId, ...carried })} />;
    case 'inspect': {
      const back = returns.find(({ id }) => id === asked.returnId);
      return back ? <InspectDialog back={back} onClose={onClose} /> : null;
    }
    case 'tracking': {
      const parcel = parcels.find(({ id }) => id === asked.parcelId);
      return parcel ? <CarriedDialog title={t('parcels.tracking')} start={parcel} onClose={onClose} command={(carried) => ({ do: 'change-tracking', parcelId: parcel.id, ...carried })} /> : null;
    }
    case 'failed': return <ReasonDialog title={t('dialog.failed')} confirm={t('dialog.save')} said={t('done.saved')} onClose={onClose} command={(reason) => ({ do: 'delivery-failed', parcelId: asked.parcelId, reason })} />;
    case 'void': return <ReasonDialog title={t('dialog.void')} text={t('dialog.voidText')} tone="danger" confirm={t('dialog.voidDo')} said={t('done.undone')} onClose={onClose} command={(reason) => ({ do: 'void', parcelId: asked.parcelId, reason })} />;
    default: return assertNever(asked);
  }
}
