/** The scheme other programs and e-mails use to point at something in the console: `comptoir://catalog/0190…`. */
export const LINK_SCHEME = 'comptoir';

/**
 * Where in the console a link leads, as the part behind `#`; null for anything but a plain path of known shape.
 * A link only shows something: it carries no query, and no page acts on being opened.
 */
export function placeOfLink(link: string): string | null {
  const match = /^comptoir:\/\/([a-z]{2,20})((?:\/[\w-]{1,64}){0,4})\/?$/.exec(link);
  return match ? `#/${match[1] ?? ''}${match[2] ?? ''}` : null;
}

/** The first link among a program's arguments: how Linux and Windows hand one over. */
export const linkAmong = (argv: readonly string[]) => argv.find((argument) => argument.startsWith(`${LINK_SCHEME}://`)) ?? null;
