import type { Json, JsonObject } from '@showrunner/contracts';
import { getIn } from '@showrunner/config';
import { isObject } from '../json.ts';
import type { RestartPolicy } from '../unit.ts';

/** What holds for a unit that nobody made a rule for. */
const standard: RestartPolicy = {
  when: 'on-failure',
  backoffMs: [1_000, 5_000, 15_000, 45_000, 120_000],
  maxRestarts: 5,
  windowMs: 300_000,
  unhealthyThreshold: 0,
};

/** The policy of a unit: `dumb.auto_restart` where it is on and lists the process (RST-1), else the standard one. */
export function restartPolicyOf(processName: string, document: JsonObject): RestartPolicy {
  const block = getIn(document, ['dumb', 'auto_restart']);
  if (!isObject(block) || block['enabled'] !== true) return standard;
  const services: Json = block['services'] ?? [];
  const rule = (Array.isArray(services) ? services : []).find(
    (item): item is JsonObject => isObject(item) && nameOf(item['process_name']) === nameOf(processName),
  );
  if (rule === undefined) return standard;
  if (rule['enabled'] === false) return { ...standard, when: 'no' };
  const policy: JsonObject = { ...block, ...rule };
  const backoff = policy['backoff_seconds'];
  const seconds = Array.isArray(backoff) ? backoff.filter((delay): delay is number => typeof delay === 'number') : [];
  return {
    when: 'on-failure',
    backoffMs: seconds.length > 0 ? seconds.map((delay) => delay * 1000) : standard.backoffMs,
    maxRestarts: numberOf(policy['max_restarts'], standard.maxRestarts),
    windowMs: numberOf(policy['window_seconds'], standard.windowMs / 1000) * 1000,
    unhealthyThreshold: policy['restart_on_unhealthy'] === false ? 0 : numberOf(policy['unhealthy_threshold'], 3),
  };
}

function nameOf(value: Json | undefined): string {
  return typeof value === 'string' ? value.trim().toLowerCase() : '';
}

function numberOf(value: Json | undefined, otherwise: number): number {
  return typeof value === 'number' && value >= 0 ? value : otherwise;
}
