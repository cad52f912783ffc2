import type { ServiceView } from '@showrunner/contracts';
import { useMutation } from '@tanstack/react-query';
import { toProblemView } from '../../api/api-error.ts';
import { askForPage } from '../../api/service-page.ts';

/** Opens the page of a service in a new tab, signed in. */
export function useOpenPage({ processName }: Pick<ServiceView, 'processName'>) {
  const opening = useMutation({
    mutationFn: async (tab: Window | null) => {
      try {
        const { url } = await askForPage(processName);
        if (tab === null || tab.closed) return;
        // What comes there is somebody else's: it gets no hold of this window.
        tab.opener = null;
        tab.location.replace(url);
      } catch (error) {
        tab?.close();
        throw error;
      }
    },
  });
  return {
    // A browser lets a tab be opened at the press only, not once the answer has come.
    open: () => opening.mutate(window.open('about:blank', '_blank')),
    opening: opening.isPending,
    problem: opening.error ? toProblemView(opening.error) : null,
    dismiss: opening.reset,
  };
}
