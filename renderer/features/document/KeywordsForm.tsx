import { MultiSelect } from '@mantine/core';
import type { Id } from '../../../core/domain/ids.ts';
import { useDeskMutation, useDeskQuery } from '../../shared/backend.tsx';
import { useShowDone } from '../../shared/done.ts';
import type { DocumentDetail } from './DocumentPane.tsx';

/** The keywords of a document from the closed list, by register; a change is kept at once. */
export function KeywordsForm({ document }: { document: DocumentDetail }) {
  const { caseFileId, documentId } = document;
  const directory = useDeskQuery('office', 'directory', {});
  const showDone = useShowDone();
  const set = useDeskMutation('documents', 'setKeywords', { onSuccess: showDone });
  const registers = directory.data?.registers ?? [];
  const data = registers.map((register) => ({
    group: `${register.number} ${register.name}`,
    items: (directory.data?.keywords ?? [])
      .filter(
        (keyword) =>
          keyword.registerId === register.id && (keyword.isValid || document.keywordIds.includes(keyword.id)),
      )
      .map((keyword) => ({ value: keyword.id as string, label: keyword.name })),
  }));
  const change = (wanted: string[]) => {
    if (wanted.length === 0) return; // the last keyword stays; another one goes in first
    const links = document.keywordLinks;
    set.mutate({
      caseFileId,
      documentId,
      add: wanted.filter((id) => !document.keywordIds.includes(id as Id)) as Id[],
      removeLinks: links.filter((link) => !wanted.includes(link.keywordId)).map((link) => link.linkId),
    });
  };
  return (
    <MultiSelect
      aria-label="Schlagwörter"
      data-focus="keywords"
      data={data}
      value={document.keywordIds}
      onChange={change}
      searchable
      hidePickedOptions
      nothingFoundMessage="Dieses Schlagwort gibt es nicht."
      disabled={document.state !== 'filed'}
    />
  );
}
