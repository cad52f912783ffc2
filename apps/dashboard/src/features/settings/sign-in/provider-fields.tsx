import { type Role, roles } from '@showrunner/contracts';
import type { ReactNode } from 'react';
import { CopyButton } from '../../../shared/ui/copy-button.tsx';
import { SecretField, SelectField, TextField } from '../../../shared/ui/form/field.tsx';
import { roleWords } from '../tokens/roles.ts';
import type { Draft, TextKey } from './draft.ts';
import styles from './sign-in.module.css';

export interface FieldsProps {
  readonly draft: Draft;
  readonly onChange: (change: Partial<Draft>) => void;
}

interface TextProps extends FieldsProps {
  readonly name: TextKey;
  readonly label: string;
  readonly help?: ReactNode;
  readonly placeholder?: string;
}

/** One line of the draft. */
export function DraftText({ draft, onChange, name, ...shown }: TextProps) {
  return (
    <TextField
      {...shown}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      value={draft[name]}
      onChange={(event) => onChange({ [name]: event.target.value })}
    />
  );
}

/** What every provider needs: who it is, and as whom it knows us. */
export function ProviderFields({ draft, onChange, secretKept }: FieldsProps & { secretKept: boolean }) {
  const fields = { draft, onChange };
  return (
    <fieldset className={styles['group']}>
      <legend>The provider</legend>
      <DraftText {...fields} name="provider_name" label="Name on the button" placeholder="Authelia" />
      <DraftText
        {...fields}
        name="issuer_url"
        label="Issuer"
        placeholder="https://auth.example.org"
        help="The address that the provider gives as its own, to the letter."
      />
      <DraftText {...fields} name="client_id" label="Client ID" placeholder="showrunner" />
      <SecretField
        label="Client secret"
        autoComplete="off"
        value={draft.client_secret}
        placeholder={secretKept ? 'Kept as it is' : ''}
        help="In plain text, also where the provider keeps a hash of it. It is never shown again."
        onChange={(event) => onChange({ client_secret: event.target.value })}
      />
      <DraftText
        {...fields}
        name="redirect_uri"
        label="Address to come back to"
        placeholder="https://show.example.org/api/auth/oidc/callback"
        help="Enter the very same at the provider. It needs https and a name with a dot."
      />
      {draft.redirect_uri !== '' && (
        <p>
          <CopyButton small text={() => draft.redirect_uri} label="Copy the address" />
        </p>
      )}
    </fieldset>
  );
}

/** Who comes in, and what they may do. */
export function GroupFields({ draft, onChange }: FieldsProps) {
  const fields = { draft, onChange };
  return (
    <fieldset className={styles['group']}>
      <legend>Who may do what</legend>
      <DraftText
        {...fields}
        name="allowed_groups"
        label="Groups that may come in"
        placeholder="media, family"
        help="Separated by commas. Empty: everybody whom the provider knows."
      />
      <DraftText {...fields} name="admin" label="Groups that may do everything" placeholder="admins" />
      <DraftText {...fields} name="operator" label="Groups that may run services" />
      <DraftText {...fields} name="viewer" label="Groups that may look" />
      <SelectField
        label="Everybody else"
        value={draft.default_role}
        onChange={(event) => onChange({ default_role: event.target.value as Role })}
      >
        {roles.map((role) => (
          <option key={role} value={role}>
            {roleWords[role].long}
          </option>
        ))}
      </SelectField>
    </fieldset>
  );
}
