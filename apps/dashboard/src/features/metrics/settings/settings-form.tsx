import { type FormEvent, useState } from 'react';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { Button } from '../../../shared/ui/form/button.tsx';
import { TextField } from '../../../shared/ui/form/field.tsx';
import { SwitchField } from '../../../shared/ui/form/switch-field.tsx';
import styles from './settings-form.module.css';
import type { MetricsChoices, MetricsSettings } from './metrics-settings.ts';

interface SettingsFormProps {
  readonly choices: MetricsChoices;
  readonly busy: boolean;
  readonly saved: boolean;
  readonly onSave: (settings: MetricsSettings) => void;
}

/** Changes nothing until it is saved. */
export function SettingsForm({ choices, busy, saved, onSave }: SettingsFormProps) {
  const [draft, setDraft] = useState(choices.settings);
  const set = (part: Partial<MetricsSettings>) => setDraft((known) => ({ ...known, ...part }));
  const unchanged = JSON.stringify(draft) === JSON.stringify(choices.settings);
  const save = (event: FormEvent) => {
    event.preventDefault();
    onSave(draft);
  };
  return (
    <form className={styles['form']} onSubmit={save}>
      <SwitchField
        label="Keep what is measured"
        help="Off: charts show what is measured while they are open, and nothing of before."
        checked={draft.enabled}
        onChange={(enabled) => set({ enabled })}
      />
      <div className={styles['numbers']}>
        <NumberField
          label="Seconds between samples"
          value={draft.intervalSeconds}
          min={0.5}
          step="any"
          onChange={(intervalSeconds) => set({ intervalSeconds })}
        />
        <NumberField
          label="Days to keep them"
          help="0: as long as there is room."
          value={draft.retentionDays}
          min={0}
          onChange={(retentionDays) => set({ retentionDays })}
        />
        <NumberField
          label="Megabytes at most"
          help="The oldest go first. 0: no limit."
          value={draft.maxMegabytes}
          min={0}
          onChange={(maxMegabytes) => set({ maxMegabytes })}
        />
      </div>
      <Choices
        title="File systems"
        help="The first is the one that is drawn."
        options={fileSystemOptions(choices, draft.filesystems)}
        chosen={draft.filesystems}
        onChange={(filesystems) => set({ filesystems })}
      />
      <Choices
        title="Network interfaces"
        help="Their traffic is added up."
        options={interfaceOptions(choices, draft.interfaces)}
        chosen={draft.interfaces}
        onChange={(interfaces) => set({ interfaces: withoutAll(draft.interfaces, interfaces) })}
      />
      <div className={styles['buttons']}>
        <Button type="submit" look="primary" busy={busy || unchanged}>
          {busy ? 'Saving …' : 'Save'}
        </Button>
        <span role="status">{saved && unchanged ? 'Saved. It counts from the next sample on.' : ''}</span>
      </div>
    </form>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly help?: string;
  readonly value: number;
  readonly min: number;
  readonly step?: 'any';
  readonly onChange: (value: number) => void;
}

/** The field keeps what is typed; only a number leaves it. */
function NumberField({ value, onChange, ...rest }: NumberFieldProps) {
  const [text, setText] = useState(String(value));
  return (
    <TextField
      {...rest}
      type="number"
      inputMode="decimal"
      required
      value={text}
      onChange={({ target }) => {
        setText(target.value);
        if (Number.isFinite(target.valueAsNumber)) onChange(target.valueAsNumber);
      }}
    />
  );
}

interface Option {
  readonly value: string;
  readonly label: string;
  readonly note: string;
}

interface ChoicesProps {
  readonly title: string;
  readonly help: string;
  readonly options: readonly Option[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** Any of a list, one at least. */
function Choices({ title, help, options, chosen, onChange }: ChoicesProps) {
  return (
    <fieldset className={styles['choices']}>
      <legend>{title}</legend>
      <p className={styles['help']}>{help}</p>
      {options.map(({ value, label, note }) => {
        const isChosen = chosen.includes(value);
        return (
          <label key={value}>
            <input
              type="checkbox"
              checked={isChosen}
              onChange={() => {
                const others = chosen.filter((one) => one !== value);
                // The last one stays: without any there is nothing to measure.
                if (!isChosen || others.length > 0) onChange(isChosen ? others : [...others, value]);
              }}
            />
            <span>{label}</span>
            <span className={styles['note']}>{note}</span>
          </label>
        );
      })}
    </fieldset>
  );
}

/** What is found on the machine, and what is chosen and gone. */
function fileSystemOptions({ filesystems, settings }: MetricsChoices, chosen: readonly string[]): readonly Option[] {
  const found = filesystems.map(({ path, fs_type: type, total, percent }) => ({
    value: path,
    label: path,
    note: total === null ? `${type}, does not answer` : `${type}, ${formatBytes(total)}, ${percent ?? 0} % full`,
  }));
  return [...found, ...missing(found, [...settings.filesystems, ...chosen], 'not a mount of its own')];
}

function interfaceOptions({ interfaces, settings }: MetricsChoices, chosen: readonly string[]): readonly Option[] {
  const all = { value: 'all', label: 'All of them', note: 'also those that come later' };
  const found = interfaces.map(({ name, is_up: isUp }) => ({ value: name, label: name, note: isUp ? 'up' : 'down' }));
  return [all, ...found, ...missing([all, ...found], [...settings.interfaces, ...chosen], 'gone')];
}

function missing(found: readonly Option[], named: readonly string[], note: string): readonly Option[] {
  const unknown = named.filter((name) => !found.some(({ value }) => value === name));
  return [...new Set(unknown)].map((value) => ({ value, label: value, note }));
}

/** All of them and some of them exclude each other: what was chosen last counts. */
export function withoutAll(before: readonly string[], after: readonly string[]): readonly string[] {
  if (!after.includes('all') || after.length === 1) return after;
  return before.includes('all') ? after.filter((name) => name !== 'all') : ['all'];
}
