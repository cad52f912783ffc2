import type { ServiceView } from '@showrunner/contracts';
import { useQuery } from '@tanstack/react-query';
import { ExternalLink } from 'lucide-react';
import { stackQuery } from '../../api/stack.ts';
import { directAddressOf } from '../../api/service-page.ts';
import { ProblemCard } from '../feedback/problem-card.tsx';
import { Button, OutLinkButton } from '../form/button.tsx';
import { useOpenPage } from './use-open-page.ts';

interface OpenPageButtonProps {
  readonly service: ServiceView;
  readonly small?: boolean;
  readonly look?: 'primary' | 'plain' | 'quiet';
}

/** Opens the page of a service in a new tab: through our proxy, or on its own port where that is switched off. */
export function OpenPageButton({ service, small = false, look = 'plain' }: OpenPageButtonProps) {
  const proxied = useQuery(stackQuery).data?.servicePages === true;
  const page = useOpenPage(service);
  const address = directAddressOf(service);
  if (address === null) return null;
  const label = `Open ${service.processName} in a new tab`;
  const text = (
    <>
      <ExternalLink size={small ? 14 : 16} aria-hidden /> Open
    </>
  );
  if (!proxied) {
    return (
      <OutLinkButton small={small} look={look} href={address} aria-label={label}>
        {text}
      </OutLinkButton>
    );
  }
  return (
    <>
      <Button small={small} look={look} busy={page.opening} aria-label={label} onClick={page.open}>
        {text}
      </Button>
      {page.problem && (
        <ProblemCard
          problem={page.problem}
          actions={
            <Button small onClick={page.dismiss}>
              Dismiss
            </Button>
          }
        />
      )}
    </>
  );
}
