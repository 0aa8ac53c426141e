import type { ShopId } from '#shared/auth/model.ts';
import type { Desk } from '../data-process/ground.ts';
import { createMessaging } from './handlers.ts';

export const wireMessaging = (desk: Desk, shopShown: () => ShopId | null) => createMessaging({ ...desk, shopShown });
