import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { openNamespace } from '../../../shared/live/socket.ts';
import styles from './service-overview.module.css';
import { addSample, emptySeries, type MetricsSample } from './usage-series.ts';

/** Processor and memory of one unit while the page is open. */
export default function UsageChart({ unitId }: { unitId: string }) {
  const [series, setSeries] = useState(emptySeries);
  useEffect(
    () =>
      openNamespace('/metrics', (socket) => {
        socket.on('sample', (sample: MetricsSample) => setSeries((known) => addSample(known, sample, unitId)));
      }),
    [unitId],
  );
  const cpu = series.cpuPct.at(-1);
  const memory = series.memoryBytes.at(-1);
  if (cpu === undefined || memory === undefined) return null;
  return (
    <section className={styles['usage']} aria-label="What it uses">
      <Chart
        name="Processor"
        reading={`${cpu.toFixed(1)} % of a core`}
        seconds={series.seconds}
        values={series.cpuPct}
      />
      <Chart name="Memory" reading={formatBytes(memory)} seconds={series.seconds} values={series.memoryBytes} />
    </section>
  );
}

interface ChartProps {
  readonly name: string;
  readonly reading: string;
  readonly seconds: readonly number[];
  readonly values: readonly number[];
}

function Chart({ name, reading, seconds, values }: ChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const chart = new uPlot(sparkline(element), [[], []], element);
    plot.current = chart;
    const observer = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: 64 }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
      plot.current = null;
    };
  }, []);
  useEffect(() => plot.current?.setData([[...seconds], [...values]]), [seconds, values]);
  return (
    <div className={styles['chart']}>
      <p className={styles['reading']}>
        <span>{name}</span>
        <strong>{reading}</strong>
      </p>
      <div ref={frame} className={styles['canvas']} aria-hidden="true" />
    </div>
  );
}

function sparkline(element: HTMLElement): uPlot.Options {
  return {
    width: element.clientWidth,
    height: 64,
    legend: { show: false },
    cursor: { show: false },
    axes: [{ show: false }, { show: false }],
    scales: { y: { range: (_chart, _least, most) => [0, Math.max(most * 1.2, 1)] } },
    series: [{}, { stroke: () => getComputedStyle(element).color, width: 1.5, points: { show: false } }],
  };
}
