import { TextInput } from '@mantine/core';
import { useMergedRef } from '@mantine/hooks';
import { type Ref, useEffect, useRef, useState } from 'react';
import { formatDay, today } from '../format.ts';
import { readDay } from './read-day.ts';

type Props = {
  label: string;
  day: string | null;
  onChange: (day: string | null) => void;
  /** Which year a day without one belongs to. */
  prefer: 'past' | 'future';
  description?: string | undefined;
  error?: string | null;
  isRequired?: boolean;
  disabled?: boolean;
  /** Gets the focus when a dialog opens, with its text chosen. */
  autoFocus?: boolean;
  ref?: Ref<HTMLInputElement>;
};

const wrongWords = 'Kein Datum. Beispiel: 5.11.';

/** A day typed as people write it (`5.11.`); what cannot be read is said at the field when it is left. */
export function DayField({
  label,
  day,
  onChange,
  prefer,
  description,
  error,
  isRequired,
  disabled,
  autoFocus,
  ref,
}: Props) {
  const [text, setText] = useState(day === null ? '' : formatDay(day));
  const [isWrong, setIsWrong] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const merged = useMergedRef(ref, input);
  // A form does not go off with a day that cannot be read.
  useEffect(() => input.current?.setCustomValidity(isWrong ? wrongWords : ''), [isWrong]);
  useEffect(() => {
    setText(day === null ? '' : formatDay(day));
    setIsWrong(false);
  }, [day]);
  const take = () => {
    if (text.trim() === '') {
      setIsWrong(false);
      onChange(null);
      return;
    }
    const read = readDay(text, { today: today(), prefer });
    setIsWrong(read === null);
    if (read === null) return;
    setText(formatDay(read));
    onChange(read);
  };
  return (
    <TextInput
      ref={merged}
      label={label}
      description={description}
      // Two days stand side by side: their fields stay on one line whatever is said of one of them.
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      placeholder="TT.MM.JJJJ"
      inputMode="numeric"
      autoComplete="off"
      data-autofocus={autoFocus ?? undefined}
      disabled={disabled ?? false}
      value={text}
      required={isRequired ?? false}
      withAsterisk={false}
      error={isWrong ? wrongWords : error}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        setText(typed);
        // The value follows while typing, so that Enter takes what is shown.
        const read = readDay(typed, { today: today(), prefer });
        if (read !== null && /\d{4}$/.test(typed.trim()) && read !== day) onChange(read);
      }}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take();
      }}
    />
  );
}
