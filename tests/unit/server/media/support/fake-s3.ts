import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { listening } from '#tests/support/http-server.ts';

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const encoded = (text: string) => encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * A store that speaks as much of S3 as pictures need, over real HTTP: it checks each signature (AWS Signature Version 4) and checksum, and can be told
 * to fail, to hang up, or to list in small pages.
 */
export async function aFakeS3({ keyId = 'KEY', secret = 'SECRET', region = 'eu-west-3', bucket = 'pictures' } = {}) {
  const objects = new Map<string, Buffer>();
  /** What the next calls meet instead of an answer. */
  const troubles: (number | 'cut')[] = [];
  const seen: string[] = [];

  const isSigned = (request: IncomingMessage, url: URL, body: Buffer): boolean => {
    const [, given, date, signedHeaders, signature] = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/[^,]+, SignedHeaders=([^,]+), Signature=(\w+)$/.exec(request.headers.authorization ?? '') ?? [];
    if (given !== keyId) return false;
    const payload = String(request.headers['x-amz-content-sha256']);
    if (payload !== 'UNSIGNED-PAYLOAD' && payload !== sha256(body)) return false;
    const query = [...url.searchParams].map(([name, value]) => `${encoded(name)}=${encoded(value)}`).sort().join('&');
    const headers = signedHeaders!.split(';').map((name) => `${name}:${String(request.headers[name]).trim().replace(/ +/g, ' ')}\n`).join('');
    const canonical = [request.method, url.pathname, query, headers, signedHeaders, payload].join('\n');
    const scope = `${date}/${region}/s3/aws4_request`;
    const text = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, sha256(canonical)].join('\n');
    const key = ['aws4_request'].reduce<Buffer>((last, part) => hmac(last, part), hmac(hmac(hmac(`AWS4${secret}`, date!), region), 's3'));
    const right = hmac(key, text);
    return signature!.length === 64 && timingSafeEqual(right, Buffer.from(signature!, 'hex'));
  };
  const refuse = (response: ServerResponse, status: number, code: string) => response.writeHead(status, { 'content-type': 'application/xml' }).end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`);

  const list = (url: URL, response: ServerResponse) => {
    const [prefix, after] = [url.searchParams.get('prefix') ?? '', url.searchParams.get('continuation-token') ?? ''];
    const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
    const page = keys.slice(0, 2);
    response.writeHead(200, { 'content-type': 'application/xml' }).end(
      `<?xml version="1.0"?><ListBucketResult><IsTruncated>${keys.length > page.length}</IsTruncated>${keys.length > page.length ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : ''}${page.map((key) => `<Contents><Key>${key}</Key><Size>${objects.get(key)!.length}</Size></Contents>`).join('')}</ListBucketResult>`,
    );
  };
  const { url, server } = await listening((request, response) => {
    const blocks: Buffer[] = [];
    request.on('data', (block: Buffer) => blocks.push(block)).on('end', () => {
      const body = Buffer.concat(blocks);
      const at = new URL(request.url!, 'http://s3');
      seen.push(`${request.method} ${at.pathname}`);
      const trouble = troubles.shift();
      if (trouble === 'cut') return void request.socket.destroy();
      if (trouble !== undefined) return void refuse(response, trouble, trouble === 503 ? 'SlowDown' : 'InternalError');
      if (!isSigned(request, at, body)) return void refuse(response, 403, 'SignatureDoesNotMatch');
      const key = decodeURIComponent(at.pathname.slice(`/${bucket}/`.length));
      if (request.method === 'GET' && (at.pathname === `/${bucket}` || key === '')) return list(at, response);
      const content = objects.get(key);
      if (request.method === 'PUT') {
        const check = request.headers['x-amz-checksum-sha256'];
        if (check !== undefined && check !== createHash('sha256').update(body).digest('base64')) return void refuse(response, 400, 'BadDigest');
        objects.set(key, body);
        return void response.writeHead(200, { etag: `"${sha256(body)}"` }).end();
      }
      if (request.method === 'DELETE') return void (objects.delete(key), response.writeHead(204).end());
      if (!content) return void (request.method === 'HEAD' ? response.writeHead(404).end() : refuse(response, 404, 'NoSuchKey'));
      if (request.method === 'HEAD') return void response.writeHead(200, { 'content-length': content.length }).end();
      const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
      const part = from === undefined ? content : content.subarray(Number(from), Number(to) + 1);
      response.writeHead(from === undefined ? 200 : 206, { 'content-length': part.length, 'content-type': 'application/octet-stream' }).end(part);
    });
  });
  return { settings: { endpoint: url, region, bucket, keyId, secret, prefix: '' }, objects, troubles, seen, stop: () => server.close() };
}
