import './lib/zod-without-eval.ts';
import './ui/base.css';
import './lib/reload-after-update.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { assert } from '#shared/kernel/assert.ts';
import { App } from './app/app.tsx';
import { applyAppearance, lastAppearance } from './app/appearance.ts';
import { speak, systemLocale } from './lib/i18n.ts';

const place = document.getElementById('root');
assert(place, () => 'the page has no #root');
// The last look and language first, so that nothing flashes while the settings are asked for.
const appearance = lastAppearance(systemLocale(navigator.languages));
applyAppearance(appearance);
await speak(appearance.locale);
createRoot(place).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
