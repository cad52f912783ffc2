import { useId } from 'react';
import styles from './choice-field.module.css';

interface Choice<T> {
  readonly value: T;
  readonly label: string;
  readonly help?: string;
}

interface ChoiceFieldProps<T> {
  readonly label: string;
  /** The label is for those only who do not see that it stands under a heading that says the same. */
  readonly hideLabel?: boolean;
  readonly choices: readonly Choice<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** One of a few, all of them in sight. */
export function ChoiceField<T extends string | number>(props: ChoiceFieldProps<T>) {
  const { label, hideLabel = false, choices, value, onChange } = props;
  const name = useId();
  const isExplained = choices.some(({ help }) => help !== undefined);
  return (
    <fieldset className={styles['choice']} data-explained={isExplained || undefined}>
      <legend className={hideLabel ? 'visually-hidden' : styles['legend']}>{label}</legend>
      {choices.map((choice) => (
        <label key={choice.value} data-checked={choice.value === value || undefined}>
          <input type="radio" name={name} checked={choice.value === value} onChange={() => onChange(choice.value)} />
          <span>
            {choice.label}
            {choice.help !== undefined && <span className={styles['help']}>{choice.help}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
