import type { Issue, JsonObject } from '@showrunner/contracts';
import type { Catalog } from '@showrunner/catalog';
import { listEntries } from '../entries/list-entries.ts';

/** What names of settings that hold a path end in. */
const pathKey = /(^|_)(dir|directory|file|path)$/;
/** These we read, write and make ourselves, for whoever may see or edit a service. */
const ours = new Set(['log_file', 'config_dir', 'config_file']);
/** Where nothing of a service belongs and everything of the machine is. */
const system = /^\/(bin|boot|dev|etc|lib|lib64|proc|run|sbin|sys|usr)(\/|$)/;

/** Paths are taken as they are written, so they must lead where they seem to, and not into the machine's own folders. */
export function pathIssues(document: JsonObject, catalog: Catalog): readonly Issue[] {
  return listEntries(document, catalog).flatMap(({ path, config }): readonly Issue[] =>
    Object.entries(config).flatMap(([key, value]): readonly Issue[] => {
      if (typeof value !== 'string' || !pathKey.test(key)) return [];
      const at = [...path, key];
      if (hasControl(value)) {
        return [{ path: at, message: 'has a character in it that cannot be seen', remedy: 'type it again' }];
      }
      if (value.split('/').includes('..')) {
        return [{ path: at, message: 'must not lead up with ..', remedy: 'write the path that is meant' }];
      }
      if (ours.has(key) && system.test(value.replace(/\/+/g, '/'))) {
        return [
          { path: at, message: 'must not be in a folder of the system', remedy: 'use one below /log or /config' },
        ];
      }
      return [];
    }),
  );
}

function hasControl(text: string): boolean {
  return [...text].some((character) => character < ' ' || character === '\u007F');
}
