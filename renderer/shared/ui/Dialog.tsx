import { Modal, type ModalProps } from '@mantine/core';
import { type FormEvent, useLayoutEffect } from 'react';
import { focusInto } from '../panes.ts';

type Props = Omit<ModalProps, 'opened'> & { isOpen: boolean };

/** A dialog that gives the focus back to where it was, also when it is taken out of the page instead of closed. */
export function Dialog({ isOpen, ...rest }: Props) {
  useFocusGivenBack(isOpen);
  return (
    <Modal {...rest} opened={isOpen} returnFocus={false} styles={{ content: clearOfTheEnd }} onSubmit={staysInside} />
  );
}

// A form that opened it, in the page's tree around it, is not sent with the one inside.
const staysInside = (event: FormEvent) => event.stopPropagation();

// A field that gets the focus is scrolled clear of the buttons that stay at the lower edge.
const clearOfTheEnd = { scrollPaddingBottom: 80 };

// The library's own way forgets dialogs that are open from their first moment, and those that go instead of closing.
function useFocusGivenBack(isOpen: boolean): void {
  useLayoutEffect(() => {
    if (!isOpen) return undefined;
    const before = whatOpens(document.activeElement);
    const area = before?.closest<HTMLElement>('[data-pane]');
    return () => {
      const atClose = document.activeElement;
      setTimeout(() => {
        const now = document.activeElement;
        // Whatever took the focus meanwhile keeps it: a next dialog, a field.
        if (now !== null && now !== document.body && now !== atClose) return;
        if (before?.isConnected && before !== document.body) before.focus({ preventScroll: true });
        else focusInto(area?.isConnected ? area : mainArea());
      }, 10);
    };
  }, [isOpen]);
}

/** The element that had the focus; for an entry of a menu, which goes with it, the button that opened the menu. */
function whatOpens(element: Element | null): HTMLElement | null {
  const menu = element?.closest('[role=menu]');
  const button = menu?.id ? document.querySelector<HTMLElement>(`[aria-controls="${CSS.escape(menu.id)}"]`) : null;
  return button ?? (element as HTMLElement | null);
}

const mainArea = () => document.querySelector<HTMLElement>('main [data-pane], main') ?? undefined;
