import { Copy } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { Button } from './form/button.tsx';

interface CopyButtonProps extends Pick<ComponentProps<typeof Button>, 'look' | 'small'> {
  /** Made when it is asked for. */
  readonly text: () => string;
  readonly label?: string;
}

/** Puts a text on the clipboard and says whether that worked. */
export function CopyButton({ text, label = 'Copy', ...looks }: CopyButtonProps) {
  const [said, setSaid] = useState(label);
  const copy = () => {
    // A browser without a secure origin has no clipboard; say so instead of doing nothing.
    const copying = navigator.clipboard?.writeText(text()) ?? Promise.reject(new Error('no clipboard'));
    copying.then(
      () => setSaid('Copied'),
      () => setSaid('Not allowed here'),
    );
  };
  return (
    <Button {...looks} onClick={copy} onBlur={() => setSaid(label)}>
      <Copy size={14} aria-hidden /> <span aria-live="polite">{said}</span>
    </Button>
  );
}
