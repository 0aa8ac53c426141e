/** What all banks of the SEPA area have to take. Source: EPC implementation guidelines, section 1.4, Latin character set. */
const allowed = /^[a-zA-Z0-9/\-?:().,'+ ]$/;
/** Letters that have no accent to lose, and signs that have a neighbour in the set. Source: EPC217-08, conversion table. */
const neighbours: Readonly<Record<string, string>> = {
  ß: 'ss', ẞ: 'SS', æ: 'ae', Æ: 'AE', œ: 'oe', Œ: 'OE', ø: 'o', Ø: 'O', đ: 'd', Đ: 'D', ð: 'd', Ð: 'D', ł: 'l', Ł: 'L', þ: 'th', Þ: 'TH', ħ: 'h', Ħ: 'H', ı: 'i', ŋ: 'n', Ŋ: 'N',
  '&': '+', '@': '(at)', '_': '-', '’': "'", '‘': "'", '`': "'", '´': "'", 'ʼ': "'", '"': "'", '“': "'", '”': "'", '„': "'", '«': "'", '»': "'",
  '–': '-', '—': '-', '−': '-', '‑': '-', ';': ',', '!': '.', '…': '...', '·': '.', '•': '-', '[': '(', ']': ')', '{': '(', '}': ')', '|': '/', '\\': '/', '*': '.', '#': '.', '=': '-', '%': '.', '~': '-', '<': '(', '>': ')', $: '.', '^': '.',
  '€': 'EUR', '°': '.', 'º': 'o', 'ª': 'a', '№': 'No',
};

export type SepaText = {
  /** What is written into the file. */
  readonly text: string;
  /** What was replaced, in the order of its first appearance, so that whoever signs the file sees it. */
  readonly replaced: readonly { readonly from: string; readonly to: string }[];
  /** Signs that have no Latin writing that a machine could choose: Arabic names are spelled by their owner, not by us. */
  readonly unwritable: readonly string[];
};

/**
 * Writes a name, an address or a text for a bank file: letters without their accents, `&` as `+`, blanks made single. What changed is told, never silent.
 *
 * A text may not begin or end with `/` nor contain `//`, which banks take for their own marks; those slashes are dropped.
 */
export function sepaText(text: string): SepaText {
  const replaced = new Map<string, string>();
  const unwritable = new Set<string>();
  const written = [...text.normalize('NFC')].map((sign) => {
    if (allowed.test(sign)) return sign;
    if (/\s/.test(sign)) return ' ';
    const to = neighbours[sign] ?? withoutMarks(sign);
    if (to === null) {
      unwritable.add(sign);
      return '';
    }
    replaced.set(sign, to);
    return to;
  });
  const single = written.join('').replace(/ {2,}/g, ' ').trim();
  const safe = single.replace(/\/{2,}/g, '/').replace(/^[/ ]+|[/ ]+$/g, '');
  if (safe !== single) replaced.set('/', '');
  return { text: safe, replaced: [...replaced].map(([from, to]) => ({ from, to })), unwritable: [...unwritable] };
}

function withoutMarks(sign: string): string | null {
  const bare = sign.normalize('NFKD').replace(/\p{Mark}/gu, '');
  return bare !== '' && [...bare].every((letter) => allowed.test(letter)) ? bare : null;
}
