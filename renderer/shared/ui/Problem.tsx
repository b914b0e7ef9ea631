import { Alert } from '@mantine/core';
import { useEffect, useRef } from 'react';

/** What is missing or went wrong in a form. It brings itself into sight: in a small window it would lie below what can be seen. */
export function Problem({ text }: { text: string }) {
  const alert = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (text !== '') alert.current?.scrollIntoView({ block: 'nearest' });
  }, [text]);
  return (
    <Alert ref={alert} color="red" variant="light" role="alert" style={{ scrollMarginBlock: 12 }}>
      {text}
    </Alert>
  );
}
