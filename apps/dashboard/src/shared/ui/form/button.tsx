import type { ButtonHTMLAttributes } from 'react';
import { Link, type LinkProps } from 'react-router';
import styles from './button.module.css';

type Look = 'primary' | 'plain' | 'quiet' | 'danger';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: Look;
  readonly small?: boolean;
  /** Work is under way: the button stays focusable and does nothing. */
  readonly busy?: boolean;
}

/** A command. Its text is a verb. */
export function Button({ look = 'plain', small = false, busy = false, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={styles['button']}
      data-look={look}
      data-small={small || undefined}
      aria-disabled={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
    />
  );
}

/** A link within the dashboard that looks like a command. */
export function LinkButton({ look = 'plain', small = false, ...rest }: LinkProps & { look?: Look; small?: boolean }) {
  return <Link {...rest} className={styles['button']} data-look={look} data-small={small || undefined} />;
}

interface OutLinkProps extends React.AnchorHTMLAttributes<HTMLAnchorElement> {
  readonly look?: Look;
  readonly small?: boolean;
}

/** A link to another page of this machine or of the world, in a new tab. */
export function OutLinkButton({ look = 'plain', small = false, ...rest }: OutLinkProps) {
  return (
    <a
      {...rest}
      target="_blank"
      rel="noreferrer"
      className={styles['button']}
      data-look={look}
      data-small={small || undefined}
    />
  );
}
