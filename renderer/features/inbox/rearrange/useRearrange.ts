import type { Id } from '../../../../core/domain/ids.ts';
import { useDeskMutation } from '../../../shared/backend.tsx';
import { useShowDone } from '../../../shared/done.ts';

/** Makes other letters of letters; `words` is told of how many there are then. */
export function useRearrange(words: (count: number) => string, onDone: (firstId: Id) => void) {
  const showDone = useShowDone();
  return useDeskMutation('inbox', 'rearrange', {
    meta: { errorIsShown: true },
    onSuccess: ({ itemIds, ...done }) => {
      showDone({ ...done, label: words(itemIds.length) });
      const [first] = itemIds;
      if (first) onDone(first);
    },
  });
}
