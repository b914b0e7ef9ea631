import { TextInput } from '@mantine/core';
import { type Ref, useEffect, useState } from 'react';
import { formatDay, today } from '../format.ts';
import { parseGermanDay } from '../german-day.ts';

type Props = {
  label: string;
  value: string | null;
  onChange: (day: string | null) => void;
  isRequired?: boolean;
  ref?: Ref<HTMLInputElement>;
};

/** A day typed as officials write it ("5.11."); shown in full when the field is left. */
export function DayInput({ label, value, onChange, isRequired = false, ref }: Props) {
  const [text, setText] = useState(value ? formatDay(value) : '');
  useEffect(() => setText(value ? formatDay(value) : ''), [value]);
  const isEmpty = text.trim() === '';
  const isWrong = isEmpty ? isRequired : parseGermanDay(text, today()) === null;
  const take = () => {
    const day = isEmpty ? null : parseGermanDay(text, today());
    if (isWrong) return;
    setText(day ? formatDay(day) : '');
    if (day !== value) onChange(day);
  };
  return (
    <TextInput
      ref={ref}
      label={label}
      placeholder="TT.MM.JJJJ"
      inputMode="numeric"
      value={text}
      error={isWrong && !isEmpty ? 'Kein gültiges Datum, zum Beispiel 05.11.2026.' : null}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take();
      }}
    />
  );
}
