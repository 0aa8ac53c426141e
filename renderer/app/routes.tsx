import { lazy, type ComponentType } from 'react';
import { BadgeCheck, HandCoins, Images, LibraryBig, MessagesSquare, Package, RefreshCw, ScrollText, Settings2, ShieldCheck, Store, type LucideIcon } from 'lucide-react';
import type { Role } from '#shared/auth/model.ts';
import type { PageProps } from './page-props.ts';
import type { Location } from './router.ts';

export type RouteName = 'catalog' | 'orders' | 'conversations' | 'verification' | 'payouts' | 'pictures' | 'shop' | 'moderation' | 'sync' | 'audit' | 'settings';

type Route = {
  readonly name: RouteName;
  readonly href: string;
  readonly icon: LucideIcon;
  /** Who finds it in the rail. */
  readonly roles: readonly Role[];
  /** After the line in the rail: about this console rather than about the shop. */
  readonly aside: boolean;
  readonly page: ComponentType<PageProps>;
};

const everyone: readonly Role[] = ['vendor', 'admin', 'moderator', 'support'];
const sellers: readonly Role[] = ['vendor', 'admin'];
const admins: readonly Role[] = ['admin'];
const verifiers: readonly Role[] = ['vendor', 'admin', 'moderator'];

/**
 * Every place of the console; only places that exist. Each page is fetched when it is first opened.
 * `#/catalog` is where the window starts, `#/catalog/<id>` one product, `#/catalog/new` a new one; `#/orders` the orders,
 * `#/orders/<id>` one of them; `#/conversations` and `#/conversations/<id>` what is talked about; `#/payouts` money of vendors: their own, and all of it for who pays it out; `#/pictures` the pictures on
 * their way; `#/shop` the shop, `#/shop/<id>` one of several.
 */
export const routes: readonly Route[] = [
  { name: 'catalog', href: '#/catalog', icon: LibraryBig, roles: everyone, aside: false, page: lazy(() => import('../catalog/page.tsx').then((module) => ({ default: module.CatalogPage }))) },
  { name: 'orders', href: '#/orders', icon: Package, roles: everyone, aside: false, page: lazy(() => import('../orders/page.tsx').then((module) => ({ default: module.OrdersPage }))) },
  { name: 'conversations', href: '#/conversations', icon: MessagesSquare, roles: everyone, aside: false, page: lazy(() => import('../messaging/page.tsx').then((module) => ({ default: module.ConversationsPage }))) },
  { name: 'verification', href: '#/verification', icon: BadgeCheck, roles: verifiers, aside: false, page: lazy(() => import('../verification/page.tsx').then((module) => ({ default: module.VerificationPage }))) },
  { name: 'payouts', href: '#/payouts', icon: HandCoins, roles: sellers, aside: false, page: lazy(() => import('../payouts/page.tsx').then((module) => ({ default: module.PayoutsPage }))) },
  { name: 'moderation', href: '#/moderation', icon: ShieldCheck, roles: ['admin', 'moderator'], aside: false, page: lazy(() => import('../moderation/page.tsx').then((module) => ({ default: module.ModerationPage }))) },
  { name: 'pictures', href: '#/pictures', icon: Images, roles: sellers, aside: false, page: lazy(() => import('../media/page.tsx').then((module) => ({ default: module.PicturesPage }))) },
  { name: 'shop', href: '#/shop', icon: Store, roles: everyone, aside: false, page: lazy(() => import('../catalog/shop/page.tsx').then((module) => ({ default: module.ShopPage }))) },
  { name: 'sync', href: '#/sync', icon: RefreshCw, roles: everyone, aside: true, page: lazy(() => import('../sync/page.tsx').then((module) => ({ default: module.SyncPage }))) },
  { name: 'audit', href: '#/audit', icon: ScrollText, roles: admins, aside: true, page: lazy(() => import('../audit/page.tsx').then((module) => ({ default: module.AuditPage }))) },
  { name: 'settings', href: '#/settings', icon: Settings2, roles: everyone, aside: true, page: lazy(() => import('../settings/page.tsx').then((module) => ({ default: module.SettingsPage }))) },
];

/** The route of a place, and what is left of its path; null when nothing is there. */
export function routeOf(location: Location, role: Role): { route: Route; props: PageProps } | null {
  const [name = 'catalog', ...parts] = location.parts;
  const route = routes.find((candidate) => candidate.name === name && candidate.roles.includes(role));
  return route ? { route, props: { parts, query: location.query } } : null;
}
