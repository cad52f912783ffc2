import type { ServiceView, UpdateView } from '@showrunner/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { updatesQuery } from '../../../shared/api/updates.ts';
import { formatAbsolute } from '../../../shared/format/time.ts';
import { Notice } from '../../../shared/ui/feedback/notice.tsx';
import { ProblemCard } from '../../../shared/ui/feedback/problem-card.tsx';
import { Button } from '../../../shared/ui/form/button.tsx';
import page from '../../../shared/ui/page.module.css';
import { TimeAgo } from '../../../shared/ui/time-ago.tsx';
import { PolicyForm } from './policy-form.tsx';
import { ReleaseNotes } from './release-notes.tsx';
import { UpdateDialog } from './update-dialog.tsx';
import { outcomeTones, sayOutcome, sayPolicy, sayState } from './update-words.ts';
import styles from './updates.module.css';
import { useUpdate } from './use-update.ts';

/** The version of a service: what there is, what there could be, and what is done about it. */
export default function UpdatesSection({ service }: { service: ServiceView }) {
  const { data } = useQuery(updatesQuery);
  const view = data?.updates.find(({ processName }) => processName === service.processName);
  return view === undefined ? null : <Version view={view} />;
}

function Version({ view }: { view: UpdateView }) {
  const update = useUpdate(view);
  const [asked, setAsked] = useState<'update' | 'policy' | null>(null);
  const { words, tone } = sayState(view);
  const close = () => setAsked(null);
  const offered = view.state !== 'unsupported';
  return (
    <section className={page['section']} aria-labelledby="version">
      <h2 id="version" className={page['heading']}>
        Version
      </h2>
      <p className={styles['line']}>
        <strong>{view.installed ?? 'Nothing is installed'}</strong>
        <span className={styles['state']} data-tone={tone}>
          {words}
        </span>
        {view.operationId !== null && <Link to={`/operations/${view.operationId}`}>Watch it</Link>}
      </p>
      {(view.state === 'unsupported' || view.state === 'failed' || view.state === 'fixed') && <p>{view.message}</p>}
      {view.last && view.last.outcome !== 'updated' && view.last.to === view.available && (
        <Notice tone={outcomeTones[view.last.outcome]} title={sayOutcome(view.last)}>
          <p>{view.last.message} It is not tried again by itself.</p>
        </Notice>
      )}
      {offered && <Actions view={view} update={update} onUpdate={() => setAsked('update')} />}
      {view.notes && view.available !== null && view.available !== view.installed && (
        <ReleaseNotes notes={view.notes} version={view.available} />
      )}
      {offered && asked !== 'policy' && (
        <p className={styles['line']}>
          <span>
            {sayPolicy(view)}
            {view.nextCheckAt !== null && ` The next look is on ${formatAbsolute(view.nextCheckAt)}.`}
          </span>
          <Button small onClick={() => setAsked('policy')}>
            Change
          </Button>
        </p>
      )}
      {asked === 'policy' && <PolicyForm view={view} update={update} onDone={close} />}
      {update.problem && <ProblemCard problem={update.problem} />}
      {asked === 'update' && (
        <UpdateDialog
          view={view}
          onConfirm={() => {
            close();
            update.update();
          }}
          onClose={close}
        />
      )}
    </section>
  );
}

interface ActionsProps {
  readonly view: UpdateView;
  readonly update: ReturnType<typeof useUpdate>;
  readonly onUpdate: () => void;
}

function Actions({ view, update, onUpdate }: ActionsProps) {
  const { installed, fixed } = view;
  return (
    <div className={styles['buttons']} role="group" aria-label={`Version of ${view.processName}`}>
      {view.state === 'available' && (
        <Button look="primary" busy={update.atWork} onClick={onUpdate}>
          Update to {view.available}
        </Button>
      )}
      <Button busy={update.looking} onClick={update.look}>
        {update.looking ? 'Looking …' : 'Look for a new version'}
      </Button>
      {fixed === null && installed !== null && (
        <Button busy={update.atWork} onClick={() => update.pin(installed)}>
          Keep {installed}
        </Button>
      )}
      {fixed?.kind === 'tag' && (
        <Button busy={update.atWork} onClick={() => update.pin(null)}>
          Follow new versions again
        </Button>
      )}
      {view.checkedAt !== null && (
        <span className={styles['aside']}>
          Looked for <TimeAgo at={view.checkedAt} />
        </span>
      )}
    </div>
  );
}
