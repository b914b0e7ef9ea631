import { asId, type Id } from '../../core/domain/ids.ts';

/** Where the page is. Ids are those of the backend; `page` counts from 1. */
export type Route =
  | { view: 'inbox'; inboxId: Id | null; itemId: Id | null }
  | { view: 'followUps' }
  | { view: 'myCases' }
  | { view: 'substitution' }
  | { view: 'clarification' }
  | { view: 'recent' }
  | { view: 'sync' }
  | { view: 'branchScan' }
  | { view: 'deskStores' }
  | { view: 'staff' }
  | { view: 'caseFile'; caseFileId: Id; documentId: Id | null; page: number | null; section: CaseSection }
  | { view: 'scanStation' }
  | { view: 'settings' }
  | { view: 'help' };
/** Which part of a case file is shown: its documents, the cover, the notes or who did what. */
export type CaseSection = 'documents' | 'cover' | 'notes' | 'journal';
export type ViewName = Route['view'];

const simpleViews = {
  wiedervorlagen: 'followUps',
  'meine-akten': 'myCases',
  vertretung: 'substitution',
  klaerung: 'clarification',
  zuletzt: 'recent',
  abgleich: 'sync',
  einscannen: 'branchScan',
  geraete: 'deskStores',
  personen: 'staff',
  scanstelle: 'scanStation',
  einstellungen: 'settings',
  hilfe: 'help',
} as const;
const sectionWords = { deckel: 'cover', vermerke: 'notes', verlauf: 'journal' } as const;

export const homeRoute: Route = { view: 'inbox', inboxId: null, itemId: null };

/** The address of a route behind `#`: `#/akte/<id>/<dokument>?seite=3`. */
export function formatRoute(route: Route): string {
  if (route.view === 'inbox') {
    return `#/${['postkorb', route.inboxId, route.itemId].filter((part) => part !== null).join('/')}`;
  }
  if (route.view === 'caseFile') {
    const path = ['akte', route.caseFileId, route.documentId].filter((part) => part !== null).join('/');
    const parameters = new URLSearchParams();
    if (route.page !== null) parameters.set('seite', String(route.page));
    const word = Object.entries(sectionWords).find(([, section]) => section === route.section)?.[0];
    if (word) parameters.set('teil', word);
    return `#/${path}${parameters.size > 0 ? `?${parameters}` : ''}`;
  }
  const word = Object.entries(simpleViews).find(([, view]) => view === route.view)?.[0];
  return `#/${word}`;
}

/** Reads such an address; anything unknown leads to the Postkorb. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [first = '', second, third] = path.split('/').filter((part) => part !== '');
  if (first === 'postkorb') {
    const inboxId = readId(second);
    return { view: 'inbox', inboxId, itemId: inboxId && readId(third) };
  }
  if (first === 'akte') {
    const caseFileId = readId(second);
    if (!caseFileId) return homeRoute;
    const parameters = new URLSearchParams(query);
    const page = Number(parameters.get('seite') ?? Number.NaN);
    const section = sectionWords[(parameters.get('teil') ?? '') as keyof typeof sectionWords] ?? 'documents';
    return {
      view: 'caseFile',
      caseFileId,
      documentId: readId(third),
      page: Number.isInteger(page) && page > 0 ? page : null,
      section,
    };
  }
  if (Object.hasOwn(simpleViews, first)) return { view: simpleViews[first as keyof typeof simpleViews] };
  return homeRoute;
}

/** The route of a case file, optionally at a document and page. */
export function caseFileRoute(caseFileId: Id, documentId: Id | null = null, page: number | null = null): Route {
  return { view: 'caseFile', caseFileId, documentId, page, section: 'documents' };
}

/** Whether two routes show the same document or letter, on whatever page. */
export function isSameDocument(left: Route, right: Route): boolean {
  if (left.view === 'caseFile' && right.view === 'caseFile') {
    return left.caseFileId === right.caseFileId && left.documentId === right.documentId;
  }
  return left.view === 'inbox' && right.view === 'inbox' && left.itemId === right.itemId;
}

/** Whether two routes show the same list: the same Postkorb, the same part of the same case file, whatever is chosen in it. */
export function showsSameList(left: Route, right: Route): boolean {
  if (left.view === 'inbox' && right.view === 'inbox') return left.inboxId === right.inboxId;
  if (left.view === 'caseFile' && right.view === 'caseFile') {
    return left.caseFileId === right.caseFileId && left.section === right.section;
  }
  return left.view === right.view;
}

function readId(text: string | undefined): Id | null {
  if (text === undefined) return null;
  try {
    return asId(text);
  } catch {
    return null;
  }
}
