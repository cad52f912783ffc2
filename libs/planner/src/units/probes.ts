import { Problem } from '@showrunner/contracts';
import type { GateSpec, ProbeSpec } from '@showrunner/catalog';
import { holds } from '../resolve/condition.ts';
import { resolveText } from '../resolve/expression.ts';
import { type Scope, unknownReference } from '../resolve/references.ts';
import type { Gate, Probe } from '../unit.ts';

const gateTimeoutMs = 600_000;

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

/** How health is found out. */
export function probesOf(scope: Scope): readonly Probe[] {
  const probes = scope.member.manifest.runtime?.health.probes ?? [];
  return probes.filter((probe) => holds(probe.when, scope)).map((probe) => toProbe(probe, scope));
}

function toProbe(probe: ProbeSpec, scope: Scope): Probe {
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
