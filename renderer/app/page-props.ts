/** What every page receives: the parts of the path behind its own name, and the query. */
export type PageProps = { readonly parts: readonly string[]; readonly query: URLSearchParams };
