import { Pause, Play, Search, WrapText } from 'lucide-react';
import { Button } from '../../shared/ui/form/button.tsx';
import type { LevelFloor } from './log-record.ts';
import styles from './logs.module.css';

interface LogControlsProps {
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

/** Search, level, pause, wrap: one thin row, also on a phone. */
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
        <span className={styles['word']}>{paused ? 'Go on' : 'Pause'}</span>
      </Button>
      <Button small look="quiet" aria-pressed={wrap} onClick={() => props.onWrap(!wrap)}>
        <WrapText size={14} aria-hidden /> <span className={styles['word']}>{wrap ? 'Wrapped' : 'Wrap'}</span>
      </Button>
    </div>
  );
}
