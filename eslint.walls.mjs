// The walls between the layers, apart from the other lint rules so that `tests/architecture` can plant violations against exactly these.
import { fileURLToPath } from 'node:url';
import boundaries from 'eslint-plugin-boundaries';

/** Which capability of `shared` may use which: what stands further right knows what stands further left, never the other way. */
const knows = {
  sync: [],
  auth: [],
  audit: ['auth', 'sync'],
  settings: ['auth'],
  intake: ['auth'],
  jobs: ['auth'],
  media: ['auth', 'sync'],
  catalog: ['auth', 'sync', 'media'],
  bulk: ['auth', 'sync', 'media', 'catalog'],
  orders: ['auth', 'sync', 'catalog'],
  payouts: ['auth', 'sync', 'jobs', 'catalog', 'bulk', 'orders'],
  payments: ['auth', 'sync', 'catalog', 'orders', 'payouts'],
  verification: ['auth', 'sync', 'payouts'],
  moderation: ['auth', 'sync', 'catalog', 'media'],
  messaging: ['auth', 'sync', 'catalog', 'orders'],
  analytics: ['auth', 'sync', 'catalog', 'orders', 'payouts'],
};

const element = (type, captured) => ({ element: { type, ...(captured ? { captured } : {}) } });
const from = (type, ...to) => ({ from: element(type), allow: { to: to.map((target) => element(target)) } });
const foreign = (source) => ({ module: { origin: ['external', 'core'], ...(source ? { source } : {}) } });
const onlyPackages = (type, ...sources) => ({ from: element(type), allow: { to: foreign(sources) } });
/** Any package but these; a later policy wins over an earlier one. */
const packagesExcept = (type, ...sources) => [
  { from: element(type), allow: { to: foreign() } },
  { from: element(type), disallow: { to: foreign(sources) } },
];
const browserOnly = ['react', 'react-dom', 'react-aria-components', 'react-i18next', 'zustand', 'recharts'];
const backOnly = ['express', 'socket.io', 'socket.io-client', 'better-sqlite3', 'kysely', 'pg', 'ky', 'ws', 'pino', '@node-rs/argon2', 'jose', 'helmet'];
/** `main.ts` and `preload.cts` stand beside the folders they belong to. */
const desktopEntry = { file: { categories: 'desktop-entry' } };

const policies = [
  // shared: pure, zod only.
  from('kernel', 'kernel'),
  from('contract', 'kernel', 'contract', 'capability'),
  ...Object.entries(knows).map(([name, others]) => ({
    from: element('capability', { name }),
    allow: { to: [element('kernel'), element('contract'), ...[name, ...others].map((other) => element('capability', { name: other }))] },
  })),
  ...['kernel', 'contract', 'capability'].map((layer) => onlyPackages(layer, 'zod')),
  // The layers know themselves and shared; nothing else.
  ...['electron', 'desktop-shell', 'renderer', 'server'].map((layer) => from(layer, layer, 'kernel', 'contract', 'capability')),
  from('desktop-shell', 'electron'),
  ...['electron', 'server'].flatMap((layer) => packagesExcept(layer, 'electron', ...browserOnly)),
  ...packagesExcept('desktop-shell', ...browserOnly),
  // The window has no Node and no Electron: packages for browsers only.
  { from: element('renderer'), allow: { to: { module: { origin: 'external' } } } },
  { from: element('renderer'), disallow: { to: foreign(['electron', ...backOnly]) } },
  { from: desktopEntry, allow: { to: [element('desktop-shell'), foreign(['electron'])] } },
  { from: element('tests'), allow: { to: [element('*'), foreign()] } },
];

/** The walls as one block of flat config; needs only a parser beside it. */
export const walls = {
  files: ['**/*.{ts,tsx,cts,mts}'],
  plugins: { boundaries },
  settings: {
    'import/resolver': { [fileURLToPath(new URL('eslint.resolver.mjs', import.meta.url))]: {} },
    'boundaries/elements': [
      // Anchored at the root: `tests/unit/server` is a test of the server, not a part of it.
      { type: 'tests', pattern: 'tests', partialMatch: false },
      { type: 'kernel', pattern: 'shared/kernel', partialMatch: false },
      { type: 'contract', pattern: 'shared/contract', partialMatch: false },
      { type: 'capability', pattern: 'shared/*', capture: ['name'], partialMatch: false },
      { type: 'desktop-shell', pattern: 'electron/app', partialMatch: false },
      { type: 'electron', pattern: 'electron', partialMatch: false },
      { type: 'renderer', pattern: 'renderer', partialMatch: false },
      { type: 'server', pattern: 'server', partialMatch: false },
    ],
    'boundaries/files': [{ category: 'desktop-entry', pattern: 'electron/{main.ts,preload.cts}' }],
    'boundaries/include': ['{shared,electron,renderer,server,tests}/**/*'],
  },
  rules: { 'boundaries/dependencies': ['error', { default: 'disallow', checkAllOrigins: true, policies }] },
};
