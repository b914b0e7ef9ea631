import { FachverfahrenPane } from '../../features/fachverfahren/FachverfahrenPane.tsx';
import classes from './Desk.module.css';
import { useCouplingWithFile } from './useCouplingWithFile.ts';

/** The second window: the Fachverfahren with the bar of the desk above it. */
export function FachverfahrenWindow() {
  useCouplingWithFile();
  return (
    <div className={classes.desk}>
      <FachverfahrenPane />
    </div>
  );
}
