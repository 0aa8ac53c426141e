/**
 * Browsers say which page a call comes from; consoles are programs and say nothing. A page that is not on the list is refused,
 * so that no web site can talk to a server on the same machine or network through its visitors' browsers.
 */
export function mayComeFrom(origin: string | undefined, allowed: readonly string[]): boolean {
  return origin === undefined || allowed.includes(origin);
}
