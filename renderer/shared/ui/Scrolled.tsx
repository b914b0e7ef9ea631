import type { ComponentPropsWithoutRef } from 'react';

type Props = Omit<ComponentPropsWithoutRef<'section'>, 'tabIndex'> & { 'aria-label': string };

/** A part of a page that scrolls by itself: reachable by Tab, so that arrows scroll it (WCAG 2.1.1), and named for screen readers. */
export function Scrolled({ children, ...rest }: Props) {
  const reachable = { tabIndex: 0 };
  return (
    <section {...rest} {...reachable}>
      {children}
    </section>
  );
}
