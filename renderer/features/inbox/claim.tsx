import { IconUser } from '@tabler/icons-react';
import { useDeskMutation, useDeskQuery } from '../../shared/backend.tsx';
import { shortcutsOf, useCommand } from '../../shared/commands.ts';
import { formatTime } from '../../shared/format.ts';
import { shortcutWords } from '../../shared/shortcuts.ts';
import { CommandButton } from '../../shared/ui/CommandButton.tsx';
import type { InboxItem } from './filing-draft.ts';
import { Notice } from './FilingNotices.tsx';
import classes from './filing.module.css';

export type Claim = { isHers: boolean; isElsewhere: boolean; words: string };

/** Who works on a letter, and the key to take it over or to let it go. Only where several work in one Postkorb. */
export function useClaim(item: InboxItem): Claim {
  const { inboxId, itemId, claimedById, claimedByName, claimedAt } = item;
  const workerId = useDeskQuery('session', 'state', {}).data?.worker?.id ?? null;
  const inboxes = useDeskQuery('inbox', 'overview', {}).data?.inboxes ?? [];
  const { mutate: claim } = useDeskMutation('inbox', 'claim');
  const { mutate: release } = useDeskMutation('inbox', 'release');
  const isHers = claimedById !== null && claimedById === workerId;
  const isElsewhere = claimedById !== null && !isHers;
  const isShared = inboxes.find((one) => one.inboxId === inboxId)?.kind !== 'own';
  useCommand(
    'inbox.claim',
    () => (isHers ? release({ inboxId, itemId }) : claim({ inboxId, itemId, seen: claimedById })),
    { isEnabled: isShared || claimedById !== null, title: isHers ? 'Schreiben freigeben' : 'Schreiben übernehmen' },
  );
  const key = shortcutsOf('inbox.claim')[0];
  const way = key ? ` Mit ${shortcutWords(key)} übernehmen Sie es selbst.` : '';
  const since = claimedAt ? ` um ${formatTime(claimedAt)}` : '';
  return { isHers, isElsewhere, words: `${claimedByName ?? 'Jemand'} hat dieses Schreiben${since} übernommen.${way}` };
}

/** Says that a colleague works on this letter; hers may be let go. */
export function ClaimNotice({ claim }: { claim: Claim }) {
  if (!claim.isElsewhere && !claim.isHers) return null;
  return (
    <div className={classes.claimed}>
      <Notice isUrgent={claim.isElsewhere} icon={<IconUser size={16} aria-hidden />}>
        {claim.isElsewhere ? claim.words : 'Sie haben dieses Schreiben übernommen.'}
      </Notice>
      <CommandButton command="inbox.claim" size="xs" />
    </div>
  );
}
