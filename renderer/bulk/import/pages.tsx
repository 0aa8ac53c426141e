import { ImportPage } from './page.tsx';
import { ImportStartPage } from './start-page.tsx';

/** Where files are imported: a place to begin, or one file (`#/catalog/import/<draft>`). One piece to fetch, so that a dropped file finds its page there. */
export const ImportPages = ({ draft }: { draft: string | undefined }) => (draft === undefined ? <ImportStartPage /> : <ImportPage key={draft} draft={draft} />);
