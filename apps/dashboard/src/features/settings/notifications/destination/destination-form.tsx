import type { DeliveryRow, NotificationsConfig } from '@showrunner/contracts';
import { type FormEvent, useState } from 'react';
import { toProblemView } from '../../../../shared/api/api-error.ts';
import { ProblemCard } from '../../../../shared/ui/feedback/problem-card.tsx';
import { Button } from '../../../../shared/ui/form/button.tsx';
import { TextField } from '../../../../shared/ui/form/field.tsx';
import { SwitchField } from '../../../../shared/ui/form/switch-field.tsx';
import { useSaveConfig, useTest } from '../notifications.ts';
import styles from '../notifications.module.css';
import type { Draft } from './draft.ts';
import { toSent } from './draft.ts';
import { KindFields } from './kind-fields.tsx';
import { kinds, missingFields } from './kinds.ts';
import { WhatFields } from './what-fields.tsx';

interface DestinationFormProps {
  readonly start: Draft;
  readonly config: NotificationsConfig;
  /** Closed, saved or not; with a test, how that went. */
  readonly onDone: (saved?: { readonly name: string; readonly test?: DeliveryRow }) => void;
}

/** Adds or changes one destination. */
export function DestinationForm({ start, config, onDone }: DestinationFormProps) {
  const [draft, setDraft] = useState(start);
  const [missing, setMissing] = useState<readonly string[]>([]);
  const save = useSaveConfig();
  const test = useTest();
  const isNew = !config.destinations.some(({ id }) => id === start.rest.id);
  const busy = save.isPending || test.isPending;
  const kind = kinds[draft.kind];

  const submit = async (withTest: boolean) => {
    if (busy) return;
    const wanting = draft.replaces ? missingFields(kind, draft.values) : [];
    setMissing(wanting);
    if (wanting.length > 0) return;
    const sent = toSent(draft);
    const destinations = isNew
      ? [...config.destinations, sent]
      : config.destinations.map((one) => (one.id === sent.id ? sent : one));
    // Whoever adds the first one wants to be told; the switch is on the page to see.
    const isFirst = config.destinations.length === 0;
    await save.mutateAsync({ destinations, ...(isFirst ? { enabled: true } : {}) });
    onDone({ name: sent.name, ...(withTest ? { test: await test.mutateAsync(sent.id) } : {}) });
  };
  const run = (withTest: boolean) => void submit(withTest).catch(() => undefined); // shown below
  const error = save.error ?? test.error;

  return (
    <form
      className={styles['form']}
      noValidate
      aria-label={isNew ? 'A new destination' : `Change ${start.rest.name}`}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        run(true);
      }}
    >
      {draft.replaces ? (
        <KindFields
          kind={draft.kind}
          values={draft.values}
          missing={missing}
          onKind={(next) => {
            setMissing([]);
            setDraft({ ...draft, kind: next });
          }}
          onValues={(values) => setDraft({ ...draft, values })}
        />
      ) : (
        <p className={styles['stored']}>
          <span>{kind.label}: the address is stored and is not shown again.</span>
          <Button small onClick={() => setDraft({ ...draft, replaces: true })}>
            Type another one
          </Button>
        </p>
      )}
      {draft.kind === 'webhook' && (
        <SwitchField
          label="Check its certificate"
          help="Switch it off only for a server of your own with a certificate of its own."
          checked={draft.rest.verify_tls}
          onChange={(verify) => setDraft({ ...draft, rest: { ...draft.rest, verify_tls: verify } })}
        />
      )}
      <TextField
        label="Name"
        value={draft.rest.name}
        maxLength={120}
        autoComplete="off"
        placeholder={kind.label}
        onChange={({ target }) => setDraft({ ...draft, rest: { ...draft.rest, name: target.value } })}
      />
      <WhatFields rest={draft.rest} onChange={(rest) => setDraft({ ...draft, rest })} />
      {error && <ProblemCard problem={toProblemView(error)} />}
      <p className={styles['actions']}>
        <Button type="submit" look="primary" busy={busy}>
          Save and send a test
        </Button>
        <Button busy={busy} onClick={() => run(false)}>
          Save
        </Button>
        <Button look="quiet" onClick={() => onDone()}>
          Cancel
        </Button>
      </p>
    </form>
  );
}
