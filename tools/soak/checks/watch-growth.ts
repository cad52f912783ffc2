import { slope } from '../../rig/statistics.ts';
import { descriptorsOf } from '../../rig/proc.ts';
import { violate, type World } from '../world.ts';

/** What must stay flat while one control plane lives, and by how much it may grow over the whole time it is watched. */
const bounds = [
  { name: 'heap after collection, MiB', allowed: 8 },
  { name: 'resident memory, MiB', allowed: 40 },
  { name: 'descriptors', allowed: 12 },
  { name: 'inotify watches', allowed: 12 },
  { name: 'timers', allowed: 60 },
] as const;

type Sample = Readonly<Record<(typeof bounds)[number]['name'], number>>;

/** Watches the control plane that lives. */
export interface GrowthWatch {
  look(): Promise<void>;
  /** One line a measure: name, first, last, growth by the straight line through all samples, bound, verdict. */
  conclude(): readonly (readonly string[])[];
}

/** Fewer samples than this say nothing about a slope. The first quarter is left out: who has just started grows. */
const leastSamples = 60;
const mebibyte = 2 ** 20;

export function createGrowthWatch(world: World): GrowthWatch {
  const samples: Sample[] = [];
  return {
    async look() {
      const { plane } = world;
      if (plane === undefined) return;
      const [{ heap, rss }, timers] = await Promise.all([plane.tell('memory', {}), plane.tell('timers', {})]);
      const { open, watches } = descriptorsOf(plane.pid);
      samples.push({
        'heap after collection, MiB': heap / mebibyte,
        'resident memory, MiB': rss / mebibyte,
        descriptors: open,
        'inotify watches': watches,
        timers,
      });
    },
    conclude: () =>
      bounds.map(({ name, allowed }) => {
        const values = samples.slice(Math.floor(samples.length / 4)).map((sample) => sample[name]);
        const growth = slope(values.map((value, index) => [index, value])) * (values.length - 1);
        const judged = values.length >= leastSamples;
        if (judged && growth > allowed) violate(world, 'flat', `${name} grew by ${growth.toFixed(1)}`);
        const verdict = judged ? (growth > allowed ? 'FAIL' : 'ok') : 'too short to judge';
        const shown = [values[0], values.at(-1), growth].map((value) => (value ?? Number.NaN).toFixed(1));
        return [name, ...shown, String(allowed), verdict];
      }),
  };
}
