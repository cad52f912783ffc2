import { createBrowserRouter, Navigate } from 'react-router';
import { OperationsPage } from '../features/operations/operations-page.tsx';
import { SettingsPage } from '../features/settings/settings-page.tsx';
import { ErrorPage, NotFoundPage } from './error-page.tsx';
import { HomeRoute } from './routes/home-route.tsx';
import { LoginRoute, SetupRoute } from './routes/auth-routes.tsx';
import { OperationRoute } from './routes/operation-route.tsx';
import { ConfigTab, LogsTab, OverviewTab, PageTab, ServiceRoute } from './routes/service-routes.tsx';
import { Loading } from '../shared/ui/feedback/loading.tsx';
import { Shell } from './shell/shell.tsx';
import { SignedIn } from './signed-in.tsx';

/** Every address of the dashboard. */
export const router = createBrowserRouter([
  { path: '/setup', element: <SetupRoute />, errorElement: <ErrorPage /> },
  { path: '/login', element: <LoginRoute />, errorElement: <ErrorPage /> },
  {
    element: (
      <SignedIn>
        <Shell />
      </SignedIn>
    ),
    errorElement: <ErrorPage />,
    hydrateFallbackElement: <Loading label="Opening the page" />,
    children: [
      {
        errorElement: <ErrorPage />,
        children: [
          { path: '/', element: <HomeRoute /> },
          { path: '/onboarding', element: <Navigate to="/onboarding/goal" replace /> },
          {
            path: '/onboarding',
            lazy: async () => ({ Component: (await import('./routes/onboarding-routes.tsx')).OnboardingRoute }),
            children: [
              {
                path: 'start/:id',
                lazy: async () => ({ Component: (await import('./routes/onboarding-routes.tsx')).RunRoute }),
              },
              {
                path: ':step',
                lazy: async () => ({ Component: (await import('./routes/onboarding-routes.tsx')).StepRoute }),
              },
            ],
          },
          {
            path: '/services/:processName',
            element: <ServiceRoute />,
            children: [
              { index: true, element: <OverviewTab /> },
              { path: 'page', element: <PageTab /> },
              { path: 'configuration', element: <ConfigTab /> },
              { path: 'logs', element: <LogsTab /> },
            ],
          },
          { path: '/operations', element: <OperationsPage /> },
          { path: '/operations/:id', element: <OperationRoute /> },
          {
            path: '/updates',
            lazy: async () => ({ Component: (await import('../features/services/updates/updates-page.tsx')).default }),
          },
          {
            path: '/seerr-sync',
            lazy: async () => ({ Component: (await import('../features/seerr-sync/seerr-sync-page.tsx')).default }),
          },
          { path: '/settings', element: <SettingsPage /> },
          {
            path: '/settings/notifications',
            lazy: async () => ({
              Component: (await import('../features/settings/notifications/notifications-page.tsx')).default,
            }),
          },
          {
            path: '/settings/sign-in',
            lazy: async () => ({ Component: (await import('../features/settings/sign-in/sign-in-page.tsx')).default }),
          },
          {
            path: '/metrics',
            lazy: async () => ({ Component: (await import('../features/metrics/metrics-page.tsx')).default }),
          },
          {
            path: '/settings/metrics',
            lazy: async () => ({
              Component: (await import('../features/metrics/settings/metrics-settings-page.tsx')).default,
            }),
          },
          {
            path: '/settings/audit',
            lazy: async () => ({ Component: (await import('../features/settings/audit/audit-page.tsx')).default }),
          },
          { path: '*', element: <NotFoundPage /> },
        ],
      },
    ],
  },
]);
