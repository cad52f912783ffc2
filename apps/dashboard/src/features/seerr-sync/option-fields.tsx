import { SelectField, TextField } from '../../shared/ui/form/field.tsx';
import { SwitchField } from '../../shared/ui/form/switch-field.tsx';
import type { Draft } from './draft.ts';
import styles from './seerr-sync.module.css';

interface OptionFieldsProps {
  readonly draft: Draft;
  readonly problems: Readonly<Record<string, string>>;
  readonly onChange: (part: Partial<Draft>) => void;
}

type Flag = 'pending' | 'approved' | 'declined' | 'deletes' | 'separate4k' | 'waitForApproval';
const flags: readonly { readonly name: Flag; readonly label: string; readonly help?: string }[] = [
  { name: 'pending', label: 'Copy requests that are pending' },
  {
    name: 'waitForApproval',
    label: 'Wait for the approval of the primary',
    help: 'Otherwise a pending request is approved on the others at once, by the key that makes it there.',
  },
  { name: 'approved', label: 'Copy requests that are approved' },
  { name: 'declined', label: 'Decline on the others what is declined' },
  {
    name: 'deletes',
    label: 'Remove what is removed',
    help: 'After two looks that agree, never what was there before, and never much at once without your word.',
  },
  { name: 'separate4k', label: 'Tell 4K apart', help: 'Otherwise a request for 4K asks for the plain version.' },
];

/** Which requests, in whose name, how often. */
export function OptionFields({ draft, problems, onChange }: OptionFieldsProps) {
  const { options } = draft;
  const set = (part: Partial<Draft['options']>) => onChange({ options: { ...options, ...part } });
  return (
    <fieldset className={styles['group']}>
      <legend>Which requests, and how</legend>
      {flags.map(({ name, label, help }) => (
        <SwitchField
          key={name}
          label={label}
          help={help}
          checked={options[name]}
          onChange={(checked) => set({ [name]: checked })}
        />
      ))}
      <SelectField
        label="Requests belong to"
        value={options.byEmail ? 'email' : 'admin'}
        onChange={(event) => set({ byEmail: event.target.value === 'email' })}
      >
        <option value="admin">The owner of the API key</option>
        <option value="email">Whoever has the same e-mail address there</option>
      </SelectField>
      <div className={styles['fields']}>
        <TextField
          label="Look every (seconds)"
          inputMode="numeric"
          value={draft.intervalSeconds}
          error={problems['interval']}
          onChange={(event) => onChange({ intervalSeconds: event.target.value })}
        />
        <TextField
          label="Try failures again after (hours)"
          inputMode="numeric"
          value={options.retryHours}
          error={problems['retry']}
          onChange={(event) => set({ retryHours: event.target.value })}
        />
      </div>
    </fieldset>
  );
}
