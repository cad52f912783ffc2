import type { NotificationsConfig } from '@showrunner/contracts';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { toProblemView } from '../../../shared/api/api-error.ts';
import { Loading } from '../../../shared/ui/feedback/loading.tsx';
import { LoadFailure } from '../../../shared/ui/feedback/load-failure.tsx';
import { ProblemCard } from '../../../shared/ui/feedback/problem-card.tsx';
import { SwitchField } from '../../../shared/ui/form/switch-field.tsx';
import page from '../../../shared/ui/page.module.css';
import { useTitle } from '../../../shared/ui/use-title.ts';
import { DestinationList } from './destination-list.tsx';
import { History } from './history.tsx';
import { LimitsForm } from './limits-form.tsx';
import { MessageForm } from './message-form.tsx';
import { configQuery, useSaveConfig } from './notifications.ts';

/** Who is told when something happens, of what, and what was told. */
export default function NotificationsPage() {
  useTitle('Notifications');
  const query = useQuery(configQuery);
  return (
    <div className={`${page['page']} ${page['narrow']}`}>
      <header>
        <h1>Notifications</h1>
        <p className={page['lead']}>
          Be told when a service fails, when it is back, when there is an update, and when a disk is nearly full.
        </p>
      </header>
      {query.isPending && <Loading label="Loading the settings" rows={3} />}
      {query.isError && <LoadFailure error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <Settings config={query.data} />}
      <Part title="What was sent">
        <History />
      </Part>
    </div>
  );
}

function Settings({ config }: { config: NotificationsConfig }) {
  const save = useSaveConfig();
  const hasDestinations = config.destinations.length > 0;
  return (
    <>
      {hasDestinations && (
        <SwitchField
          label="Send notifications"
          help={config.enabled ? undefined : 'Nothing is sent by itself now. Tests and your own messages still are.'}
          checked={config.enabled}
          onChange={(enabled) => save.mutate({ enabled })}
        />
      )}
      {save.error && <ProblemCard problem={toProblemView(save.error)} />}
      <Part title="Destinations">
        <DestinationList config={config} />
      </Part>
      {hasDestinations && (
        <>
          <Part title="The machine">
            <LimitsForm config={config} />
          </Part>
          <Part title="Your own message">
            <MessageForm />
          </Part>
        </>
      )}
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={page['section']} aria-label={title}>
      <h2 className={page['heading']}>{title}</h2>
      {children}
    </section>
  );
}
