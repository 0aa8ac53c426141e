/** What spreadsheet programs take for a formula, behind any number of apostrophes. */
const opensFormula = /^'*[=+\-@\t\r]/;
const guarded = /^'+[=+\-@\t\r]/;
/** Asked of every cell of a file: most are told by their first sign. */
const APOSTROPHE = 39;
/** Figures begin with a sign and compute nothing. */
const figure = /^[+-]?[\d\u00a0\u202f ]+([.,]\d+)?$/;

/**
 * Keeps a text that looks like a formula a text: `=1+1` leaves as `'=1+1`, so that no spreadsheet program runs what somebody wrote into a title.
 * `withoutGuard` gives back exactly what was there.
 *
 * Source: OWASP, CSV injection.
 */
export const withGuard = (text: string): string => (opensFormula.test(text) && !figure.test(text) ? `'${text}` : text);

/** The text as it was before `withGuard`; others stay as they are. */
export const withoutGuard = (text: string): string => (text.charCodeAt(0) === APOSTROPHE && guarded.test(text) ? text.slice(1) : text);
