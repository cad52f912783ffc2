import { useQuery } from '@tanstack/react-query';
import { Activity, ChartLine, CircleArrowUp, House, Settings } from 'lucide-react';
import { useRef } from 'react';
import { Link, NavLink, Outlet, ScrollRestoration, useLocation } from 'react-router';
import { aboutQuery } from '../../shared/api/about.ts';
import { useLiveConnection } from '../../shared/live/use-live-connection.ts';
import { useKeptFocus } from '../../shared/ui/use-kept-focus.ts';
import { Wordmark } from '../../shared/ui/wordmark.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import styles from './shell.module.css';
import { StackLamp } from './stack-lamp.tsx';

const places = [
  { to: '/', label: 'Home', icon: House },
  { to: '/operations', label: 'Activity', icon: Activity },
  { to: '/metrics', label: 'Metrics', icon: ChartLine },
  { to: '/updates', label: 'Updates', icon: CircleArrowUp },
  { to: '/settings', label: 'Settings', icon: Settings },
];

/** The frame of every page: name, places, lamp; on a phone the places are at the bottom. */
export function Shell() {
  useLiveConnection();
  const about = useQuery(aboutQuery);
  const { pathname } = useLocation();
  const inWizard = pathname.startsWith('/onboarding');
  const content = useRef<HTMLElement>(null);
  useKeptFocus(content, pathname);
  return (
    <div className={styles['shell']} data-wizard={inWizard || undefined}>
      <a className={styles['skip']} href="#content">
        Skip to the page
      </a>
      <header className={styles['bar']}>
        <Link to="/" className={styles['home']!} aria-label="Showrunner, home">
          <Wordmark />
        </Link>
        {about.data?.demo && <span className={styles['demo']}>Demo</span>}
        <nav aria-label="Places" className={styles['places']}>
          {places.map(({ to, label, icon: Icon }) => (
            <NavLink key={to} to={to} end={to === '/'} className={styles['place']!}>
              <Icon size={18} aria-hidden />
              {label}
            </NavLink>
          ))}
        </nav>
        <StackLamp />
      </header>
      <ConnectionBanner />
      <main ref={content} id="content" tabIndex={-1} className={styles['content']}>
        <Outlet />
      </main>
      <ScrollRestoration />
    </div>
  );
}
