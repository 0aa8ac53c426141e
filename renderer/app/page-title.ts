import { useEffect } from 'react';

/** Names the window after what is on screen: `Babouche en cuir · Comptoir`. */
export function usePageTitle(title: string | null): void {
  useEffect(() => {
    if (title !== null) document.title = `${title} · Comptoir`;
  }, [title]);
}
