import type { AuthMode } from '@showrunner/contracts';
import styles from './sign-in.module.css';

const modes: readonly { readonly value: AuthMode; readonly label: string; readonly help: string }[] = [
  { value: 'local', label: 'Password', help: 'Accounts are kept here and nowhere else.' },
  { value: 'hybrid', label: 'Password or provider', help: 'A provider lets people in; passwords do so as well.' },
  { value: 'oidc', label: 'Provider only', help: 'No password lets anybody in.' },
];

/** With what people come in. */
export function ModeChoice({ mode, onChange }: { mode: AuthMode; onChange: (mode: AuthMode) => void }) {
  return (
    <fieldset className={styles['modes']}>
      <legend>People sign in with</legend>
      {modes.map(({ value, label, help }) => (
        <label key={value} data-checked={mode === value || undefined}>
          <input type="radio" name="mode" checked={mode === value} onChange={() => onChange(value)} />
          <span>
            {label}
            <span className={styles['help']}>{help}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
