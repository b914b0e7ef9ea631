import { FachverfahrenPane } from '../../features/fachverfahren/FachverfahrenPane.tsx';
import classes from './Desk.module.css';

/** The second window: the Fachverfahren with the bar of the desk above it. */
export function FachverfahrenWindow() {
  return (
    <div className={classes.desk}>
      <FachverfahrenPane />
    </div>
  );
}
