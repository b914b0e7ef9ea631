import { useId } from 'react';
import { useWhyNotNow } from '../../../shared/centre.ts';
import { CommandButton } from '../../../shared/ui/CommandButton.tsx';
import type { CaseRow } from '../case-words.ts';
import classes from './state.module.css';

/** Closes a running file or opens a closed one; without the centre it says why that is not possible now. */
export function TurnButton({ state }: { state: CaseRow['state'] }) {
  const whyNot = useWhyNotNow();
  const id = useId();
  const [command, label] =
    state === 'running'
      ? (['caseFile.close', 'Akte schließen …'] as const)
      : (['caseFile.reopen', 'Akte wieder öffnen …'] as const);
  return (
    <span className={classes.turn}>
      {whyNot ? (
        <span id={id} className={classes.why}>
          {label.replace(' …', '')}: {whyNot}
        </span>
      ) : null}
      <CommandButton command={command} label={label} size="compact-sm" whyNot={whyNot} describedBy={id} />
    </span>
  );
}
