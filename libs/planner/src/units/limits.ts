import type { Json, JsonObject } from '@showrunner/contracts';
import { parseMemorySize } from '@showrunner/config';
import type { ProcessLimits } from '@showrunner/platform';
import { isObject } from '../json.ts';

/** What an entry may use at most, in Compose's words: `mem_limit`, `cpus`, `pids_limit` and `ulimits.nofile`. */
export function limitsOf(config: JsonObject): ProcessLimits | undefined {
  const ulimits = config['ulimits'];
  const memoryBytes = parseMemorySize(config['mem_limit']);
  const cpus = positive(config['cpus']);
  const pids = positive(config['pids_limit']);
  const openFiles = isObject(ulimits) ? positive(ulimits['nofile']) : undefined;
  const limits: ProcessLimits = {
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
    ...(cpus === undefined ? {} : { cpus }),
    ...(pids === undefined ? {} : { pids }),
    ...(openFiles === undefined ? {} : { openFiles }),
  };
  return Object.keys(limits).length === 0 ? undefined : limits;
}

function positive(value: Json | undefined): number | undefined {
  return typeof value === 'number' && value > 0 ? value : undefined;
}
