import { z } from 'zod';
import { err, ok, type Result } from '../kernel/result.ts';

/** Why a text is no public address of a shop, as a rule of the language files. */
export type WebAddressFault = 'web-address-https' | 'web-address-host' | 'web-address-plain';

/**
 * The public address of a shop as its links begin with it: `https://`, a host with a dot in it, perhaps a path, no slash at the end.
 * What is typed without `https://` gets it; what is encrypted for nobody (`http://`), leads to one machine only (a number, no dot), or is more
 * than an address (a name and password, a port, a question, a place in the page) is refused.
 */
export function readWebAddress(text: string): Result<string, WebAddressFault> {
  const said = text.trim();
  const whole = normal.safeParse(/^[a-z][a-z\d+.-]*:\/\//i.test(said) ? said : `https://${said}`);
  const parts = whole.success && !/\s/u.test(said) ? /^([^:]+):\/\/([^/?#]*)([^?#]*)(.*)$/.exec(whole.data) : null;
  if (parts === null) return err('web-address-host');
  const [, protocol, host = '', path = '', rest] = parts;
  if (protocol !== 'https') return err('web-address-https');
  if (/[@:]/.test(host) || rest !== '') return err('web-address-plain');
  return isDomain(host) ? ok(`https://${host}${path.replace(/\/+$/, '')}`) : err('web-address-host');
}

/** Written the one way the standard gives: small letters, other scripts as ASCII, no `..`. */
const normal = z.url({ normalize: true });
/** Two names or more with dots between, the last of them no number. */
const isDomain = (host: string): boolean => /^([a-z\d_-]+\.)+[a-z][a-z\d-]+$/.test(host);
