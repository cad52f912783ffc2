import type { Condition, Expression } from '../vocabulary/condition.ts';
import type { Requirement } from '../vocabulary/links.ts';
import type { EnvCase } from '../vocabulary/run.ts';

/** How a database is called that a service has in the shared PostgreSQL. */
export interface DatabaseName {
  /** Field of the entry where a person may give a name. */
  readonly field: string;
  /** Name where that field is blank. */
  readonly name: string;
  /** For services with instances: name for every instance but `Default`. */
  readonly instanceName?: Expression;
}

/** Whether a service has been told to keep its data in the shared PostgreSQL. */
export const postgresChosen: Condition = { is: '${self.postgres_enabled}', equal: true };
const isDefault: Condition = { is: '${instance.name}', equal: 'Default' };

/** The database of a service that keeps a file of its own unless `postgres_enabled` is set. */
export function optionalDatabase(spec: DatabaseName): readonly Requirement[] {
  return namesOf(spec).map(({ name, when }) => database(name, when));
}

/** The name of that database as the value of a variable; no value while the service keeps a file of its own. */
export function optionalDatabaseName(spec: DatabaseName): readonly EnvCase[] {
  return namesOf(spec).map(({ name, when }) => ({ when: { all: [postgresChosen, ...when] }, value: name }));
}

/** The names that the database may have; exactly one applies to an entry. */
function namesOf({ field, name, instanceName }: DatabaseName) {
  const given = `\${self.${field}}`;
  const blank: Condition = { not: { truthy: given } };
  const ofInstance: readonly { readonly name: Expression; readonly when: readonly Condition[] }[] =
    instanceName === undefined ? [] : [{ name: instanceName, when: [blank, { not: isDefault }] }];
  return [
    { name: given, when: [{ truthy: given }] },
    { name, when: [blank, ...(instanceName === undefined ? [] : [isDefault])] },
    ...ofInstance,
  ];
}

function database(name: Expression, when: readonly Condition[]): Requirement {
  return {
    service: 'postgres',
    kind: 'database',
    until: 'healthy',
    enable: true,
    database: name,
    when: { all: [postgresChosen, ...when] },
    reason: 'keeps its data in the database',
  };
}
