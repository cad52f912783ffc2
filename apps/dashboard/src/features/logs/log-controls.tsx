import { Copy, Download, Pause, Play, Search, WrapText } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../shared/ui/form/button.tsx';
import type { LevelFloor, LogRecord } from './log-record.ts';
import styles from './logs.module.css';

interface LogControlsProps {
  readonly processName: string;
  readonly shown: readonly LogRecord[];
  readonly floor: LevelFloor;
  readonly onFloor: (floor: LevelFloor) => void;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly paused: boolean;
  readonly onPaused: (paused: boolean) => void;
  readonly wrap: boolean;
  readonly onWrap: (wrap: boolean) => void;
}

const floors: readonly { readonly value: LevelFloor; readonly label: string }[] = [
  { value: 'all', label: 'All levels' },
  { value: 'info', label: 'Info and up' },
  { value: 'warning', label: 'Warnings and up' },
  { value: 'error', label: 'Errors' },
];

/** Search, level, pause, wrap, copy, download. */
export function LogControls(props: LogControlsProps) {
  const { paused, wrap } = props;
  return (
    <div className={styles['controls']} role="group" aria-label="Log controls">
      <label className={styles['search']}>
        <span className="visually-hidden">Search in the log</span>
        <Search size={16} aria-hidden />
        <input
          type="search"
          placeholder="Search"
          value={props.text}
          onChange={(event) => props.onText(event.target.value)}
        />
      </label>
      <label>
        <span className="visually-hidden">Levels</span>
        <select value={props.floor} onChange={(event) => props.onFloor(event.target.value as LevelFloor)}>
          {floors.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <Button small onClick={() => props.onPaused(!paused)}>
        {paused ? <Play size={14} aria-hidden /> : <Pause size={14} aria-hidden />}
        {paused ? 'Go on' : 'Pause'}
      </Button>
      <Button small look="quiet" aria-pressed={wrap} onClick={() => props.onWrap(!wrap)}>
        <WrapText size={14} aria-hidden /> {wrap ? 'Wrapped' : 'Wrap'}
      </Button>
      <CopyButton records={props.shown} />
      <Button small look="quiet" onClick={() => download(props.processName, props.shown)}>
        <Download size={14} aria-hidden /> Download
      </Button>
    </div>
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
