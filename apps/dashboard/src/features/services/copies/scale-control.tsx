import type { ServiceView } from '@showrunner/contracts';
import { Minus, Plus } from 'lucide-react';
import { useId, useState } from 'react';
import { Link } from 'react-router';
import { formatCount } from '../../../shared/format/words.ts';
import { ProblemCard } from '../../../shared/ui/feedback/problem-card.tsx';
import { Button } from '../../../shared/ui/form/button.tsx';
import styles from './copies.module.css';
import { ScaleDialog } from './scale-dialog.tsx';
import { useScale } from './use-scale.ts';

interface ScaleControlProps {
  readonly service: ServiceView;
  readonly present: number;
  readonly most: number;
}

/** Chooses how many copies run. One is the least: a service that is to run not at all is stopped. */
export function ScaleControl({ service, present, most }: ScaleControlProps) {
  const [chosen, setChosen] = useState<number | null>(null);
  const [asked, setAsked] = useState(false);
  const scale = useScale(service);
  const id = useId();
  const wanted = chosen ?? Math.max(1, present);
  const choose = (count: number) => setChosen(Math.min(most, Math.max(1, Math.round(count))));
  const confirm = () => {
    setAsked(false);
    setChosen(null);
    scale.run(wanted);
  };
  return (
    <>
      <div className={styles['scale']} role="group" aria-label={`Copies of ${service.processName}`}>
        <p className={styles['present']}>
          {present} of at most {most}
        </p>
        <Button small aria-label="One copy less" busy={wanted <= 1} onClick={() => choose(wanted - 1)}>
          <Minus size={14} aria-hidden />
        </Button>
        <label htmlFor={id} className="visually-hidden">
          Copies to run
        </label>
        <input
          id={id}
          className={styles['count']}
          type="number"
          inputMode="numeric"
          min={1}
          max={most}
          value={wanted}
          onChange={(event) => {
            if (event.target.value !== '') choose(event.target.valueAsNumber);
          }}
        />
        <Button small aria-label="One copy more" busy={wanted >= most} onClick={() => choose(wanted + 1)}>
          <Plus size={14} aria-hidden />
        </Button>
        {wanted !== present && !scale.atWork && (
          <Button small look="primary" onClick={() => setAsked(true)}>
            Run {formatCount(wanted, 'copy', 'copies')}
          </Button>
        )}
        {scale.underWay && <Link to={`/operations/${scale.underWay.id}`}>{scale.underWay.title} is under way</Link>}
      </div>
      {scale.problem && <ProblemCard problem={scale.problem} />}
      {asked && (
        <ScaleDialog
          processName={service.processName}
          present={present}
          wanted={wanted}
          onConfirm={confirm}
          onClose={() => setAsked(false)}
        />
      )}
    </>
  );
}
