import { Problem } from '@showrunner/contracts';
import type { GateSpec, ProbeSpec } from '@showrunner/catalog';
import { holds } from '../resolve/condition.ts';
import { resolveText } from '../resolve/expression.ts';
import { type Scope, unknownReference } from '../resolve/references.ts';
import type { Gate, Probe, ProbeQuestion, Probes } from '../unit.ts';

const gateTimeoutMs = 600_000;

type Timing = Pick<Probe, 'intervalMs' | 'timeoutMs' | 'failureThreshold' | 'successThreshold'>;

/** What holds for a probe that says nothing else. */
const probeDefaults: Timing = { intervalMs: 10_000, timeoutMs: 2_500, failureThreshold: 1, successThreshold: 1 };
/** To end a program takes more than one bad answer. */
const livenessFailures = 3;

/** What must be true before the start. */
export function gatesOf(scope: Scope): readonly Gate[] {
  const gates = scope.member.manifest.runtime?.gates ?? [];
  return gates.filter((gate) => holds(gate.when, scope)).map((gate) => toGate(gate, scope));
}

function toGate(gate: GateSpec, scope: Scope): Gate {
  const timeoutMs = gate.timeoutMs ?? gateTimeoutMs;
  switch (gate.kind) {
    case 'directory':
    case 'mount':
      return { kind: gate.kind, path: resolveText(gate.path, scope), timeoutMs };
    case 'tcp':
      return {
        kind: 'tcp',
        host: toReachable(resolveText(gate.host, scope)),
        port: toPort(gate.port, scope),
        timeoutMs,
      };
    case 'http':
      return { kind: 'http', url: resolveText(gate.url, scope), method: gate.method ?? 'GET', timeoutMs };
  }
}

/** How health is found out: which questions, and when. */
export function probesOf(scope: Scope): Probes {
  const health = scope.member.manifest.runtime?.health;
  const intervalMs = health?.intervalMs ?? probeDefaults.intervalMs;
  const concrete = (probes: readonly ProbeSpec[] | undefined, defaults: Timing): readonly Probe[] =>
    (probes ?? []).filter((probe) => holds(probe.when, scope)).map((probe) => toProbe(probe, scope, defaults));
  return {
    startup: concrete(health?.startup, { ...probeDefaults, intervalMs }),
    readiness: concrete(health?.probes, { ...probeDefaults, intervalMs }),
    liveness: concrete(health?.liveness, { ...probeDefaults, intervalMs, failureThreshold: livenessFailures }),
  };
}

function toProbe(probe: ProbeSpec, scope: Scope, defaults: Timing): Probe {
  const timing: Timing = {
    intervalMs: probe.intervalMs ?? defaults.intervalMs,
    timeoutMs: probe.timeoutMs ?? defaults.timeoutMs,
    failureThreshold: probe.failureThreshold ?? defaults.failureThreshold,
    successThreshold: probe.successThreshold ?? defaults.successThreshold,
  };
  return { ...toQuestion(probe, scope), ...timing };
}

function toQuestion(probe: ProbeSpec, scope: Scope): ProbeQuestion {
  switch (probe.kind) {
    case 'tcp':
      return { kind: 'tcp', port: portOf(probe.port, scope) };
    case 'http': {
      const url = `http://${hostOf(scope)}:${portOf(probe.port, scope)}${resolveText(probe.path, { ...scope, verbatim: true })}`;
      return { kind: 'http', url, method: probe.method ?? 'GET', ...(probe.expect && { expect: probe.expect }) };
    }
    case 'command':
      return {
        kind: 'command',
        argv: toArgv(
          probe.argv.map((item) => resolveText(item, scope)),
          scope,
        ),
        exitMap: probe.exitMap,
      };
    case 'mount':
      return { kind: 'mount', path: resolveText(probe.path, scope) };
    case 'process':
      return { kind: 'process', ...(probe.name === undefined ? {} : { name: probe.name }) };
  }
}

/** An argument vector has a program in front. */
export function toArgv(items: readonly string[], scope: Scope): readonly [string, ...string[]] {
  const [program, ...rest] = items;
  if (program === undefined || program === '') throw unknownReference('run.argv', scope);
  return [program, ...rest];
}

function portOf(id: string, scope: Scope): number {
  const port = scope.member.ports[id];
  if (port === undefined) throw unknownReference(`\${port.${id}}`, scope);
  return port;
}

function toPort(expression: string, scope: Scope): number {
  const port = Number(resolveText(expression, scope));
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port;
  const { processName } = scope.member.entry;
  throw new Problem('service.setting', `${processName} waits for a port that is none: ${expression}.`);
}

function hostOf(scope: Scope): string {
  const host = scope.member.entry.config['host'];
  return toReachable(typeof host === 'string' ? host : '');
}

/** Where a listener on all addresses is reached. */
export function toReachable(host: string): string {
  return ['', '0.0.0.0', '::', '[::]', '*'].includes(host.trim()) ? '127.0.0.1' : host.trim();
}
