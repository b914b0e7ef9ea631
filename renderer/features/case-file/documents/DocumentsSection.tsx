import { useMemo, useState } from 'react';
import { useDebouncedValue } from '@mantine/hooks';
import { z } from 'zod';
import type { Id } from '../../../../core/domain/ids.ts';
import { useDeskQuery } from '../../../shared/backend.tsx';
import { moveAlong, useNavigation } from '../../../shared/navigation.ts';
import { focusInto } from '../../../shared/panes.ts';
import { caseFileRoute, type Route } from '../../../shared/routes.ts';
import { useSetting } from '../../../shared/settings.ts';
import { useSlots } from '../../../shared/slots.tsx';
import { useSorted } from '../../../shared/table/RowTable.tsx';
import { useTable } from '../../../shared/table/useTable.ts';
import { Pane } from '../../../shared/ui/Pane.tsx';
import { SplitPane } from '../../../shared/ui/SplitPane.tsx';
import { type CaseCover, type DocumentRow, wholeFile } from '../case-words.ts';
import { DocumentList, everythingName } from './DocumentList.tsx';
import classes from './documents.module.css';
import { documentColumns } from './document-columns.tsx';
import { RegisterTree } from './RegisterTree.tsx';
import type { Place } from './register-entries.ts';

type CaseRoute = Extract<Route, { view: 'caseFile' }>;
const ratioSchema = z.number();
const usualRatio = 0.48;
const noRows: DocumentRow[] = [];
const everything: Place = { registerId: null, keywordId: null };

/** Registers, the list of documents, and the chosen document beside it. */
export function DocumentsSection({ cover, route }: { cover: CaseCover; route: CaseRoute }) {
  const { caseFileId } = cover;
  const { DocumentPane } = useSlots();
  const words = useNavigation(({ hit }) => hit?.words ?? null);
  const [place, setPlace] = useState(everything);
  const [filter, setFilter] = useState('');
  const [settled] = useDebouncedValue(filter.trim(), 60);
  const [showRetracted, setShowRetracted] = useState(false);
  const [ratio, setRatio] = useSetting('caseFile.split', ratioSchema, usualRatio);
  const list = useDeskQuery(
    'documents',
    'list',
    { ...wholeFile(caseFileId), ...place, filter: settled === '' ? null : settled, showRetracted },
    { keepsPrevious: true },
  );
  const directory = useDeskQuery('office', 'directory', {}).data;
  const keywordName = useMemo(() => {
    const names = new Map<string, string>(directory?.keywords.map(({ id, name }) => [id, name]));
    return (id: string) => names.get(id) ?? '';
  }, [directory]);
  const columns = useMemo(() => documentColumns(keywordName), [keywordName]);
  const table = useTable('documents', columns, { key: 'letterDate', isDescending: true });
  const rows = useSorted(table, list.data?.rows ?? noRows);
  const chosenId = route.documentId ?? rows[0]?.documentId ?? null;
  const at = rows.findIndex(({ documentId }) => documentId === chosenId);
  const choose = (documentId: Id | undefined) =>
    documentId !== undefined && moveAlong(caseFileRoute(caseFileId, documentId), route);
  const tree = (
    <RegisterTree
      registers={directory?.registers ?? []}
      keywordName={keywordName}
      cover={cover}
      place={place}
      onPlace={setPlace}
    />
  );
  return (
    <div className={classes.section}>
      <Pane name="Register" className={classes.tree}>
        {tree}
      </Pane>
      <SplitPane
        label="Breite der Liste"
        ratio={ratio}
        usual={usualRatio}
        onChange={setRatio}
        left={
          <Pane name="Dokumente" className={classes.pane}>
            <DocumentList
              list={list}
              table={table}
              rows={rows}
              tree={tree}
              placeName={placeName(place, directory?.registers ?? [], keywordName)}
              chosenId={chosenId}
              onChoose={choose}
              onOpen={() => focusInto(document.querySelector<HTMLElement>('[data-pane="Dokument"]') ?? undefined)}
              filter={filter}
              onFilter={setFilter}
              showRetracted={showRetracted}
              onShowRetracted={setShowRetracted}
            />
          </Pane>
        }
        right={
          <Pane name="Dokument" className={classes.pane}>
            {chosenId ? (
              <DocumentPane
                caseFileId={caseFileId}
                documentId={chosenId}
                page={route.page}
                highlight={route.documentId === chosenId ? words : null}
                onPageChange={(page) => moveAlong(caseFileRoute(caseFileId, chosenId, page), route)}
                nextDocumentId={rows[at + 1]?.documentId ?? null}
                onNextDocument={() => choose(rows[at + 1]?.documentId)}
                onPreviousDocument={() => choose(rows[at - 1]?.documentId)}
              />
            ) : null}
          </Pane>
        }
      />
    </div>
  );
}

function placeName(
  { registerId, keywordId }: Place,
  registers: readonly { id: Id; name: string }[],
  keywordName: (id: string) => string,
): string {
  if (keywordId) return keywordName(keywordId);
  return registers.find(({ id }) => id === registerId)?.name ?? everythingName;
}
