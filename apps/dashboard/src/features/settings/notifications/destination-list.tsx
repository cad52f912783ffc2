import type { DeliveryRow, NotificationsConfig, ShownDestination } from '@showrunner/contracts';
import { useState } from 'react';
import { toProblemView } from '../../../shared/api/api-error.ts';
import { Notice } from '../../../shared/ui/feedback/notice.tsx';
import { ProblemCard } from '../../../shared/ui/feedback/problem-card.tsx';
import { Button } from '../../../shared/ui/form/button.tsx';
import { SwitchField } from '../../../shared/ui/form/switch-field.tsx';
import { newDraft, toDraft } from './destination/draft.ts';
import { DestinationForm } from './destination/destination-form.tsx';
import { useSaveConfig, useTest } from './notifications.ts';
import styles from './notifications.module.css';
import { kindWords, severityWords } from './words.ts';

/** Something that was done to a destination, for a person to see. */
type Outcome = { readonly name: string; readonly test?: DeliveryRow };

/** Who is told: one form at a time, and how the last test went. */
export function DestinationList({ config }: { config: NotificationsConfig }) {
  const [open, setOpen] = useState<string>();
  const [outcome, setOutcome] = useState<Outcome>();
  const [newId, setNewId] = useState(randomId);
  const { destinations } = config;
  const done = (saved?: Outcome) => {
    setOpen(undefined);
    setNewId(randomId());
    setOutcome(saved);
  };
  return (
    <div className={styles['stack']}>
      {destinations.length === 0 && open !== newId && (
        <p className={styles['faint']}>Nobody is told yet. Add your mail address, your phone or a chat.</p>
      )}
      {destinations.length > 0 && (
        <ul className={styles['rows']} aria-label="Destinations">
          {destinations.map((destination) => (
            <li key={destination.id}>
              {open === destination.id ? (
                <DestinationForm start={toDraft(destination)} config={config} onDone={done} />
              ) : (
                <Row
                  destination={destination}
                  config={config}
                  onEdit={() => setOpen(destination.id)}
                  onOutcome={setOutcome}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      <div aria-live="polite">{outcome && <OutcomeNotice outcome={outcome} />}</div>
      {open === newId ? (
        <DestinationForm start={newDraft(newId)} config={config} onDone={done} />
      ) : (
        <p>
          <Button look={destinations.length === 0 ? 'primary' : 'plain'} onClick={() => setOpen(newId)}>
            Add a destination
          </Button>
        </p>
      )}
    </div>
  );
}

interface RowProps {
  readonly destination: ShownDestination;
  readonly config: NotificationsConfig;
  readonly onEdit: () => void;
  readonly onOutcome: (outcome: Outcome | undefined) => void;
}

function Row({ destination, config, onEdit, onOutcome }: RowProps) {
  const { id, name, kind, place, url_configured: hasUrl } = destination;
  const save = useSaveConfig();
  const test = useTest();
  const what = kind === null ? (hasUrl ? 'This version cannot send to it' : 'It has no address yet') : kindWords[kind];
  const replace = (destinations: readonly ShownDestination[]) => save.mutate({ destinations });
  const error = save.error ?? test.error;
  return (
    <div className={styles['stack']}>
      <div className={styles['row']}>
        <p className={styles['about']}>
          <strong>{name}</strong>
          <span className={styles['faint']}>
            {what}
            {place !== null && kind !== 'slack' && ` · ${place}`} · {severityWords[destination.minimum_severity]}
            {destination.service_names.length > 0 && ` · ${destination.service_names.join(', ')}`}
          </span>
        </p>
        <p className={styles['actions']}>
          <Button
            small
            busy={test.isPending}
            aria-label={`Send a test to ${name}`}
            onClick={() => {
              onOutcome(undefined);
              test.mutate(id, { onSuccess: (row) => onOutcome({ name, test: row }) });
            }}
          >
            {test.isPending ? 'Sending…' : 'Test'}
          </Button>
          <Button small aria-label={`Change ${name}`} onClick={onEdit}>
            Change
          </Button>
          <Button
            small
            look="quiet"
            busy={save.isPending}
            aria-label={`Remove ${name}`}
            onClick={() => replace(config.destinations.filter((one) => one.id !== id))}
          >
            Remove
          </Button>
        </p>
      </div>
      <SwitchField
        label={`Send to ${name}`}
        checked={destination.enabled}
        onChange={(enabled) => replace(config.destinations.map((one) => (one.id === id ? { ...one, enabled } : one)))}
      />
      {error && <ProblemCard problem={toProblemView(error)} />}
    </div>
  );
}

function OutcomeNotice({ outcome: { name, test } }: { outcome: Outcome }) {
  if (test === undefined) return <Notice tone="ok" title={`${name} is saved.`} />;
  if (test.status === 'sent') return <Notice tone="ok" title={`The test for ${name} was sent.`} />;
  if (test.status === 'queued') return <Notice tone="busy" title={`The test for ${name} is still on its way.`} />;
  return (
    <Notice tone="fail" title={`The test for ${name} did not arrive.`}>
      <p>{test.error}</p>
      {test.status === 'retrying' && <p>It is tried again by itself.</p>}
    </Notice>
  );
}

function randomId(): string {
  // `randomUUID` is for secure origins only; plain http on a home network has this.
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
