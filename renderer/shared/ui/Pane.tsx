import type { ReactNode } from 'react';

/** An area of the page that F6 goes to and screen readers list by its name. `isScrolled`: it holds text only and is scrolled by keys. */
export function Pane({
  name,
  className,
  isScrolled = false,
  children,
}: {
  name: string;
  className?: string | undefined;
  isScrolled?: boolean;
  children: ReactNode;
}) {
  return (
    <section aria-label={name} data-pane={name} tabIndex={isScrolled ? 0 : -1} className={className}>
      {children}
    </section>
  );
}
