import type { z } from 'zod';
import { call, type Client, event, type Handlers } from '../rpc/definition.ts';
import * as s from './desk-shapes.ts';

/** Version of the desk API; page and backend must agree. */
export const deskContractVersion = 1;

/** Everything the page can ask of the backend. One group per backend folder; see docs/architecture.md, "How to add a call". */
export const deskApi = {
  session: {
    state: call(s.nothing, s.sessionState),
    logIn: call(s.logInInput, s.sessionState),
    /** Ends the session and locks the local store. Work that waits for the centre stays and is told. */
    logOut: call(s.nothing, s.sessionState),
    changed: event(s.sessionState),
  },
  office: {
    directory: call(s.nothing, s.directory),
    changed: event(s.nothing),
  },
  inbox: {
    overview: call(s.nothing, s.inboxOverview),
    list: call(s.inboxListInput, s.inboxList),
    item: call(s.inboxRef, s.inboxItemDetail),
    file: call(s.fileInboxInput, s.commandResult),
    forward: call(s.forwardInboxInput, s.commandResult),
    changed: event(s.inboxChanged),
  },
  caseFiles: {
    list: call(s.caseListInput, s.caseList),
    byFileNumber: call(s.fileNumberInput, s.caseRow.nullable()),
    cover: call(s.caseRef, s.caseCover),
    /** Journals the opening and remembers it for "neu seit"; gives the moment of the visit before. */
    open: call(s.openCaseInput, s.caseOpened),
    pin: call(s.pinCaseInput, s.commandResult),
    changed: event(s.caseChanged),
  },
  documents: {
    list: call(s.documentListInput, s.documentList),
    get: call(s.documentRef, s.documentDetail),
    setDetails: call(s.setDetailsInput, s.commandResult),
    setKeywords: call(s.setKeywordsInput, s.commandResult),
    mark: call(s.markInput, s.commandResult),
    retract: call(s.retractInput, s.commandResult),
    move: call(s.moveInput, s.commandResult),
    /** Protected documents: gives the right to read the content in this session, journalled with the reason. */
    openProtected: call(s.openProtectedInput, s.commandResult),
  },
  uploads: {
    begin: call(s.beginUploadInput, s.uploadBegun),
    part: call(s.uploadPartInput, s.nothing),
    /** Checks and keeps the bytes; tells what the file is and whether the case file holds it already. */
    finish: call(s.uploadRef, s.uploadFinished),
    file: call(s.fileUploadInput, s.commandResult),
    discard: call(s.uploadRef, s.nothing),
  },
  content: {
    /** Facts and, if the bytes are not on this desk, fetches them first (offline error when the centre is away). */
    describe: call(s.contentRef, s.contentDescription),
    readRange: call(s.readRangeInput, s.bytes),
    /** Plain text of a page, for screen readers and files that cannot be drawn. */
    pageText: call(s.pageRef, s.pageText),
    mail: call(s.contentRef, s.mailContent),
    mailAttachment: call(s.attachmentRef, s.bytes),
    officeHtml: call(s.contentRef, s.officeContent),
    tiffPage: call(s.pageRef, s.rasterPage),
  },
  notes: {
    list: call(s.caseRef, s.noteList),
    add: call(s.addNoteInput, s.commandResult),
    revise: call(s.reviseNoteInput, s.commandResult),
    retract: call(s.retractNoteInput, s.commandResult),
  },
  followUps: {
    list: call(s.followUpListInput, s.followUpList),
    create: call(s.createFollowUpInput, s.commandResult),
    complete: call(s.followUpRef, s.commandResult),
  },
  search: {
    query: call(s.searchInput, s.searchResult),
  },
  substitutions: {
    list: call(s.nothing, s.substitutionList),
    start: call(s.startSubstitutionInput, s.commandResult),
    end: call(s.endSubstitutionInput, s.commandResult),
    changed: event(s.nothing),
  },
  clarifications: {
    list: call(s.nothing, s.clarificationList),
    settle: call(s.settleInput, s.nothing),
    changed: event(s.nothing),
  },
  undo: {
    /** Acts of today that can be taken back, newest first. */
    list: call(s.nothing, s.undoList),
    take: call(s.undoInput, s.commandResult),
    changed: event(s.nothing),
  },
  sync: {
    state: call(s.nothing, s.syncState),
    now: call(s.nothing, s.syncState),
    changed: event(s.syncState),
  },
  journal: {
    /** Who did what in a case file; needs the centre. */
    list: call(s.journalInput, s.journalList),
  },
  desk: {
    /** What this desk is set up for: Fachverfahren, sample office. */
    configuration: call(s.nothing, s.configuration),
    /** Small settings of the page, kept per worker and per set of monitors: layout, columns, theme. */
    readSetting: call(s.settingRef, s.settingValue),
    writeSetting: call(s.settingInput, s.nothing),
  },
} as const;

export type DeskApi = typeof deskApi;
export type DeskClient = Client<DeskApi>;
export type DeskHandlers = Handlers<DeskApi>;
export type Shape<Schema extends z.ZodType> = z.output<Schema>;
