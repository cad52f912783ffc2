import type { UpdateView } from '@showrunner/contracts';
import { Button } from '../../../shared/ui/form/button.tsx';
import { Dialog } from '../../../shared/ui/form/dialog.tsx';
import { PlanEffect } from '../actions/plan-effect.tsx';
import { ReleaseNotes } from './release-notes.tsx';

interface UpdateDialogProps {
  readonly view: UpdateView;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Says what an update does, and what is new, before it happens. */
export function UpdateDialog({ view, onConfirm, onClose }: UpdateDialogProps) {
  const to = view.available ?? 'the newest version';
  return (
    <Dialog
      title={`Update ${view.processName} to ${to}?`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button look="primary" onClick={onConfirm}>
            Update to {to}
          </Button>
        </>
      }
    >
      <p>
        It is fetched and built while {view.installed ?? 'the present version'} goes on. Then it takes its place; if it
        does not become healthy and stay so, {view.installed ?? 'the present version'} runs again.
      </p>
      {view.notes && <ReleaseNotes notes={view.notes} version={to} />}
      <PlanEffect change={{ kind: 'update', processName: view.processName }} />
    </Dialog>
  );
}
