import { Copy, Download } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../shared/ui/form/button.tsx';
import type { LogRecord } from './log-record.ts';
import styles from './logs.module.css';

/** Takes the lines that are shown away: to the clipboard or as a file. */
export function LogExport({ processName, shown }: { processName: string; shown: readonly LogRecord[] }) {
  return (
    <span className={styles['export']} role="group" aria-label="Take these lines away">
      <CopyButton records={shown} />
      <Button small look="quiet" onClick={() => download(processName, shown)}>
        <Download size={14} aria-hidden /> Download
      </Button>
    </span>
  );
}

function CopyButton({ records }: { records: readonly LogRecord[] }) {
  const [said, setSaid] = useState('Copy');
  const copy = () => {
    // A browser without a secure origin has no clipboard; say so instead of doing nothing.
    const copying = navigator.clipboard?.writeText(toText(records)) ?? Promise.reject(new Error('no clipboard'));
    copying.then(
      () => setSaid('Copied'),
      () => setSaid('Not allowed here'),
    );
  };
  return (
    <Button small look="quiet" onClick={copy} onBlur={() => setSaid('Copy')}>
      <Copy size={14} aria-hidden /> <span aria-live="polite">{said}</span>
    </Button>
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
