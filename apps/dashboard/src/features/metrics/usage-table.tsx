import type { MetricsSample, ServiceView } from '@showrunner/contracts';
import { useState } from 'react';
import { formatBytes } from '../../shared/format/bytes.ts';
import { Loading } from '../../shared/ui/feedback/loading.tsx';
import { Button } from '../../shared/ui/form/button.tsx';
import page from '../../shared/ui/page.module.css';
import styles from './metrics.module.css';

const columns = [
  { key: 'name', label: 'Service' },
  { key: 'cpu', label: 'Processor' },
  { key: 'memory', label: 'Memory' },
] as const;
type Key = (typeof columns)[number]['key'];

interface UsageTableProps {
  /** The newest; absent until the first has come. */
  readonly sample: MetricsSample | undefined;
  readonly services: readonly ServiceView[];
  readonly onChoose: (processName: string) => void;
}

/** What each service uses now. Processor in percent of one core. */
export function UsageTable({ sample, services, onChoose }: UsageTableProps) {
  const [sorted, setSorted] = useState<Key>('memory');
  const rows = (sample?.units ?? []).map((unit) => ({
    ...unit,
    name: services.find(({ unitId }) => unitId === unit.unitId)?.processName ?? unit.unitId,
  }));
  const order = {
    name: (one: (typeof rows)[number], other: (typeof rows)[number]) => one.name.localeCompare(other.name),
    cpu: (one: (typeof rows)[number], other: (typeof rows)[number]) => other.cpuPct - one.cpuPct,
    memory: (one: (typeof rows)[number], other: (typeof rows)[number]) => other.memoryBytes - one.memoryBytes,
  };
  return (
    <section className={page['section']} aria-labelledby="usage">
      <h2 id="usage" className={page['heading']}>
        Services now
      </h2>
      {sample === undefined && <Loading label="Measuring the services" rows={3} />}
      {sample && rows.length === 0 && <p className={page['lead']}>No service runs.</p>}
      {rows.length > 0 && (
        <table className={styles['table']}>
          <thead>
            <tr>
              {columns.map(({ key, label }) => (
                <th
                  key={key}
                  scope="col"
                  aria-sort={sorted === key ? (key === 'name' ? 'ascending' : 'descending') : undefined}
                >
                  <button type="button" onClick={() => setSorted(key)}>
                    {label}
                    {sorted === key && <span aria-hidden="true">{key === 'name' ? ' ▲' : ' ▼'}</span>}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.toSorted(order[sorted]).map(({ unitId, name, cpuPct, memoryBytes }) => (
              <tr key={unitId}>
                <th scope="row">
                  <Button look="quiet" small onClick={() => onChoose(name)} aria-label={`Show charts of ${name}`}>
                    {name}
                  </Button>
                </th>
                <td>{`${cpuPct.toFixed(1)} %`}</td>
                <td>{formatBytes(memoryBytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
