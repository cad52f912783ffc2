import { type Json, type JsonObject, Problem, type StackChange, type UpdateMode } from '@showrunner/contracts';
import { getIn, setIn } from '@showrunner/config';
import { versionWish } from '../units/artifact.ts';
import { type Draft, warn } from './draft.ts';
import { edit } from './edit.ts';
import type { Selection } from './selection.ts';
import { memberNamed } from './update.ts';

/**
 * Keeps a service at a release, or lets it follow new ones again, in the fields that its entry has for that. What is
 * installed is left alone where it is that release already.
 * @throws Problem `process.unknown`, `service.setting` where it follows a branch or commit
 */
export function pin(change: Extract<StackChange, { kind: 'pin' }>, draft: Draft): Selection {
  const { entry, manifest } = memberNamed(change.processName, draft);
  const wish = versionWish(entry.config);
  if (wish.kind === 'commit' || wish.kind === 'branch') {
    const what = wish.kind === 'commit' ? `the commit ${wish.commit}` : `the branch ${wish.branch}`;
    throw new Problem(
      'service.setting',
      `${entry.processName} is built from ${what}; take that out of its settings before you pin a release.`,
    );
  }
  return editEntry(draft, entry.path, pinFields(manifest.defaults, change.version));
}

/** The fields that say it; `release_version` where there is no field of its own for pins. */
function pinFields(defaults: JsonObject, version: string | null): Readonly<Record<string, Json>> {
  const ownField = 'pinned_version' in defaults;
  const released = { release_version_enabled: !ownField && version !== null };
  const release = 'release_version_enabled' in defaults || !ownField ? released : {};
  if (ownField) return { ...release, pinned_version: version ?? '' };
  return { ...release, release_version: version ?? 'latest' };
}

/** Sets when updates are looked for, and what happens then. @throws Problem `process.unknown` */
export function updatePolicy(change: Extract<StackChange, { kind: 'update-policy' }>, draft: Draft): Selection {
  const { entry } = memberNamed(change.processName, draft);
  const { mode, intervalHours, startTime } = change;
  const selection = editEntry(draft, entry.path, {
    auto_update: mode !== 'off',
    ...(mode === 'off' ? {} : { auto_update_mode: modeWords[mode] }),
    ...(intervalHours === undefined ? {} : { auto_update_interval: intervalHours }),
    ...(startTime === undefined ? {} : { auto_update_start_time: startTime }),
  });
  const wish = versionWish(entry.config);
  const fixed = wish.kind === 'tag' || wish.kind === 'commit' || wish.kind === 'branch';
  if (mode === 'off' || !fixed) return selection;
  const warning = `${entry.processName} is kept at one version, so no update is installed until that ends.`;
  return { ...selection, draft: warn(selection.draft, warning) };
}

const modeWords: Readonly<Record<Exclude<UpdateMode, 'off'>, string>> = { notify: 'check_only', install: 'install' };

function editEntry(draft: Draft, path: readonly string[], fields: Readonly<Record<string, Json>>): Selection {
  const before = getIn(draft.document, path);
  const after = { ...(before as JsonObject), ...fields }; // an entry is an object
  return edit({ kind: 'edit', document: setIn(draft.document, path, after) }, draft);
}
