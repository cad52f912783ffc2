import { SecretField, SelectField, TextField } from '../../../../shared/ui/form/field.tsx';
import styles from '../notifications.module.css';
import { type FieldValues, formKinds, type FormKind, type KindField, kinds } from './kinds.ts';

interface KindFieldsProps {
  readonly kind: FormKind;
  readonly values: FieldValues;
  readonly missing: readonly string[];
  readonly onKind: (kind: FormKind) => void;
  readonly onValues: (values: FieldValues) => void;
}

/** What kind of destination it is, and what that kind has to know. */
export function KindFields({ kind, values, missing, onKind, onValues }: KindFieldsProps) {
  return (
    <>
      <SelectField label="Send it by" value={kind} onChange={({ target }) => onKind(target.value as FormKind)}>
        {formKinds.map((one) => (
          <option key={one} value={one}>
            {kinds[one].label}
          </option>
        ))}
      </SelectField>
      <div className={styles['fields']}>
        {kinds[kind].fields.map((field) => (
          <Field
            key={`${kind} ${field.key}`}
            field={field}
            value={values[field.key] ?? ''}
            error={missing.includes(field.key) ? 'This is needed.' : undefined}
            onChange={(value) => onValues({ ...values, [field.key]: value })}
          />
        ))}
      </div>
    </>
  );
}

interface FieldProps {
  readonly field: KindField;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
}

function Field({ field, value, error, onChange }: FieldProps) {
  const { label, help, placeholder, secret, optional, choices } = field;
  const shown = { label: optional ? `${label} (if needed)` : label, help, error, value };
  if (choices !== undefined) {
    return (
      <SelectField {...shown} onChange={({ target }) => onChange(target.value)}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </SelectField>
    );
  }
  const Input = secret ? SecretField : TextField;
  return (
    <Input
      {...shown}
      placeholder={placeholder}
      autoComplete={secret ? 'new-password' : 'off'}
      maxLength={2000}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}
