import type { Step } from '@showrunner/planner';
import type { Performer } from './performer.ts';
import { awaitHealthy } from './steps/await-healthy.ts';
import { backupDocument } from './steps/backup-document.ts';
import { clearFiles } from './steps/clear-files.ts';
import { connect, disconnect } from './steps/connect.ts';
import { defineUnit } from './steps/define-unit.ts';
import { install, stage } from './steps/install.ts';
import { provisionDatabase } from './steps/provision-database.ts';
import { runHook } from './steps/run-hook.ts';
import { saveDocument } from './steps/save-document.ts';
import { startUnit } from './steps/start-unit.ts';
import { stopUnit } from './steps/stop-unit.ts';
import { writeFiles } from './steps/write-files.ts';

/** Who performs which kind of step. A new kind does not compile until it is here. */
export const performers: { readonly [K in Step['kind']]: Performer<K> } = {
  'backup-document': backupDocument,
  'save-document': saveDocument,
  stage,
  install,
  'write-files': writeFiles,
  'run-hook': runHook,
  'provision-database': provisionDatabase,
  'start-unit': startUnit,
  'define-unit': defineUnit,
  'stop-unit': stopUnit,
  'clear-files': clearFiles,
  'await-healthy': awaitHealthy,
  connect,
  disconnect,
};
