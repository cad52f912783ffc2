import { Problem } from '@showrunner/contracts';
import { own } from '../json/json.ts';
import { configVersion } from '../settings/index.ts';
import type { LoadStep } from './load-state.ts';
import { migrations } from './migrations/index.ts';

/** Brings a document of an earlier form to the present one, one numbered migration after the other. */
export const migrate: LoadStep = ({ document, warnings }) => {
  const stated = own(document, 'config_version');
  const version = typeof stated === 'number' ? stated : 0;
  if (version > configVersion) throw tooNew(version);
  const due = migrations.filter(({ to }) => to > version);
  const migrated = due.reduce((current, { apply }) => apply(current), document);
  // A version that is no number is left for the validation to name.
  const keep = stated !== undefined && typeof stated !== 'number';
  return { document: keep ? migrated : { ...migrated, config_version: configVersion }, warnings };
};

function tooNew(version: number): Problem {
  const message = `The stack document has form ${version}; this version of Showrunner knows forms up to ${configVersion}.`;
  const remedy = 'Use the newer Showrunner, or restore a revision from before the upgrade.';
  return new Problem('document.invalid', message, { issues: [{ path: ['config_version'], message, remedy }] });
}
