import { useParams } from 'react-router';
import { OperationPage } from '../../features/operations/operation-page.tsx';

/** The operation of the address. */
export function OperationRoute() {
  return <OperationPage id={useParams()['id'] ?? ''} />;
}
