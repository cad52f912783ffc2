import type { StackChange } from '@showrunner/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { toProblemView } from '../../shared/api/api-error.ts';
import { documentQuery, type DocumentView } from '../../shared/api/document.ts';
import { useStartOperation } from '../../shared/api/operations/start-operation.ts';
import { ProblemCard } from '../../shared/ui/feedback/problem-card.tsx';
import { Button } from '../../shared/ui/form/button.tsx';
import { SelectField } from '../../shared/ui/form/field.tsx';
import { SwitchField } from '../../shared/ui/form/switch-field.tsx';
import page from '../../shared/ui/page.module.css';
import { applyDraft, checkDraft, type Draft, listInstances, readDraft } from './draft.ts';
import { OptionFields } from './option-fields.tsx';
import styles from './seerr-sync.module.css';
import { ServerFields } from './server-fields.tsx';

/** Who is the primary, who gets copies, and of what. */
export function SettingsForm({ view }: { view: DocumentView }) {
  const [draft, setDraft] = useState(() => readDraft(view.document));
  const [isChecked, setChecked] = useState(false);
  const queries = useQueryClient();
  const save = useStartOperation();
  const problems = isChecked ? checkDraft(draft) : {};
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (save.isPending || Object.keys(checkDraft(draft)).length > 0) return;
    const edit: StackChange = { kind: 'edit', document: applyDraft(view.document, draft), basedOn: view.revision };
    save.mutate(edit, {
      // Also after a refusal: what others have saved meanwhile is then what the next attempt is based on.
      onSettled: () => {
        void queries.invalidateQueries({ queryKey: documentQuery.queryKey });
        void queries.invalidateQueries({ queryKey: ['seerr-sync'] });
      },
    });
  };

  return (
    <section className={page['section']} aria-labelledby="sync-settings">
      <h2 id="sync-settings" className={page['heading']}>
        Settings
      </h2>
      <form className={styles['form']} onSubmit={submit} noValidate>
        <SwitchField label="Copy requests" checked={draft.enabled} onChange={(enabled) => change({ enabled })} />
        <Primary view={view} draft={draft} problem={problems['primary']} onChange={change} />
        <Members view={view} draft={draft} problems={problems} onChange={change} />
        <OptionFields draft={draft} problems={problems} onChange={change} />
        {save.error && <ProblemCard problem={toProblemView(save.error)} />}
        <p className={styles['buttons']}>
          <Button type="submit" look="primary" busy={save.isPending}>
            {save.isPending ? 'Saving' : 'Save'}
          </Button>
          <span role="status" className={styles['verdict']}>
            {save.isSuccess && 'Saved. It counts from the next look on.'}
          </span>
        </p>
      </form>
    </section>
  );
}

interface PartProps {
  readonly view: DocumentView;
  readonly draft: Draft;
  readonly onChange: (part: Partial<Draft>) => void;
}

function Primary({ view, draft, problem, onChange }: PartProps & { problem: string | undefined }) {
  const instances = listInstances(view.document);
  return (
    <>
      <SelectField
        label="Primary: where people ask"
        value={draft.primary}
        onChange={(event) => onChange({ primary: event.target.value })}
      >
        {instances.map(({ name, title }) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
        <option value="">A server elsewhere</option>
      </SelectField>
      {draft.primary === '' && (
        <ServerFields
          title="The primary"
          server={draft.external}
          error={problem}
          onChange={(external) => onChange({ external })}
        />
      )}
    </>
  );
}

function Members({ view, draft, problems, onChange }: PartProps & { problems: Readonly<Record<string, string>> }) {
  const instances = listInstances(view.document).filter(({ name }) => name !== draft.primary);
  const error = problems['members'];
  return (
    <fieldset className={styles['group']}>
      <legend>Copied to</legend>
      {instances.map(({ name, title }) => (
        <SwitchField
          key={name}
          label={title}
          checked={draft.members.includes(name)}
          onChange={(isMember) =>
            onChange({
              members: isMember ? [...draft.members, name] : draft.members.filter((other) => other !== name),
            })
          }
        />
      ))}
      {draft.others.map((server, index) => (
        <ServerFields
          key={server.id}
          title={`Server elsewhere ${index + 1}`}
          server={server}
          error={server.url.trim() === '' || server.key === '' ? problems['others'] : undefined}
          onChange={(changed) =>
            onChange({ others: draft.others.map((other) => (other.id === server.id ? changed : other)) })
          }
          actions={
            <Button
              small
              look="quiet"
              onClick={() => onChange({ others: draft.others.filter(({ id }) => id !== server.id) })}
            >
              Remove
            </Button>
          }
        />
      ))}
      <p>
        <Button
          small
          onClick={() => {
            const id = Math.max(0, ...draft.others.map((other) => other.id)) + 1;
            onChange({ others: [...draft.others, { id, url: '', key: '' }] });
          }}
        >
          Add a server elsewhere
        </Button>
      </p>
      {error !== undefined && (
        <p role="alert" className={styles['error']}>
          {error}
        </p>
      )}
    </fieldset>
  );
}
