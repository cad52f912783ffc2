import type { AuthMode } from '@showrunner/contracts';
import { ChoiceField } from '../../../shared/ui/form/choice-field.tsx';

const modes: readonly { readonly value: AuthMode; readonly label: string; readonly help: string }[] = [
  { value: 'local', label: 'Password', help: 'Accounts are kept here and nowhere else.' },
  { value: 'hybrid', label: 'Password or provider', help: 'A provider lets people in; passwords do so as well.' },
  { value: 'oidc', label: 'Provider only', help: 'No password lets anybody in.' },
];

/** With what people come in. */
export function ModeChoice({ mode, onChange }: { mode: AuthMode; onChange: (mode: AuthMode) => void }) {
  return <ChoiceField label="People sign in with" choices={modes} value={mode} onChange={onChange} />;
}
