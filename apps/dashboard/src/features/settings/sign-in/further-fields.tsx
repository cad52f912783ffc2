import { SwitchField } from '../../../shared/ui/form/switch-field.tsx';
import type { SwitchKey } from './draft.ts';
import { DraftText, type FieldsProps } from './provider-fields.tsx';
import styles from './sign-in.module.css';

const switches: readonly { readonly name: SwitchKey; readonly label: string; readonly help: string }[] = [
  { name: 'enabled', label: 'Offer the provider', help: 'Off: its settings are kept, and nobody comes in with it.' },
  { name: 'tls_verify', label: 'Check its certificate', help: 'Off: anybody on the way could pose as the provider.' },
  {
    name: 'allow_private_endpoints',
    label: 'The provider is at home',
    help: 'Showrunner may call addresses of this machine and of private networks.',
  },
  { name: 'allow_http', label: 'Allow http', help: 'The client secret goes over the network in plain text.' },
];

/** What most providers publish by themselves. */
export function FurtherFields({ draft, onChange }: FieldsProps) {
  const fields = { draft, onChange };
  return (
    <details className={styles['further']}>
      <summary>Further settings</summary>
      <div className={styles['group']}>
        {switches.map(({ name, label, help }) => (
          <SwitchField
            key={name}
            label={label}
            help={help}
            checked={draft[name]}
            onChange={(checked) => onChange({ [name]: checked })}
          />
        ))}
        <DraftText {...fields} name="scopes" label="Scopes" help="Separated by spaces." />
        <DraftText {...fields} name="username_claim" label="Claim with the name" />
        <DraftText {...fields} name="groups_claim" label="Claim with the groups" />
        <DraftText {...fields} name="timeout_seconds" label="Seconds to wait for an answer" help="2 to 30." />
        <DraftText
          {...fields}
          name="discovery_url"
          label="Discovery address"
          help="Blank: below the issuer, as the standard says. The next four: blank for what the provider publishes."
        />
        <DraftText {...fields} name="authorization_endpoint" label="Authorization endpoint" />
        <DraftText {...fields} name="token_endpoint" label="Token endpoint" />
        <DraftText {...fields} name="userinfo_endpoint" label="Userinfo endpoint" />
        <DraftText {...fields} name="jwks_uri" label="Keys (JWKS)" />
      </div>
    </details>
  );
}
