const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** What XML 1.0 has no way to write at all: most control characters, halves of a character, two numbers that are none. */
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Surrogate}]/gu;

/** A text between two tags; what XML cannot hold is left out. */
export const xmlText = (text: string): string => text.replace(unwritable, '').replace(/[&<>"]/g, (mark) => marks[mark]!);

const escape = (letter: string): string => `_x${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;

/** A text in a cell of a workbook, where `_x000D_` and its like stand for letters XML cannot hold or would change (a carriage return). Source: ECMA-376 part 1, 22.9.2.19. */
export const cellText = (text: string): string => text.replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_').replace(unwritable, escape).replaceAll('\r', '_x000D_').replace(/[&<>]/g, (mark) => marks[mark]!);
