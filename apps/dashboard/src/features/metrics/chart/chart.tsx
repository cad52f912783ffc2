import { useEffect, useId, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import styles from './chart.module.css';
import { chartOptions, type Line } from './chart-options.ts';
import { summarise } from './summary.ts';

interface ChartProps {
  readonly title: string;
  readonly seconds: readonly number[];
  /** One or two. */
  readonly lines: readonly (Line & { readonly values: readonly (number | null)[] })[];
  /** Value with its unit. */
  readonly format: (value: number) => string;
  /** The axis goes up to this at least. */
  readonly top: number;
  /** Whether values are sizes, which are told in powers of two. */
  readonly binary?: boolean;
  /** Range that is shown, in seconds before now. */
  readonly rangeSeconds: number;
}

/** Lines over time. What they say is told in words above; the drawing is for those who see it. */
export function Chart({ title, seconds, lines, ...drawn }: ChartProps) {
  const id = useId();
  return (
    <figure className={styles['chart']} aria-labelledby={id}>
      <figcaption className={styles['caption']} data-lines={lines.length}>
        <h3 id={id}>{title}</h3>
        {lines.map(({ name, values }, index) => {
          const summary = summarise(values);
          return (
            <p key={name} className={styles['line']}>
              {lines.length > 1 && <span className={styles['key']} data-line={index} aria-hidden="true" />}
              {lines.length > 1 && <span>{name}</span>}
              <strong>{summary?.now === null || !summary ? 'not measured' : drawn.format(summary.now)}</strong>
              {summary && <span className={styles['extremes']}>{`up to ${drawn.format(summary.most)}`}</span>}
            </p>
          );
        })}
      </figcaption>
      <Plot seconds={seconds} lines={lines} {...drawn} />
    </figure>
  );
}

function Plot({ seconds, lines, format, top, rangeSeconds, binary = false }: Omit<ChartProps, 'title'>) {
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const data = useRef<uPlot.AlignedData>([[]]);
  data.current = [[...seconds], ...lines.map(({ values }) => [...values])];
  const names = lines.map(({ name }) => name).join('\n');
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const asked = { names: names.split('\n'), format, top, rangeSeconds, binary };
    const chart = new uPlot(chartOptions(element, asked), data.current, element);
    plot.current = chart;
    const observer = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: chart.height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
      plot.current = null;
    };
  }, [names, format, top, rangeSeconds, binary]);
  useEffect(() => plot.current?.setData(data.current), [seconds, lines]);
  return <div ref={frame} className={styles['plot']} aria-hidden="true" />;
}
