import { isRouteErrorResponse, useRouteError } from 'react-router';
import { toProblemView } from '../shared/api/api-error.ts';
import { Button, LinkButton } from '../shared/ui/form/button.tsx';
import page from '../shared/ui/page.module.css';
import { ProblemCard } from '../shared/ui/feedback/problem-card.tsx';
import { useTitle } from '../shared/ui/use-title.ts';

/** What shows when a page breaks; the rest of the dashboard goes on. */
export function ErrorPage() {
  const error = useRouteError();
  useTitle('Something broke');
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFoundPage />;
  return (
    <div className={`${page['page']} ${page['narrow']}`}>
      <ProblemCard
        problem={toProblemView(error)}
        actions={
          <>
            <Button onClick={() => window.location.reload()}>Reload the page</Button>
            <LinkButton to="/" look="quiet">
              Go home
            </LinkButton>
          </>
        }
      />
    </div>
  );
}

/** An address that leads nowhere. */
export function NotFoundPage() {
  useTitle('Nothing here');
  return (
    <div className={`${page['page']} ${page['narrow']}`}>
      <h1>There is nothing at this address</h1>
      <p className={page['lead']}>The service may have been renamed or removed.</p>
      <p>
        <LinkButton to="/">Go home</LinkButton>
      </p>
    </div>
  );
}
