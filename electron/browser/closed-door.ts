import { createHash } from 'node:crypto';

/** Why somebody stands before a closed door: they bring no key, or one that opens nothing (any more). */
export type ClosedDoor = 'no-key' | 'key-used' | 'not-found' | 'not-built';

type Words = { readonly lang: string; readonly dir: 'ltr' | 'rtl'; readonly title: string; readonly what: Record<ClosedDoor, string>; readonly how: string };

const words: readonly Words[] = [
  {
    lang: 'fr', dir: 'ltr', title: 'Comptoir',
    what: {
      'no-key': 'Cette page s’ouvre avec le lien affiché dans le terminal où Comptoir a été lancé.',
      'key-used': 'Ce lien a déjà servi ou n’est pas le bon : chaque lien ouvre la console une seule fois.',
      'not-found': 'Il n’y a rien à cette adresse.',
      'not-built': 'La fenêtre de la console n’est pas construite : relancez « npm start ».',
    },
    how: 'Pour un nouveau lien, appuyez sur Entrée dans ce terminal, ou relancez « npm start » avec le même dossier.',
  },
  {
    lang: 'en', dir: 'ltr', title: 'Comptoir',
    what: {
      'no-key': 'This page opens with the link shown in the terminal where Comptoir was started.',
      'key-used': 'This link has been used or is not the right one: each link opens the console once.',
      'not-found': 'There is nothing at this address.',
      'not-built': 'The console’s window is not built: run “npm start” again.',
    },
    how: 'For a new link, press Enter in that terminal, or run “npm start” again with the same folder.',
  },
  {
    lang: 'ar', dir: 'rtl', title: 'Comptoir',
    what: {
      'no-key': 'تُفتح هذه الصفحة بالرابط الظاهر في الطرفية التي شُغِّل فيها Comptoir.',
      'key-used': 'استُعمل هذا الرابط من قبل أو ليس هو الصحيح: كل رابط يفتح لوحة العمل مرة واحدة.',
      'not-found': 'لا يوجد شيء في هذا العنوان.',
      'not-built': 'نافذة لوحة العمل غير مبنية: أعد تشغيل ‏«npm start».',
    },
    how: 'للحصول على رابط جديد اضغط Enter في تلك الطرفية، أو أعد تشغيل ‏«npm start» بالمجلد نفسه.',
  },
];

const style = `:root{color-scheme:light dark;--paper:#fbfaf7;--ink:#1e2421;--ink-2:#565e58;--line:#e3dfd5;--accent:#0f6b66}
@media (prefers-color-scheme:dark){:root{--paper:#141718;--ink:#e9e6de;--ink-2:#a8aea7;--line:#2a3031;--accent:#63c7bd}}
body{margin:0;min-height:100vh;display:grid;place-content:center;background:var(--paper);color:var(--ink);font:400 15px/1.55 system-ui,sans-serif}
main{max-inline-size:34rem;padding:2rem}h1{font-size:17px;font-weight:650;margin:0 0 1.25rem;color:var(--accent)}
section{padding-block:1rem;border-block-start:1px solid var(--line)}p{margin:0}p+p{margin-block-start:.35rem;color:var(--ink-2)}`;

/** The policy of these pages: nothing at all but their own style, by its hash. */
export const closedDoorPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'`;

/**
 * The page for somebody without a key, in the three languages of the console, theirs first.
 *
 * @param acceptLanguage the browser's header
 */
export function closedDoorPage(why: ClosedDoor, acceptLanguage = ''): string {
  const first = /^\s*(fr|en|ar)\b/i.exec(acceptLanguage)?.[1]?.toLowerCase() ?? 'fr';
  const sorted = [...words].sort((a, b) => Number(b.lang === first) - Number(a.lang === first));
  const sections = sorted
    .map((text) => `<section lang="${text.lang}" dir="${text.dir}"><p>${text.what[why]}</p>${why === 'no-key' || why === 'key-used' ? `<p>${text.how}</p>` : ''}</section>`)
    .join('');
  return `<!doctype html><html lang="${first}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Comptoir</title><style>${style}</style></head><body><main><h1>Comptoir</h1>${sections}</main></body></html>`;
}

/** Goes on to the clean address from a page of our own: after a link on a foreign page, browsers hold a strict cookie back from a redirect. */
export const stepInsidePage = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=./"><title>Comptoir</title></head><body></body></html>`;
