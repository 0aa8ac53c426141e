/** A cell that begins so is run as a formula when a spreadsheet opens the file. Source: OWASP, CSV injection. */
const dangerous = /^[=+\-@\t\r]/;
const harmless = /^[-+]?\d[\d.,]*$/;

/** Text as it is written into a file that a spreadsheet may open: what would be run as a formula gets an apostrophe before it. `unguarded` takes it away again. */
export const guarded = (text: string): string => ((dangerous.test(text) && !harmless.test(text)) || /^'+[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/** The inverse of `guarded`; every other text stays as it is. */
export const unguarded = (text: string): string => (text.charCodeAt(0) === 39 && /^'+[=+\-@\t\r]/.test(text) && !harmless.test(text.replace(/^'/, '')) ? text.slice(1) : text);
