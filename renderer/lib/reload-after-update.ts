import { MINUTE_MS } from '#shared/kernel/time.ts';

const KEY = 'comptoir.reloaded-at';

/**
 * A page of the console that can no longer be fetched was replaced by an update while this window stood open:
 * the window loads itself again, on the same page. At most once a minute, so that a broken installation shows its error instead of spinning.
 */
window.addEventListener('vite:preloadError', (event) => {
  const last = Number(sessionStorage.getItem(KEY) ?? 0);
  if (Date.now() - last < MINUTE_MS) return;
  event.preventDefault();
  sessionStorage.setItem(KEY, String(Date.now()));
  location.reload();
});
