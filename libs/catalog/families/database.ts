import type { Condition, Expression } from '../vocabulary/condition.ts';
import type { Requirement } from '../vocabulary/links.ts';

/** How a database is called that a service has in the shared PostgreSQL. */
export interface DatabaseName {
  /** Field of the entry where a person may give a name. */
  readonly field: string;
  /** Name where that field is blank. */
  readonly name: string;
  /** For services with instances: name for every instance but `Default`. */
  readonly instanceName?: Expression;
}

const chosen: Condition = { is: '${self.postgres_enabled}', equal: true };
const isDefault: Condition = { is: '${instance.name}', equal: 'Default' };

/** The database of a service that keeps a file of its own unless `postgres_enabled` is set. */
export function optionalDatabase({ field, name, instanceName }: DatabaseName): readonly Requirement[] {
  const given = `\${self.${field}}`;
  const blank: Condition = { not: { truthy: given } };
  const own = instanceName === undefined ? [] : [isDefault];
  return [
    database(given, [{ truthy: given }]),
    database(name, [blank, ...own]),
    ...(instanceName === undefined ? [] : [database(instanceName, [blank, { not: isDefault }])]),
  ];
}

function database(name: Expression, when: readonly Condition[]): Requirement {
  return {
    service: 'postgres',
    kind: 'database',
    until: 'healthy',
    enable: true,
    database: name,
    when: { all: [chosen, ...when] },
    reason: 'keeps its data in the database',
  };
}
