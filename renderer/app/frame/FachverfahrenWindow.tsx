import { VisuallyHidden } from '@mantine/core';
import { useEffect } from 'react';
import { FachverfahrenPane } from '../../features/fachverfahren/FachverfahrenPane.tsx';
import classes from './Desk.module.css';
import { useCouplingWithFile } from './useCouplingWithFile.ts';

/** The second window: the Fachverfahren with the bar of the desk above it. */
export function FachverfahrenWindow() {
  useCouplingWithFile();
  useEffect(() => {
    document.title = 'Fachverfahren – Aktenpult';
  }, []);
  return (
    <main className={classes.desk}>
      <VisuallyHidden component="h1">Fachverfahren</VisuallyHidden>
      <FachverfahrenPane />
    </main>
  );
}
