import { createHash } from 'node:crypto';
import express, { type Router } from 'express';
import type { Endpoint, Endpoints } from '#shared/contract/http.ts';
import { openApiOf, type Address } from './openapi.ts';
import { methodNotAllowed } from './router.ts';

/** `/openapi.json` for programs and `/docs` for people: one page, no script, nothing fetched from elsewhere. */
export function docsRouter(declared: Endpoints, addresses: readonly Address[] = []): Router {
  const description = openApiOf(declared, addresses);
  const page = pageOf(declared, addresses, description);
  const styleHash = createHash('sha256').update(STYLE).digest('base64');
  const router = express.Router();
  router.get('/openapi.json', (_request, response) => void response.json(description));
  router.get('/docs', (_request, response) => {
    response.setHeader('content-security-policy', `default-src 'none'; style-src 'sha256-${styleHash}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`);
    response.type('html').send(page);
  });
  router.all(['/openapi.json', '/docs'], methodNotAllowed(['GET']));
  return router;
}

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid; padding-bottom: .25rem; }
code, pre { font: 13px/1.45 ui-monospace, monospace; }
pre { overflow: auto; padding: .75rem; border: 1px solid; border-radius: 4px; max-height: 24rem; }
.method { font-weight: 600; text-transform: uppercase; margin-inline-end: .5rem; }
table { border-collapse: collapse; } td, th { text-align: start; padding: .15rem 1rem .15rem 0; vertical-align: top; }
`;

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

function pageOf(declared: Endpoints, addresses: readonly Address[], description: ReturnType<typeof openApiOf>): string {
  const sections = Object.entries(declared).map(([name, endpoint]) => sectionOf(name, endpoint, description.paths[endpoint.path.replace(/:(\w+)/g, '{$1}')]?.[endpoint.method]));
  const links = Object.entries(declared).map(([name, endpoint]) => `<tr><td><a href="#${name}">${name}</a></td><td><code>${endpoint.method.toUpperCase()} ${escaped(endpoint.path)}</code></td><td>${escaped(endpoint.summary)}</td></tr>`);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${description.info.title}</title><style>${STYLE}</style></head><body>
<h1>${description.info.title}</h1><p>Protocol ${description.info.version}. ${escaped(description.info.description)} For programs: <a href="openapi.json">openapi.json</a>.</p>
<table>${links.join('')}${addresses.map(rowOf).join('')}</table>${sections.join('')}</body></html>`;
}

const rowOf = ({ name, method, path, summary }: Address) => `<tr><td>${name}</td><td><code>${method.toUpperCase()} ${escaped(path)}</code></td><td>${escaped(summary)}</td></tr>`;

function sectionOf(name: string, endpoint: Endpoint, operation: unknown): string {
  return `<h2 id="${name}"><span class="method">${endpoint.method}</span><code>${escaped(endpoint.path)}</code></h2>
<p>${escaped(endpoint.summary)}</p><p>${endpoint.auth === 'signed-in' ? 'For people who are signed in.' : 'For anyone.'} Refusals: ${endpoint.errors.map((code) => `<code>${code}</code>`).join(', ') || 'none of its own'}.</p>
<details><summary>Schemas</summary><pre>${escaped(JSON.stringify(operation, null, 2))}</pre></details>`;
}
