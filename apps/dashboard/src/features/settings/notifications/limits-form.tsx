import type { NotificationsConfig } from '@showrunner/contracts';
import { type FormEvent, useState } from 'react';
import { toProblemView } from '../../../shared/api/api-error.ts';
import { Notice } from '../../../shared/ui/feedback/notice.tsx';
import { ProblemCard } from '../../../shared/ui/feedback/problem-card.tsx';
import { Button } from '../../../shared/ui/form/button.tsx';
import { TextField } from '../../../shared/ui/form/field.tsx';
import { useSaveConfig } from './notifications.ts';
import styles from './notifications.module.css';

interface Limit {
  readonly key: string;
  readonly label: string;
  readonly least: number;
  readonly most: number;
}

const thresholds = [
  { key: 'disk_percent', label: 'Disk, in percent', least: 1, most: 100 },
  { key: 'inode_percent', label: 'Files on a disk, in percent', least: 1, most: 100 },
  { key: 'memory_percent', label: 'Memory, in percent', least: 1, most: 100 },
  { key: 'cpu_percent', label: 'Processor, in percent', least: 1, most: 100 },
  { key: 'duration_sec', label: 'For how long, in seconds', least: 0, most: 86_400 },
] as const satisfies readonly Limit[];
const delivery = [
  { key: 'monitor_interval_sec', label: 'Look every … seconds', least: 15, most: 3600 },
  { key: 'max_attempts', label: 'Attempts', least: 1, most: 10 },
  { key: 'retry_base_sec', label: 'First pause, in seconds', least: 1, most: 3600 },
  { key: 'history_retention_days', label: 'Keep the list for … days', least: 1, most: 3650 },
] as const satisfies readonly Limit[];

/** From when on the machine is worth a word, and how hard is tried. */
export function LimitsForm({ config }: { config: NotificationsConfig }) {
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const save = useSaveConfig();
  const textOf = (key: string, stored: number) => texts[key] ?? String(stored);
  const errorOf = ({ key, least, most }: Limit) => {
    const text = texts[key];
    if (text === undefined || (/^\d+$/.test(text) && Number(text) >= least && Number(text) <= most)) return undefined;
    return `A whole number from ${least} to ${most}.`;
  };
  const isWrong = [...thresholds, ...delivery].some((limit) => errorOf(limit) !== undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (save.isPending || isWrong) return;
    const read = (limits: readonly { readonly key: string }[]) =>
      Object.fromEntries(
        limits.filter(({ key }) => texts[key] !== undefined).map(({ key }) => [key, Number(texts[key])]),
      );
    save.mutate(
      { ...read(delivery), thresholds: { ...config.thresholds, ...read(thresholds) } },
      { onSuccess: () => setTexts({}) },
    );
  };
  const field = (limit: Limit, stored: number) => (
    <TextField
      key={limit.key}
      label={limit.label}
      inputMode="numeric"
      value={textOf(limit.key, stored)}
      error={errorOf(limit)}
      onChange={({ target }) => setTexts({ ...texts, [limit.key]: target.value.trim() })}
    />
  );
  return (
    <form className={styles['form']} onSubmit={submit} noValidate aria-label="Limits">
      <p className={styles['faint']}>You are told when the machine stays above one of these.</p>
      <div className={styles['fields']}>{thresholds.map((limit) => field(limit, config.thresholds[limit.key]))}</div>
      <details className={styles['choice']}>
        <summary>How hard it is tried</summary>
        <div className={styles['fields']}>{delivery.map((limit) => field(limit, config[limit.key]))}</div>
      </details>
      {save.error && <ProblemCard problem={toProblemView(save.error)} />}
      {save.isSuccess && Object.keys(texts).length === 0 && <Notice tone="ok" title="The limits are saved." />}
      <p>
        <Button type="submit" busy={save.isPending}>
          Save the limits
        </Button>
      </p>
    </form>
  );
}
