import { ActionIcon, Group, Text } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useDeskQuery } from '../../shared/backend.tsx';
import type { CoverSheet } from './cover-order.ts';
import { recipients } from './recipients.ts';

type Props = { sheets: readonly CoverSheet[]; onRemove: (place: number) => void };

/** The cover sheets that will be printed beside the one in the fields. */
export function NotedSheets({ sheets, onRemove }: Props) {
  const directory = useDeskQuery('office', 'directory', {}).data;
  if (sheets.length === 0 || !directory) return null;
  const baskets = recipients(directory).flatMap(({ items }) => items);
  const wordsOf = ({ fileNumber, keywordId, inboxId, responsible }: CoverSheet) =>
    [
      fileNumber,
      directory.keywords.find(({ id }) => id === keywordId)?.name ?? null,
      inboxId ? (baskets.find(({ value }) => value === inboxId)?.label ?? null) : responsible,
    ]
      .filter((part) => part !== null)
      .join(' · ');
  return (
    <section aria-label="Weitere Deckblätter">
      {sheets.map((sheet, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two sheets may say the same; their place is all that tells them apart
        <Group key={place} justify="space-between" wrap="nowrap">
          <Text size="sm">{wordsOf(sheet)}</Text>
          <ActionIcon
            variant="subtle"
            aria-label={`Deckblatt ${place + 1} nicht drucken`}
            onClick={() => onRemove(place)}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
    </section>
  );
}
