import { createHash } from 'node:crypto';
import { listening } from '#tests/support/http-server.ts';

/** As much of Cloudinary as pictures need, over real HTTP: signatures of calls and of delivery addresses are checked by its own rules, written anew here. */
export async function aFakeCloudinary({ cloud = 'atelier', key = '123456', secret = 'hush' } = {}) {
  const objects = new Map<string, Buffer>();
  const troubles: (number | 'cut')[] = [];
  const seen: string[] = [];
  const signatureOf = (fields: ReadonlyMap<string, string>) =>
    createHash('sha256').update([...fields].filter(([name]) => !['file', 'api_key', 'signature', 'cloud_name', 'resource_type'].includes(name)).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}=${value}`).join('&') + secret).digest('hex');
  const { url } = await listening((request, response) => {
    const blocks: Buffer[] = [];
    request.on('data', (block: Buffer) => blocks.push(block)).on('end', () => void (async () => {
      const at = new URL(request.url!, 'http://cloudinary');
      seen.push(`${request.method} ${at.pathname}`);
      const trouble = troubles.shift();
      const json = (status: number, body: object) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      if (trouble === 'cut') return void request.socket.destroy();
      if (trouble !== undefined) return void json(trouble, { error: { message: 'busy' } });
      const delivered = new RegExp(`^/${cloud}/raw/authenticated/s--([\\w-]{32})--/v1/(.+)$`).exec(at.pathname);
      if (delivered) {
        const [, signature, name] = delivered;
        if (createHash('sha256').update(name + secret).digest('base64').replaceAll('/', '_').replaceAll('+', '-').slice(0, 32) !== signature) return void json(401, {});
        const content = objects.get(name!);
        if (!content) return void json(404, {});
        const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
        // A cache that does not know ranges answers with all of it, now and then.
        const whole = from === undefined || seen.length % 2 === 0;
        return void response.writeHead(whole ? 200 : 206).end(whole ? content : content.subarray(Number(from), Number(to) + 1));
      }
      if (request.method === 'GET') {
        if (request.headers.authorization !== `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`) return void json(401, {});
        const one = decodeURIComponent(at.pathname.slice(`/v1_1/${cloud}/resources/raw/authenticated/`.length));
        if (one !== '') return void (objects.has(one) ? json(200, { public_id: one, bytes: objects.get(one)!.length }) : json(404, { error: { message: 'not found' } }));
        const after = at.searchParams.get('next_cursor') ?? '';
        const names = [...objects.keys()].filter((name) => name.startsWith(at.searchParams.get('prefix') ?? '') && name > after).sort();
        return void json(200, { resources: names.slice(0, 2).map((name) => ({ public_id: name, bytes: objects.get(name)!.length })), ...(names.length > 2 ? { next_cursor: names[1] } : {}) });
      }
      const form = await new Response(Buffer.concat(blocks), { headers: { 'content-type': request.headers['content-type']! } }).formData();
      const fields = new Map([...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
      if (fields.get('api_key') !== key || fields.get('signature') !== signatureOf(fields)) return void json(401, { error: { message: 'Invalid Signature' } });
      if (Math.abs(Date.now() / 1_000 - Number(fields.get('timestamp'))) > 3_600) return void json(401, { error: { message: 'Stale request' } });
      const name = fields.get('public_id')!;
      if (at.pathname.endsWith('/destroy')) return void (objects.delete(name), json(200, { result: 'ok' }));
      const content = Buffer.from(await (form.get('file') as File).arrayBuffer());
      objects.set(name, content);
      json(200, { public_id: name, bytes: content.length });
    })());
  });
  return { settings: { cloud, key, secret, prefix: '', api: url, delivery: url }, objects, troubles, seen };
}
