import { Button } from '../../../shared/ui/form/button.tsx';
import { Dialog } from '../../../shared/ui/form/dialog.tsx';
import { PlanEffect } from '../actions/plan-effect.tsx';
import { formatCount } from '../../../shared/format/words.ts';

interface ScaleDialogProps {
  readonly processName: string;
  readonly present: number;
  readonly wanted: number;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Says which copies start or stop, and on which ports, before they do. */
export function ScaleDialog({ processName, present, wanted, onConfirm, onClose }: ScaleDialogProps) {
  const verb = `Run ${formatCount(wanted, 'copy', 'copies')}`;
  return (
    <Dialog
      title={`${verb} of ${processName}?`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Leave it as it is</Button>
          <Button look={wanted < present ? 'danger' : 'primary'} onClick={onConfirm}>
            {verb}
          </Button>
        </>
      }
    >
      <p>{sayDifference(wanted - present)}</p>
      <PlanEffect change={{ kind: 'scale', processName, replicas: wanted }} open />
    </Dialog>
  );
}

function sayDifference(more: number): string {
  if (more > 0) {
    const count = formatCount(more, 'more copy', 'more copies');
    return `${count} will start, each with a port of its own. What runs now is left alone.`;
  }
  return `The last ${more === -1 ? 'copy' : `${-more} copies`} will stop. What else runs is left alone.`;
}
