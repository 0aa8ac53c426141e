import sharp from 'sharp';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';

export type DocumentType = 'application/pdf' | 'image/jpeg' | 'image/png';

/** More than any scan has; what claims more was made to fill the memory of whoever opens it. */
const MOST_PIXELS = 60_000_000;

const refuse = (rule: string, details?: AppError['details']): Result<never, AppError> => err({ code: 'rule-broken', attempted: 'verification.addDocument', field: 'document', rule, ...(details ? { details } : {}) });

/**
 * What a document is by its content, whatever it is called: a PDF without what acts by itself, or a picture whose header can be read and is not larger
 * than a scan. Archives, office files and everything else are refused; nothing is unpacked or drawn.
 */
export async function checkDocument(content: Uint8Array): Promise<Result<DocumentType, AppError>> {
  if (content.length === 0) return refuse('document-empty');
  const head = Buffer.from(content.buffer, content.byteOffset, Math.min(content.byteLength, 8));
  if (head.subarray(0, 5).toString('latin1') === '%PDF-') return checkPdf(content);
  const isJpeg = head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff;
  const isPng = head.equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
  if (!isJpeg && !isPng) return refuse(head.subarray(0, 2).toString('latin1') === 'PK' ? 'document-archive' : 'document-type');
  try {
    const { width = 0, height = 0, format } = await sharp(content, { limitInputPixels: false, failOn: 'error' }).metadata();
    if (format !== (isJpeg ? 'jpeg' : 'png')) return refuse('document-type');
    return width * height > MOST_PIXELS ? refuse('document-pixels', { width, height }) : ok(isJpeg ? 'image/jpeg' : 'image/png');
  } catch {
    return refuse('document-broken');
  }
}

/** `/JS` alone stands by chance in every eleventh scan of 2 MB: it counts with the script, or the reference to one, that has to follow. */
const active = /\/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia)\b|\/JS\s{0,9}(?:[(<]|\d{1,10}\s{1,9}\d{1,5}\s{1,9}R\b)/;

function checkPdf(content: Uint8Array): Result<DocumentType, AppError> {
  const text = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('latin1');
  if (!text.slice(-2_048).includes('%%EOF')) return refuse('document-broken');
  // A name may write any of its letters as #xx.
  return active.test(text.replace(/#[0-9a-f]{2}/gi, (sign) => String.fromCharCode(Number.parseInt(sign.slice(1), 16)))) ? refuse('document-active') : ok('application/pdf');
}
