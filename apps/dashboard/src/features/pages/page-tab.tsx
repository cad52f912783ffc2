import type { ServiceView } from '@showrunner/contracts';
import { useQuery } from '@tanstack/react-query';
import { Maximize, RotateCw } from 'lucide-react';
import { useRef } from 'react';
import { askForPage } from '../../shared/api/service-page.ts';
import { Loading } from '../../shared/ui/feedback/loading.tsx';
import { LoadFailure } from '../../shared/ui/feedback/load-failure.tsx';
import { Button } from '../../shared/ui/form/button.tsx';
import { OpenPageButton } from '../../shared/ui/open/open-page-button.tsx';
import styles from './page-tab.module.css';

/** What a page of a service may do in its frame: everything within itself, nothing with the window around it. */
const sandbox =
  'allow-scripts allow-same-origin allow-forms allow-modals allow-downloads allow-popups allow-popups-to-escape-sandbox';

/** The web page of a service, inside of ours. It has an origin of its own and sees nothing of us. */
export default function PageTab({ service }: { service: ServiceView }) {
  const { processName, status } = service;
  const frame = useRef<HTMLIFrameElement>(null);
  // An address is good once, so that it is never asked for again behind the person's back, nor kept.
  const page = useQuery({
    queryKey: ['page', processName, status.pid ?? null],
    queryFn: () => askForPage(processName),
    enabled: status.pid !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    retry: false,
  });

  if (status.pid === undefined) {
    return <p className={styles['note']}>{processName} does not run. Its page is here once it does.</p>;
  }
  if (page.isError) return <LoadFailure error={page.error} onRetry={() => void page.refetch()} />;
  if (page.data === undefined) return <Loading label={`Opening the page of ${processName}`} rows={6} />;
  if (!page.data.embeds) {
    return (
      <div className={styles['note']}>
        <p>{processName} asks for passwords, so it must not be shown inside of another page.</p>
        <OpenPageButton service={service} look="primary" />
      </div>
    );
  }
  return (
    <div className={styles['tab']}>
      <div className={styles['tools']} role="group" aria-label={`Page of ${processName}`}>
        <Button small look="quiet" busy={page.isFetching} onClick={() => void page.refetch()}>
          <RotateCw size={14} aria-hidden /> Load again
        </Button>
        <Button small look="quiet" onClick={() => void frame.current?.requestFullscreen()}>
          <Maximize size={14} aria-hidden /> Whole screen
        </Button>
      </div>
      <iframe
        key={page.data.url}
        ref={frame}
        className={styles['frame']}
        src={page.data.url}
        title={`Page of ${processName}`}
        sandbox={sandbox}
        referrerPolicy="no-referrer"
        allow="fullscreen; clipboard-write"
      />
    </div>
  );
}
