import { type EdgeKind, edgeKinds } from '@showrunner/catalog';
import { type Issue, type Json, Problem } from '@showrunner/contracts';
import { isObject } from '../json.ts';
import { isRunnable, type Member, type World } from '../resolve/world.ts';

/** What a person has added to an entry's needs. */
export interface ChosenEdge {
  readonly processName: string;
  readonly kind: EdgeKind;
  readonly until: 'started' | 'healthy';
  /** Restarted with it, as Compose's `restart: true`. */
  readonly restart: boolean;
  /** Compose's word: it may start without where that does not run. */
  readonly required: boolean;
}

const conditions: Readonly<Record<string, ChosenEdge['until']>> = {
  service_started: 'started',
  service_healthy: 'healthy',
};
const known = ['condition', 'restart', 'required', 'kind'];

/**
 * `depends_on` of an entry, as Compose has it: a list of process names, each to be healthy, or its long form. What
 * cannot be read is no edge; `brokenDependsOn` tells of it.
 */
export function chosenEdges({ entry }: Member): readonly ChosenEdge[] {
  const value = entry.config['depends_on'];
  if (Array.isArray(value)) return value.flatMap((name) => (typeof name === 'string' ? [toEdge(name, {})] : []));
  return isObject(value)
    ? Object.entries(value).flatMap(([name, edge]) => (isObject(edge) ? [toEdge(name, edge)] : []))
    : [];
}

function toEdge(processName: string, edge: { readonly [key: string]: Json }): ChosenEdge {
  const until = conditions[String(edge['condition'])] ?? 'healthy';
  const kind = edgeKinds.find((word) => word === edge['kind']) ?? (until === 'healthy' ? 'health' : 'order');
  return { processName, kind, until, restart: edge['restart'] === true, required: edge['required'] !== false };
}

/** What is wrong with the `depends_on` of one entry, each with its path. */
function dependsOnIssues(member: Member, world: World): readonly Issue[] {
  const { entry } = member;
  const path = [...entry.path, 'depends_on'];
  const value = entry.config['depends_on'];
  const wrong = isObject(value)
    ? Object.entries(value).flatMap(([name, edge]) => shapeIssues([...path, name], edge))
    : [];
  const missing = chosenEdges(member).flatMap(({ processName, required }): readonly Issue[] => {
    const at = Array.isArray(value) ? path : [...path, processName];
    if (processName === entry.processName) return [{ path: at, message: `${entry.processName} names itself.` }];
    const named = world.members.find((other) => other.entry.processName === processName);
    if (named === undefined) return [{ path: at, message: `There is no process ${processName}. Correct the name.` }];
    if (isRunnable(named) || !required) return [];
    const remedy = 'Switch it on, or say `required: false` for it.';
    return [{ path: at, message: `${entry.processName} waits for ${processName}, which is switched off. ${remedy}` }];
  });
  return [...wrong, ...missing];
}

function shapeIssues(path: readonly string[], edge: Json): readonly Issue[] {
  if (!isObject(edge))
    return [{ path: [...path], message: 'Each name has an object, such as {"condition": "service_healthy"}.' }];
  const { condition, kind } = edge;
  const issues = Object.keys(edge)
    .filter((key) => !known.includes(key))
    .map((key): Issue => ({ path: [...path, key], message: `It is not known here. Known are ${known.join(', ')}.` }));
  if (condition !== undefined && (typeof condition !== 'string' || !Object.hasOwn(conditions, condition))) {
    const words = Object.keys(conditions).join(' or ');
    issues.push({ path: [...path, 'condition'], message: `A condition is ${words}.` });
  }
  if (kind !== undefined && !edgeKinds.some((word) => word === kind)) {
    issues.push({ path: [...path, 'kind'], message: `A kind is one of ${edgeKinds.join(', ')}.` });
  }
  for (const key of ['restart', 'required']) {
    if (edge[key] !== undefined && typeof edge[key] !== 'boolean') {
      issues.push({ path: [...path, key], message: 'It is true or false.' });
    }
  }
  return issues;
}

/** What is wrong with the `depends_on` of all entries that run. */
export function brokenDependsOn(world: World): readonly Issue[] {
  return world.members.filter(isRunnable).flatMap((member) => dependsOnIssues(member, world));
}

/**
 * Refuses a document in which an entry that runs waits for what can never come.
 * @throws Problem `document.invalid` with each path
 */
export function refuseBrokenDependsOn(world: World): void {
  const issues = brokenDependsOn(world);
  if (issues.length === 0) return;
  throw new Problem('document.invalid', issues.map(({ message }) => message).join(' '), { issues });
}
