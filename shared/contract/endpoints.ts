import { auditEndpoints } from '../audit/contract.ts';
import { authEndpoints } from '../auth/contract.ts';
import { catalogEndpoints } from '../catalog/contract.ts';
import { fileEndpoints } from '../catalog/file-contract.ts';
import { shopEndpoints } from '../catalog/shop-contract.ts';
import { versionEndpoints } from '../catalog/versions-contract.ts';
import { jobEndpoints } from '../jobs/contract.ts';
import { mediaEndpoints } from '../media/upload-contract.ts';
import { watchEndpoints } from '../media/watch-contract.ts';
import { moderationEndpoints } from '../moderation/contract.ts';
import { orderMoneyEndpoints } from '../payments/order-money.ts';
import { messagingEndpoints } from '../messaging/contract.ts';
import { paymentEndpoints } from '../payments/contract.ts';
import { commissionEndpoints } from '../payouts/commission/contract.ts';
import { payoutEndpoints } from '../payouts/contract.ts';
import { holdEndpoints } from '../payouts/holds-contract.ts';
import { statementEndpoints } from '../payouts/statements-contract.ts';
import { vendorMoneyEndpoints } from '../payouts/vendor-contract.ts';
import { syncEndpoints } from '../sync/contract.ts';
import { verificationEndpoints } from '../verification/contract.ts';

/** Everything the companion server answers over HTTP; the OpenAPI page is made from it. */
export const httpEndpoints = { ...authEndpoints, ...auditEndpoints, ...verificationEndpoints, ...catalogEndpoints, ...shopEndpoints, ...versionEndpoints, ...fileEndpoints, ...mediaEndpoints, ...watchEndpoints, ...moderationEndpoints, ...paymentEndpoints, ...orderMoneyEndpoints, ...payoutEndpoints, ...commissionEndpoints, ...statementEndpoints, ...holdEndpoints, ...vendorMoneyEndpoints, ...jobEndpoints, ...messagingEndpoints, ...syncEndpoints } as const;
export type HttpEndpoints = typeof httpEndpoints;
