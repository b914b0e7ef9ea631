import { Combobox, TextInput, useCombobox } from '@mantine/core';
import { useMergedRef } from '@mantine/hooks';
import { type KeyboardEvent, type ReactNode, type Ref, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useWaitingEnter } from '../waiting-enter.ts';
import classes from './TypeAhead.module.css';

export type TypeAheadProps<Option> = {
  label: string;
  ref?: Ref<HTMLInputElement>;
  /** What the field shows while nobody types in it. */
  shown: string;
  options: readonly Option[];
  keyOf: (option: Option) => string;
  renderOption: (option: Option) => ReactNode;
  /** Options of one group stand under one heading; they must come sorted by group. */
  groupOf?: (option: Option) => string;
  /** What is typed; the caller gives the options for it. */
  query: string;
  onQuery: (query: string) => void;
  /** The options still belong to other words than those typed: Enter waits for the right ones. */
  isBehind?: boolean;
  onPick: (option: Option) => void;
  /** The field was emptied. */
  onClear?: () => void;
  /** Enter while the list is closed. */
  onEnter?: () => void;
  placeholder?: string;
  description?: ReactNode;
  error?: ReactNode;
  nothingFound?: string;
  rightSection?: ReactNode;
  disabled?: boolean;
};

/** A field that offers what fits while one types: arrows choose, Enter takes, Esc gives back what was there. */
export function TypeAhead<Option>(props: TypeAheadProps<Option>) {
  const { options, keyOf, groupOf, query, onQuery, isBehind = false } = props;
  const [isTyping, setIsTyping] = useState(false);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const { dropdownOpened, selectFirstOption, resetSelectedOption } = combobox;
  const chooseBest = useEffectEvent(() => (isBehind ? resetSelectedOption() : selectFirstOption()));
  // What fits best is chosen anew whenever other options stand there; of those for other words none.
  useEffect(() => {
    if (isTyping) chooseBest();
  }, [isTyping, isBehind, options, dropdownOpened]);
  const field = useRef<HTMLInputElement>(null);
  const ref = useMergedRef(field, props.ref);
  // What comes in by itself while she is in the field gives way to what she types, as what stood there when she came.
  const selectShown = useEffectEvent(() => {
    if (!isTyping && document.activeElement === field.current) field.current?.select();
  });
  const { shown } = props;
  useEffect(() => {
    if (shown !== '') selectShown();
  }, [shown]);
  const stop = () => {
    setIsTyping(false);
    enter.forget();
    onQuery('');
    combobox.closeDropdown();
  };
  const pressed = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter' && !combobox.dropdownOpened && props.onEnter) {
      event.preventDefault();
      props.onEnter();
    }
    if (event.key === 'Enter' && isTyping && isBehind) {
      event.preventDefault();
      enter.press();
    }
    if (event.key === 'Escape' && (isTyping || combobox.dropdownOpened)) {
      event.preventDefault();
      event.stopPropagation();
      stop();
    }
  };
  const pick = (key: string) => {
    const option = options.find((candidate) => keyOf(candidate) === key);
    if (option) props.onPick(option);
    stop();
  };
  const enter = useWaitingEnter(!isBehind, () => {
    const [first] = options;
    if (first !== undefined) pick(keyOf(first));
  });
  // A closed list is not drawn: there may be hundreds of keywords.
  const groups = groupsOf(combobox.dropdownOpened ? options : [], groupOf);
  return (
    <Combobox store={combobox} onOptionSubmit={pick} width="max-content" position="bottom-start" withinPortal>
      <Combobox.Target>
        <TextInput
          ref={ref}
          label={props.label}
          description={props.description}
          error={props.error}
          placeholder={props.placeholder}
          rightSection={props.rightSection}
          rightSectionPointerEvents="none"
          disabled={props.disabled ?? false}
          autoComplete="off"
          spellCheck={false}
          value={isTyping ? query : props.shown}
          onFocus={(event) => event.currentTarget.select()}
          onClick={() => combobox.openDropdown()}
          onBlur={stop}
          onChange={(event) => {
            const text = event.currentTarget.value;
            setIsTyping(true);
            enter.forget();
            onQuery(text);
            if (text === '') props.onClear?.();
            combobox.openDropdown();
          }}
          onKeyDown={pressed}
        />
      </Combobox.Target>
      <Combobox.Dropdown className={classes.dropdown} hidden={options.length === 0 && query.trim() === ''}>
        <Combobox.Options className={classes.options} aria-label={props.label}>
          {combobox.dropdownOpened && options.length === 0 ? (
            <Combobox.Empty>{props.nothingFound ?? 'Nichts gefunden.'}</Combobox.Empty>
          ) : null}
          {groups.map(({ title, members }) => {
            const rows = members.map((option) => (
              <Combobox.Option key={keyOf(option)} value={keyOf(option)} className={classes.option}>
                {props.renderOption(option)}
              </Combobox.Option>
            ));
            return title === null ? (
              rows
            ) : (
              <Combobox.Group key={title} label={title}>
                {rows}
              </Combobox.Group>
            );
          })}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

type Group<Option> = { title: string | null; members: Option[] };

function groupsOf<Option>(
  options: readonly Option[],
  groupOf: ((option: Option) => string) | undefined,
): Group<Option>[] {
  const groups: Group<Option>[] = [];
  for (const option of options) {
    const title = groupOf?.(option) ?? null;
    const last = groups.at(-1);
    if (last && last.title === title) last.members.push(option);
    else groups.push({ title, members: [option] });
  }
  return groups;
}
