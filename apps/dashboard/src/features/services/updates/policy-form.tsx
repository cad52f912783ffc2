import type { UpdateMode, UpdateView } from '@showrunner/contracts';
import { type FormEvent, useState } from 'react';
import { Button } from '../../../shared/ui/form/button.tsx';
import { SelectField, TextField } from '../../../shared/ui/form/field.tsx';
import styles from './updates.module.css';
import type { useUpdate } from './use-update.ts';

const modes: readonly { readonly value: UpdateMode; readonly label: string }[] = [
  { value: 'off', label: 'Do nothing' },
  { value: 'notify', label: 'Tell me' },
  { value: 'install', label: 'Install it' },
];
const intervals = [6, 12, 24, 72, 168];
const intervalLabels: Readonly<Record<number, string>> = {
  6: 'Every 6 hours',
  12: 'Every 12 hours',
  24: 'Every day',
  72: 'Every 3 days',
  168: 'Every week',
};

interface PolicyFormProps {
  readonly view: UpdateView;
  readonly update: ReturnType<typeof useUpdate>;
  readonly onDone: () => void;
}

/** When updates are looked for, and what happens then. */
export function PolicyForm({ view, update, onDone }: PolicyFormProps) {
  const [mode, setMode] = useState(view.mode);
  const [intervalHours, setIntervalHours] = useState(view.intervalHours);
  const [startTime, setStartTime] = useState(view.startTime);
  const save = (event: FormEvent) => {
    event.preventDefault();
    update.setPolicy({ mode, intervalHours, startTime });
    onDone();
  };
  const known = intervals.includes(view.intervalHours) ? intervals : [...intervals, view.intervalHours];
  return (
    <form className={styles['policy']} onSubmit={save}>
      <SelectField
        label="When there is a new version"
        value={mode}
        onChange={({ target }) => setMode(modes.find(({ value }) => value === target.value)?.value ?? mode)}
      >
        {modes.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </SelectField>
      {mode !== 'off' && (
        <>
          <SelectField
            label="How often to look"
            value={intervalHours}
            onChange={({ target }) => setIntervalHours(Number(target.value))}
          >
            {known.map((hours) => (
              <option key={hours} value={hours}>
                {intervalLabels[hours] ?? `Every ${hours} hours`}
              </option>
            ))}
          </SelectField>
          <TextField
            label="Counted from"
            type="time"
            required
            value={startTime}
            onChange={({ target }) => setStartTime(target.value)}
            help="Time of day on the machine that Showrunner runs on."
          />
        </>
      )}
      <div className={styles['buttons']}>
        <Button type="submit" look="primary">
          Save
        </Button>
        <Button onClick={onDone}>Leave it as it is</Button>
      </div>
    </form>
  );
}
