import type { ReactNode } from 'react';

/** An area of the page that F6 goes to and screen readers list by its name. */
export function Pane({
  name,
  className,
  children,
}: {
  name: string;
  className?: string | undefined;
  children: ReactNode;
}) {
  return (
    <section aria-label={name} data-pane={name} tabIndex={-1} className={className}>
      {children}
    </section>
  );
}
