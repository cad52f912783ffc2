import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { aboutQuery } from '../../shared/api/about.ts';
import { LinkButton, OutLinkButton } from '../../shared/ui/form/button.tsx';
import { ChoiceField } from '../../shared/ui/form/choice-field.tsx';
import { Loading } from '../../shared/ui/feedback/loading.tsx';
import { LoadFailure } from '../../shared/ui/feedback/load-failure.tsx';
import { Notice } from '../../shared/ui/feedback/notice.tsx';
import page from '../../shared/ui/page.module.css';
import { TimeAgo } from '../../shared/ui/time-ago.tsx';
import { useTitle } from '../../shared/ui/use-title.ts';
import { Account } from './account/account.tsx';
import styles from './settings.module.css';
import { Tokens } from './tokens/tokens-section.tsx';
import { chooseTheme, readTheme, type Theme } from './theme.ts';

/** Appearance, account, set-up, about. */
export function SettingsPage() {
  useTitle('Settings');
  return (
    <div className={`${page['page']} ${page['narrow']}`}>
      <h1>Settings</h1>
      <Section title="Appearance">
        <ThemeChoice />
      </Section>
      <Section title="Account">
        <Account />
      </Section>
      <Section title="Sign-in">
        <p className={page['lead']}>
          With a password, or with a provider such as Authelia, Authentik or Keycloak. For administrators.
        </p>
        <p>
          <LinkButton to="/settings/sign-in">Choose how people sign in</LinkButton>
        </p>
      </Section>
      <Section title="Tokens">
        <Tokens />
      </Section>
      <Section title="Notifications">
        <p className={page['lead']}>Who is told when something fails, by mail, phone or chat, and what was told.</p>
        <p>
          <LinkButton to="/settings/notifications">Open the notifications</LinkButton>
        </p>
      </Section>
      <Section title="Metrics">
        <p className={page['lead']}>What is measured of this machine, how often, and how long it is kept.</p>
        <p>
          <LinkButton to="/settings/metrics">Open the settings of metrics</LinkButton>
        </p>
      </Section>
      <Section title="Audit">
        <p className={page['lead']}>Who changed what, from where, and who was refused. For administrators.</p>
        <p>
          <LinkButton to="/settings/audit">Open the audit</LinkButton>
        </p>
      </Section>
      <Section title="Seerr Sync">
        <p className={page['lead']}>Requests of one Seerr, made again on others.</p>
        <p>
          <LinkButton to="/seerr-sync">Open Seerr Sync</LinkButton>
        </p>
      </Section>
      <Section title="Set-up">
        <p className={page['lead']}>
          The wizard adds services to your stack. What runs is left alone until you press Start.
        </p>
        <p>
          <LinkButton to="/onboarding/services">Add services</LinkButton>
        </p>
      </Section>
      <Section title="About">
        <About />
      </Section>
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles['section']} aria-label={title}>
      <h2 className={page['heading']}>{title}</h2>
      <div className={styles['body']}>{children}</div>
    </section>
  );
}

const themes: readonly { readonly value: Theme; readonly label: string }[] = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

function ThemeChoice() {
  const [theme, setTheme] = useState(readTheme);
  return (
    <ChoiceField
      label="Theme"
      hideLabel
      choices={themes}
      value={theme}
      onChange={(value) => {
        chooseTheme(value);
        setTheme(value);
      }}
    />
  );
}

function About() {
  const about = useQuery(aboutQuery);
  if (about.isPending) return <Loading label="Loading" rows={1} />;
  if (about.isError) return <LoadFailure error={about.error} onRetry={() => void about.refetch()} />;
  const { version, demo, dataRoot, startedAt, warnings } = about.data;
  return (
    <>
      {warnings.map((warning) => (
        <Notice key={warning} tone="warn">
          <p>{warning}</p>
        </Notice>
      ))}
      <dl className={styles['facts']}>
        <dt>Version</dt>
        <dd>
          {version}
          {demo && ', as a demo'}
        </dd>
        <dt>Data</dt>
        <dd>
          <code>{dataRoot}</code>
        </dd>
        <dt>Started</dt>
        <dd>
          <TimeAgo at={startedAt} />
        </dd>
      </dl>
      <p>
        <OutLinkButton href="/docs">Read the API description</OutLinkButton>
      </p>
    </>
  );
}
