import { auditChannels } from '../audit/contract.ts';
import { authChannels, authEvents } from '../auth/contract.ts';
import { bulkChannels, bulkEvents } from '../bulk/contract.ts';
import { exportChannels, exportEvents } from '../bulk/export/contract.ts';
import { catalogChannels, catalogEvents } from '../catalog/contract.ts';
import { fileChannels, fileEvents } from '../catalog/file-contract.ts';
import { shopChannels } from '../catalog/shop-contract.ts';
import { versionChannels } from '../catalog/versions-contract.ts';
import { intakeChannels } from '../intake/contract.ts';
import { libraryChannels, libraryEvents } from '../media/library-channels.ts';
import { uploadChannels, uploadEvents } from '../media/upload-channels.ts';
import { messagingChannels, messagingEvents } from '../messaging/contract.ts';
import { orderChannels, orderEvents } from '../orders/contract.ts';
import { orderMoneyChannels } from '../payments/order-money.ts';
import { financeChannels } from '../payouts/finance-channels.ts';
import { vendorMoneyChannels } from '../payouts/vendor-channels.ts';
import { moderationChannels, moderationEvents } from '../moderation/contract.ts';
import { settingsChannels, settingsEvents } from '../settings/contract.ts';
import { syncChannels, syncEvents } from '../sync/contract.ts';
import { verificationChannels } from '../verification/contract.ts';

/** Everything a window can ask the data process. */
export const ipcChannels = { ...authChannels, ...auditChannels, ...verificationChannels, ...catalogChannels, ...shopChannels, ...versionChannels, ...intakeChannels, ...fileChannels, ...bulkChannels, ...exportChannels, ...libraryChannels, ...uploadChannels, ...moderationChannels, ...orderChannels, ...messagingChannels, ...financeChannels, ...orderMoneyChannels, ...vendorMoneyChannels, ...settingsChannels, ...syncChannels } as const;
/** Everything the data process tells windows unasked. */
export const ipcEvents = { ...authEvents, ...catalogEvents, ...fileEvents, ...bulkEvents, ...exportEvents, ...libraryEvents, ...uploadEvents, ...moderationEvents, ...orderEvents, ...messagingEvents, ...settingsEvents, ...syncEvents } as const;
export type IpcChannels = typeof ipcChannels;
export type IpcEvents = typeof ipcEvents;
