import type { MetricsHistoryView, MetricsSample, ServiceView } from '@showrunner/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { formatBytes } from '../../shared/format/bytes.ts';
import { useStack } from '../../shared/live/use-stack.ts';
import { LoadFailure } from '../../shared/ui/feedback/load-failure.tsx';
import { Loading } from '../../shared/ui/feedback/loading.tsx';
import { Notice } from '../../shared/ui/feedback/notice.tsx';
import { ChoiceField } from '../../shared/ui/form/choice-field.tsx';
import { SelectField } from '../../shared/ui/form/field.tsx';
import page from '../../shared/ui/page.module.css';
import { useTitle } from '../../shared/ui/use-title.ts';
import { Chart } from './chart/chart.tsx';
import { machineColumns, serviceColumns } from './live-tail.ts';
import styles from './metrics.module.css';
import { defaultRange, historyQuery, ranges } from './metrics-history.ts';
import { UsageTable } from './usage-table.tsx';
import { useLiveTail } from './use-live-tail.ts';

/** What the machine and the services use, now and before. The address says which, and over how long. */
export default function MetricsPage() {
  useTitle('Metrics');
  const [search, setSearch] = useSearchParams();
  const { services = [] } = useStack();
  const range = ranges.find(({ seconds }) => String(seconds) === search.get('range'))?.seconds ?? defaultRange;
  const service = services.find(({ processName }) => processName === search.get('service'));
  const history = useQuery({
    ...historyQuery(range, service?.processName ?? null),
    // The charts stay while another range is fetched.
    placeholderData: keepPreviousData,
  });
  const tail = useLiveTail();
  const choose = (name: string, value: string) =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        if (value === '') after.delete(name);
        else after.set(name, value);
        return after;
      },
      { replace: true },
    );
  return (
    <div className={page['page']}>
      <header className={styles['head']}>
        <h1>Metrics</h1>
        <Link to="/settings/metrics">What is kept</Link>
      </header>
      <div className={styles['controls']}>
        <ChoiceField
          label="Over the last"
          choices={ranges.map(({ seconds, label }) => ({ value: seconds, label }))}
          value={range}
          onChange={(seconds) => choose('range', String(seconds))}
        />
        <SelectField
          label="Of"
          value={service?.processName ?? ''}
          onChange={({ target }) => choose('service', target.value)}
        >
          <option value="">The whole machine</option>
          {services
            .filter(({ enabled, status }) => enabled || status.pid !== undefined)
            .map(({ processName }) => (
              <option key={processName}>{processName}</option>
            ))}
        </SelectField>
      </div>
      {history.isPending && <Loading label="Loading what was measured" rows={6} />}
      {history.isError && <LoadFailure error={history.error} onRetry={() => void history.refetch()} />}
      {history.data && <Collecting history={history.data} />}
      {history.data && service && <ServiceCharts history={history.data} tail={tail} service={service} range={range} />}
      {history.data && !service && <MachineCharts history={history.data} tail={tail} range={range} />}
      <UsageTable sample={tail.at(-1)} services={services} onChoose={(name) => choose('service', name)} />
    </div>
  );
}

/** What a person sees before there is much to see, and why. */
function Collecting({ history: { seconds, kept } }: { history: MetricsHistoryView }) {
  const every = `every ${Math.round(kept.intervalMs / 100) / 10} s`;
  if (!kept.enabled) {
    return (
      <Notice tone="idle">
        <p>
          Nothing is kept: what is measured is shown while this page is open.{' '}
          <Link to="/settings/metrics">Keep it</Link>
        </p>
      </Notice>
    );
  }
  if (seconds.length > 1) return null;
  return (
    <Notice tone="busy">
      <p>
        Processors, memory, disks and network are measured {every} from now on. Lines appear with the second sample;
        until then the newest numbers stand below.
      </p>
    </Notice>
  );
}

interface ChartsProps {
  readonly history: MetricsHistoryView;
  readonly tail: readonly MetricsSample[];
  readonly range: number;
}

function MachineCharts({ history, tail, range }: ChartsProps) {
  const columns = machineColumns(history, tail);
  const common = { seconds: columns.seconds, rangeSeconds: range };
  return (
    <section className={styles['charts']} aria-labelledby="charts">
      <h2 id="charts" className={page['heading']}>
        The whole machine
      </h2>
      <Chart {...common} title="Processors" lines={[{ name: 'Busy', values: columns.cpu }]} {...percents} />
      <Chart {...common} title="Memory" lines={[{ name: 'In use', values: columns.memory }]} {...percents} />
      <Chart
        {...common}
        {...rates}
        title="Disk traffic"
        lines={[
          { name: 'Read', values: columns.diskRead },
          { name: 'Written', values: columns.diskWrite },
        ]}
      />
      <Chart
        {...common}
        {...rates}
        title="Network"
        lines={[
          { name: 'Received', values: columns.received },
          { name: 'Sent', values: columns.sent },
        ]}
      />
      <Chart {...common} title="Disk" lines={[{ name: 'Full', values: columns.disk }]} {...percents} />
    </section>
  );
}

function ServiceCharts({ history, tail, range, service }: ChartsProps & { readonly service: ServiceView }) {
  const columns = serviceColumns(history, tail, service.unitId);
  const common = { seconds: columns.seconds, rangeSeconds: range };
  return (
    <section className={styles['charts']} aria-labelledby="charts">
      <h2 id="charts" className={page['heading']}>
        <Link to={`/services/${encodeURIComponent(service.processName)}`}>{service.processName}</Link>
      </h2>
      <Chart {...common} {...cores} title="Processor" lines={[{ name: 'Of a core', values: columns.cpu }]} />
      <Chart {...common} {...sizes} title="Memory" lines={[{ name: 'In use', values: columns.memory }]} />
    </section>
  );
}

const percent = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} %`;
const rate = (value: number) => `${formatBytes(value)}/s`;
const percents = { format: percent, top: 100 };
const cores = { format: percent, top: 10 };
const rates = { format: rate, top: 1024, binary: true };
const sizes = { format: formatBytes, top: 1024 * 1024, binary: true };
