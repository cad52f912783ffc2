import type { ReactNode } from 'react';
import { toProblemView } from '../../shared/api/api-error.ts';
import { Button } from '../../shared/ui/form/button.tsx';
import { SecretField, TextField } from '../../shared/ui/form/field.tsx';
import { useServerTest } from './api.ts';
import type { ExternalServer } from './draft.ts';
import styles from './seerr-sync.module.css';

interface ServerFieldsProps {
  readonly title: string;
  readonly server: ExternalServer;
  readonly onChange: (server: ExternalServer) => void;
  readonly error?: string | undefined;
  readonly actions?: ReactNode;
}

/** Address and key of a server elsewhere, and whether both are right. */
export function ServerFields({ title, server, onChange, error, actions }: ServerFieldsProps) {
  const test = useServerTest();
  return (
    <fieldset className={styles['server']}>
      <legend>{title}</legend>
      <div className={styles['fields']}>
        <TextField
          label="Address"
          type="url"
          value={server.url}
          placeholder="https://seerr.example.org"
          autoComplete="off"
          spellCheck={false}
          error={error}
          onChange={(event) => onChange({ ...server, url: event.target.value })}
        />
        <SecretField
          label="API key"
          value={server.key}
          autoComplete="off"
          help="Seerr shows it under Settings → General."
          onChange={(event) => onChange({ ...server, key: event.target.value })}
        />
      </div>
      <div className={styles['buttons']}>
        <Button
          small
          busy={test.isPending}
          disabled={server.url.trim() === '' || server.key === ''}
          onClick={() => test.mutate({ url: server.url, key: server.key })}
        >
          {test.isPending ? 'Trying …' : 'Try it'}
        </Button>
        {actions}
        <span role="status" className={styles['verdict']} data-tone={test.isError ? 'fail' : 'ok'}>
          {test.isError && toProblemView(test.error).message}
          {test.data && `Seerr ${test.data.status.version ?? ''} answers, and the key is good.`}
        </span>
      </div>
    </fieldset>
  );
}
