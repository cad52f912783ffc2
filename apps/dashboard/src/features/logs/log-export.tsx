import { Download } from 'lucide-react';
import { CopyButton } from '../../shared/ui/copy-button.tsx';
import { Button } from '../../shared/ui/form/button.tsx';
import type { LogRecord } from './log-record.ts';
import styles from './logs.module.css';

/** Takes the lines that are shown away: to the clipboard or as a file. */
export function LogExport({ processName, shown }: { processName: string; shown: readonly LogRecord[] }) {
  return (
    <span className={styles['export']} role="group" aria-label="Take these lines away">
      <CopyButton small look="quiet" text={() => toText(shown)} />
      <Button small look="quiet" onClick={() => download(processName, shown)}>
        <Download size={14} aria-hidden /> Download
      </Button>
    </span>
  );
}

function toText(records: readonly LogRecord[]): string {
  return records.map((record) => record.raw).join('\n');
}

function download(processName: string, records: readonly LogRecord[]): void {
  const address = URL.createObjectURL(new Blob([toText(records), '\n'], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${processName.replace(/[^\w.-]+/g, '-')}.log`;
  link.click();
  URL.revokeObjectURL(address);
}
