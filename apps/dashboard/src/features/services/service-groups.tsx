import type { ServiceView } from '@showrunner/contracts';
import page from '../../shared/ui/page.module.css';
import { isFurtherCopy } from './copies/copies.ts';
import { ServiceCard } from './service-card.tsx';
import styles from './service-card.module.css';

const roles: readonly { readonly role: ServiceView['role']; readonly title: string }[] = [
  { role: 'core', title: 'What you chose' },
  { role: 'optional', title: 'Extras' },
  { role: 'dependency', title: 'What they stand on' },
  { role: 'infrastructure', title: 'Showrunner itself' },
];

/** The services that are on, by role; copies of one are on the card of the first. */
export function ServiceGroups({ services }: { services: readonly ServiceView[] }) {
  return roles.map(({ role, title }) => {
    const members = services.filter((service) => service.role === role && !isFurtherCopy(service));
    if (members.length === 0) return null;
    return (
      <section key={role} className={page['section']} aria-labelledby={`role-${role}`}>
        <h2 id={`role-${role}`} className={page['heading']}>
          {title}
        </h2>
        <ul className={styles['grid']}>
          {members.map((service) => (
            <ServiceCard key={service.processName} service={service} services={services} />
          ))}
        </ul>
      </section>
    );
  });
}
