import type uPlot from 'uplot';

export interface Line {
  readonly name: string;
}

const height = 180;
/** Axis labels need so much; sizes with their unit are the widest. */
const labelWidth = 76;

const powersOfTwo = Array.from({ length: 50 }, (_, power) => 2 ** power);
const powersOfTen = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];
const daySeconds = 86_400;
const timeOfDay = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hour12: false });
const dayOfMonth = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

interface Asked {
  readonly names: readonly string[];
  readonly format: (value: number) => string;
  readonly top: number;
  readonly rangeSeconds: number;
  /** Sizes are told in powers of two, so their axis is divided so. */
  readonly binary: boolean;
}

/** How a chart is drawn: in the colours of the page, from nought, over the whole range that was chosen. */
export function chartOptions(element: HTMLElement, { names, format, top, rangeSeconds, binary }: Asked): uPlot.Options {
  const colour = (name: string) => () => resolveColour(element, name);
  const axis = {
    stroke: colour('--chart-label'),
    font: '12px "Source Sans 3 Variable", system-ui, sans-serif',
    grid: { stroke: colour('--chart-grid'), width: 1 },
    ticks: { show: false },
  };
  return {
    width: element.clientWidth,
    height,
    legend: { show: true, live: true },
    cursor: { y: false, drag: { x: false, y: false }, sync: { key: 'metrics' }, points: { size: 6 } },
    scales: {
      x: { range: (_chart, _least, most) => [(most || 0) - rangeSeconds, most || 0] },
      y: { range: (_chart, _least, most) => [0, Math.max(top, (most ?? 0) * 1.1)] },
    },
    axes: [
      { ...axis, space: 70, values: (_chart, splits, _axis, _space, step) => splits.map((at) => formatTick(at, step)) },
      {
        ...axis,
        size: labelWidth,
        space: 36,
        incrs: binary ? powersOfTwo : powersOfTen,
        values: (_chart, splits) => splits.map(format),
      },
    ],
    series: [
      { label: 'Time', value: '{YYYY}-{MM}-{DD} {HH}:{mm}:{ss}' },
      ...names.map((name, index) => ({
        label: name,
        stroke: colour(index === 0 ? '--chart-first' : '--chart-second'),
        width: 1.5,
        ...(index === 0 ? {} : { dash: [6, 3] }),
        points: { show: false },
        value: (_chart: uPlot, value: number | null) => (value === null ? '--' : format(value)),
      })),
    ],
  };
}

function formatTick(seconds: number, step: number): string {
  return (step >= daySeconds ? dayOfMonth : timeOfDay).format(seconds * 1000);
}

/** A drawing takes no `light-dark()`: the browser is asked what a token is in the theme of the moment. */
function resolveColour(element: HTMLElement, name: string): string {
  const before = element.style.color;
  element.style.color = `var(${name})`;
  const { color } = getComputedStyle(element);
  element.style.color = before;
  return color;
}
