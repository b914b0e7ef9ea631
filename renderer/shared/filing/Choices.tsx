import classes from './choices.module.css';

export type Choice = { id: string; words: string; explanation: string; choose: () => void };

/** What else may be meant, each with why; choosing one puts it into the field above. Nothing where there is nothing to choose. */
export function Choices({ legend, choices }: { legend: string; choices: readonly Choice[] }) {
  if (choices.length === 0) return null;
  return (
    <fieldset className={classes.choices}>
      <legend>{legend}</legend>
      {choices.map(({ id, words, explanation, choose }) => (
        <button key={id} type="button" className={classes.choice} onClick={choose}>
          <span>{words}</span>
          <span className={classes.choiceReason}>{explanation}</span>
        </button>
      ))}
    </fieldset>
  );
}
