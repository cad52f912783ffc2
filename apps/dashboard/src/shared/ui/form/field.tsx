import { Eye, EyeOff } from 'lucide-react';
import { type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, useId, useState } from 'react';
import styles from './field.module.css';

interface Described {
  readonly label: string;
  readonly help?: ReactNode;
  readonly error?: string | undefined;
}

/** One line of text with its label, help and error. */
export function TextField({ label, help, error, ...rest }: Described & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} help={help} error={error}>
      <input {...rest} {...describe(id, help, error)} id={id} className={styles['input']} />
    </FieldFrame>
  );
}

/** A secret: hidden until the reader asks to see it. */
export function SecretField({ label, help, error, ...rest }: Described & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  const [shown, setShown] = useState(false);
  return (
    <FieldFrame id={id} label={label} help={help} error={error}>
      <span className={styles['secret']}>
        <input
          spellCheck={false}
          autoCapitalize="none"
          {...rest}
          {...describe(id, help, error)}
          id={id}
          className={styles['input']}
          type={shown ? 'text' : 'password'}
        />
        <button
          type="button"
          className={styles['reveal']}
          aria-label={shown ? 'Hide what is typed' : 'Show what is typed'}
          aria-controls={id}
          onClick={() => setShown(!shown)}
        >
          {shown ? <EyeOff size={18} aria-hidden /> : <Eye size={18} aria-hidden />}
        </button>
      </span>
    </FieldFrame>
  );
}

/** One of a short list. */
export function SelectField({
  label,
  help,
  error,
  children,
  ...rest
}: Described & SelectHTMLAttributes<HTMLSelectElement>) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} help={help} error={error}>
      <select {...rest} {...describe(id, help, error)} id={id} className={styles['input']}>
        {children}
      </select>
    </FieldFrame>
  );
}

interface FrameProps extends Described {
  readonly id: string;
  readonly children: ReactNode;
}

function FieldFrame({ id, label, help, error, children }: FrameProps) {
  return (
    <div className={styles['field']}>
      <label htmlFor={id}>{label}</label>
      {children}
      {help !== undefined && (
        <p id={`${id}-help`} className={styles['help']}>
          {help}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} className={styles['error']} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

function describe(id: string, help: ReactNode, error: string | undefined) {
  const ids = [...(help === undefined ? [] : [`${id}-help`]), ...(error === undefined ? [] : [`${id}-error`])];
  return {
    'aria-describedby': ids.length > 0 ? ids.join(' ') : undefined,
    'aria-invalid': error === undefined ? undefined : true,
  };
}
