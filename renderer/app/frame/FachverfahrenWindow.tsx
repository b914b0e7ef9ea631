import { VisuallyHidden } from '@mantine/core';
import { FachverfahrenPane } from '../../features/fachverfahren/FachverfahrenPane.tsx';
import classes from './Desk.module.css';
import { useCouplingWithFile } from './useCouplingWithFile.ts';

/** The second window: the Fachverfahren with the bar of the desk above it. */
export function FachverfahrenWindow() {
  useCouplingWithFile();
  return (
    <main className={classes.desk}>
      <VisuallyHidden component="h1">Fachverfahren</VisuallyHidden>
      <FachverfahrenPane />
    </main>
  );
}
