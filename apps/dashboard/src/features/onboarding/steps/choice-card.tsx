import type { ReactNode } from 'react';
import styles from './choice.module.css';

interface ChoiceCardProps {
  readonly kind: 'radio' | 'checkbox';
  readonly name: string;
  readonly title: string;
  readonly checked: boolean;
  readonly onChange: () => void;
  readonly disabled?: boolean;
  /** Why it cannot be chosen, or that it already is there. */
  readonly note?: string | undefined;
  readonly children?: ReactNode;
}

/** One answer as a large target: the whole card is the label. */
export function ChoiceCard({
  kind,
  name,
  title,
  checked,
  onChange,
  disabled = false,
  note,
  children,
}: ChoiceCardProps) {
  return (
    <label className={styles['card']} data-disabled={disabled || undefined} data-checked={checked || undefined}>
      <input type={kind} name={name} checked={checked} onChange={onChange} disabled={disabled} />
      <span className={styles['body']}>
        <span className={styles['title']}>{title}</span>
        {note !== undefined && <span className={styles['note']}>{note}</span>}
        {children}
      </span>
    </label>
  );
}
