import { fingerprint } from '../fingerprint.ts';
import { databasesOf } from '../graph/needs.ts';
import { isObject } from '../json.ts';
import type { PlannedDatabase, Step } from '../plan-model.ts';
import { toSentenceList } from '../resolve/names.ts';
import type { Member, World } from '../resolve/world.ts';
import { toReachable } from '../units/probes.ts';
import { stepId } from './unit-steps.ts';

/** Creates the databases that services need of a server; `undefined` where there are none, or all have been made. */
export function databaseStep(server: Member, world: World, after: readonly string[]): Step | undefined {
  const needed = databasesOf(server, world);
  if (needed.length === 0) return undefined;
  const database = toDatabase(server, needed);
  const applies = { key: `database:${server.unitId}`, fingerprint: fingerprint(database) };
  if (world.facts.applied[applies.key] === applies.fingerprint) return undefined;
  const { processName } = server.entry;
  return {
    kind: 'provision-database',
    id: stepId.database(server.unitId),
    title: `Create the databases ${toSentenceList(database.names)}`,
    reason: `Services keep their data in ${processName}`,
    processName,
    after,
    applies,
    database,
  };
}

function toDatabase({ entry, ports }: Member, needed: readonly string[]): PlannedDatabase {
  const text = (key: string) => (typeof entry.config[key] === 'string' ? entry.config[key] : '');
  const listed = entry.config['databases'];
  const enabled = (Array.isArray(listed) ? listed : []).flatMap((item) =>
    isObject(item) && item['enabled'] === true && typeof item['name'] === 'string' ? [item['name']] : [],
  );
  return {
    host: toReachable(text('host')),
    port: Object.values(ports)[0] ?? 5432,
    user: text('user'),
    password: text('password'),
    names: [...new Set([...enabled, ...needed])],
  };
}
