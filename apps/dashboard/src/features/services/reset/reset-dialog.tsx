import type { ResetAction } from '@showrunner/contracts';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '../../../shared/ui/form/button.tsx';
import { Dialog } from '../../../shared/ui/form/dialog.tsx';
import { TextField } from '../../../shared/ui/form/field.tsx';
import { PlanEffect } from '../actions/plan-effect.tsx';
import styles from './reset.module.css';

interface ResetDialogProps {
  readonly action: ResetAction;
  readonly processName: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

const sentences = {
  reset: 'Its settings go back to their defaults and it is switched off. Its files stay where they are.',
  remove:
    'Its settings go back to their defaults, it is switched off, and its own files are deleted. Media, mounts and databases stay.',
};

/** Says what goes, and takes the name of the service as the word that it may go. */
export function ResetDialog({ action, processName, onConfirm, onClose }: ResetDialogProps) {
  const [typed, setTyped] = useState('');
  const [refused, setRefused] = useState(false);
  const formId = useId();
  const verb = action === 'reset' ? 'Reset' : 'Remove';
  const matches = typed.trim() === processName;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (matches) onConfirm();
    else setRefused(true);
  };
  return (
    <Dialog
      title={`${verb} ${processName}?`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Keep it as it is</Button>
          <Button type="submit" form={formId} look="danger">
            {verb} {processName}
          </Button>
        </>
      }
    >
      <p>{sentences[action]}</p>
      <p>A copy of the whole stack document is kept in /config/service-reset-backups first.</p>
      <PlanEffect change={{ kind: 'reset', processName, action }} open />
      <form id={formId} className={styles['form']} onSubmit={submit} noValidate>
        <TextField
          label={`Type ${processName} to go on`}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          error={refused && !matches ? `This is not the name ${processName}.` : undefined}
          onChange={(event) => setTyped(event.target.value)}
        />
      </form>
    </Dialog>
  );
}
