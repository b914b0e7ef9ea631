import type { z } from 'zod';
import { call, type Client, event, type Handlers } from '../rpc/definition.ts';
import * as scans from './branch-scan-shapes.ts';
import * as access from './case-access-shapes.ts';
import * as cases from './case-shapes.ts';
import * as content from './content-shapes.ts';
import * as desk from './desk-shapes.ts';
import * as batch from './inbox-batch-shapes.ts';
import * as left from './left-work-shapes.ts';
import * as station from './station-shapes.ts';
import * as stores from './desk-store-shapes.ts';
import * as sync from './sync-shapes.ts';

/** Version of the desk API; page and backend must agree. */
export const deskContractVersion = 1;

/** Everything the page can ask of the backend. One group per backend folder; see docs/architecture.md, "How to add a call". */
export const deskApi = {
  session: {
    state: call(desk.nothing, desk.sessionState),
    logIn: call(desk.logInInput, desk.sessionState),
    /** Ends the session and locks the local store. Work that waits for the centre stays and is told. */
    logOut: call(desk.nothing, desk.sessionState),
    changed: event(desk.sessionState),
  },
  /** Roles, teams and who has left; needs the centre, for administration. */
  staff: {
    changePost: call(desk.changePostInput, desk.commandResult),
    close: call(desk.accountInput, desk.commandResult),
    reopen: call(desk.accountInput, desk.commandResult),
  },
  office: {
    directory: call(desk.nothing, desk.directory),
    changed: event(desk.nothing),
  },
  inbox: {
    overview: call(desk.nothing, content.inboxOverview),
    list: call(content.inboxListInput, content.inboxList),
    item: call(content.inboxRef, content.inboxItemDetail),
    file: call(content.fileInboxInput, desk.commandResult),
    forward: call(content.forwardInboxInput, desk.commandResult),
    claim: call(content.claimInboxInput, desk.commandResult),
    release: call(content.inboxRef, desk.commandResult),
    /** What an act would do with several letters, for looking at it before. */
    planBatch: call(batch.inboxBatchInput, batch.inboxBatchPlan),
    /** Does it, as one act with one way back; what was left out is told with its reason. */
    runBatch: call(batch.inboxBatchInput, batch.inboxBatchDone),
    /** Splits or merges letters; needs the centre, which makes the bytes. */
    rearrange: call(content.rearrangeInboxInput, content.rearrangedInbox),
    changed: event(content.inboxChanged),
  },
  caseFiles: {
    list: call(cases.caseListInput, cases.caseList),
    byFileNumber: call(cases.fileNumberInput, cases.caseRow.nullable()),
    cover: call(cases.caseRef, cases.caseCover),
    standing: call(cases.caseRef, cases.caseStanding),
    changeCover: call(cases.changeCoverInput, desk.commandResult),
    /** These need the centre: a state must not differ from desk to desk. */
    close: call(cases.turnCaseInput, desk.commandResult),
    reopen: call(cases.turnCaseInput, desk.commandResult),
    openPoints: call(cases.caseRef, cases.openPoints),
    /** What stood on the cover before: by whom, when, old and new. */
    coverHistory: call(cases.caseRef, cases.coverHistory),
    /** Journals the opening and remembers it for "neu seit"; gives the moment of the visit before. */
    open: call(cases.openCaseInput, cases.caseOpened),
    pin: call(cases.pinCaseInput, desk.commandResult),
    /** Takes several files along at once, for example those of a day's list; gives how many were not taken along before. */
    takeAlong: call(cases.takeAlongInput, cases.takenAlong),
    changed: event(cases.caseChanged),
    /** The worker has opened files: lists by her last visit differ, the files themselves do not. */
    visited: event(cases.caseChanged),
    /** The Fachverfahren asks that this be opened. */
    show: event(cases.shownWish),
  },
  caseAccess: {
    list: call(cases.caseRef, access.caseAccessList),
    /** These need the centre: what they change must count at once, everywhere. */
    deny: call(access.denyAccessInput, desk.commandResult),
    grantAudit: call(access.grantAuditInput, desk.commandResult),
    /** Gives case files to another worker. */
    reassign: call(access.reassignInput, desk.commandResult),
    end: call(access.endCaseAccessInput, desk.commandResult),
  },
  documents: {
    list: call(cases.documentListInput, cases.documentList),
    get: call(cases.documentRef, cases.documentDetail),
    setDetails: call(cases.setDetailsInput, desk.commandResult),
    setKeywords: call(cases.setKeywordsInput, desk.commandResult),
    mark: call(cases.markInput, desk.commandResult),
    retract: call(cases.retractInput, desk.commandResult),
    move: call(cases.moveInput, desk.commandResult),
    /** Protected documents: gives the right to read the content in this session, journalled with the reason. */
    openProtected: call(cases.openProtectedInput, desk.commandResult),
  },
  uploads: {
    begin: call(content.beginUploadInput, content.uploadBegun),
    part: call(content.uploadPartInput, desk.nothing),
    /** Checks and keeps the bytes; tells what the file is and whether the case file holds it already. */
    finish: call(content.uploadRef, content.uploadFinished),
    /** How it may be filed and why, from the centre where that answers, else from what lies here; may take some seconds. */
    propose: call(content.uploadRef, content.uploadProposal),
    file: call(content.fileUploadInput, desk.commandResult),
    /** Lays it into a Postkorb, with the chosen attachments of a mail beside it. */
    deliver: call(content.deliverUploadInput, desk.commandResult),
    discard: call(content.uploadRef, desk.nothing),
  },
  /** Paper scanned at this desk, with or without a line to the centre (Außenstelle). */
  branchScans: {
    overview: call(desk.nothing, scans.branchScans),
    begin: call(scans.beginBranchScan, content.uploadBegun),
    part: call(content.uploadPartInput, desk.nothing),
    /** The file is safe in the store when this answers; reading it follows. */
    finish: call(content.uploadRef, scans.branchScanRef),
    /** Photos of the pages of one letter, in order, as one file. */
    finishPhotos: call(scans.photosTaken, scans.branchScanRef),
    discard: call(content.uploadRef, desk.nothing),
    retry: call(scans.branchScanRef, desk.nothing),
    /** Into her own Postkorb as it came, unread. */
    deliverAsItCame: call(scans.branchScanRef, desk.nothing),
    /** Takes a file that is not delivered from the list, and its bytes from this device. */
    remove: call(scans.branchScanRef, desk.nothing),
    /** The folder a scanner writes to; null: none. Throws `invalid_input` when it cannot be used. */
    setFolder: call(scans.scanFolderInput, desk.nothing),
    changed: event(desk.nothing),
  },
  content: {
    /** Facts and, if the bytes are not on this desk, fetches them first (offline error when the centre is away). */
    describe: call(content.contentRef, content.contentDescription),
    readRange: call(content.readRangeInput, content.bytes),
    /** It stands before her, was printed or was saved: recorded at once, sent to the centre later. */
    noteAccess: call(content.accessInput, desk.nothing),
    /** Plain text of a page, for screen readers and files that cannot be drawn. */
    pageText: call(content.pageRef, content.pageText),
    mail: call(content.contentRef, content.mailContent),
    mailAttachment: call(content.attachmentRef, content.bytes),
    transferNote: call(content.contentRef, content.transferNoteShown),
    /** Part of the file a document was scanned from at a desk; fetched first where it is not here. */
    readOriginal: call(content.readRangeInput, content.bytes),
    confirmVisualCheck: call(content.contentRef, desk.commandResult),
    reopenVisualCheck: call(content.contentRef, desk.commandResult),
    officeHtml: call(content.contentRef, content.officeContent),
    tiffPage: call(content.pageRef, content.rasterPage),
  },
  notes: {
    list: call(cases.caseRef, cases.noteList),
    add: call(cases.addNoteInput, desk.commandResult),
    revise: call(cases.reviseNoteInput, desk.commandResult),
    retract: call(cases.retractNoteInput, desk.commandResult),
  },
  followUps: {
    list: call(cases.followUpListInput, cases.followUpList),
    create: call(cases.createFollowUpInput, desk.commandResult),
    complete: call(cases.followUpRef, desk.commandResult),
    reschedule: call(cases.rescheduleFollowUpInput, desk.commandResult),
    cancel: call(cases.cancelFollowUpInput, desk.commandResult),
    assign: call(cases.assignFollowUpInput, desk.commandResult),
    /** Who works in the file and may be given a follow-up of it. */
    workers: call(cases.caseRef, cases.followUpWorkers),
  },
  search: {
    query: call(desk.searchInput, desk.searchResult),
  },
  substitutions: {
    list: call(desk.nothing, desk.substitutionList),
    start: call(desk.startSubstitutionInput, desk.commandResult),
    end: call(desk.endSubstitutionInput, desk.commandResult),
    changed: event(desk.nothing),
  },
  clarifications: {
    list: call(desk.nothing, desk.clarificationList),
    settle: call(desk.settleInput, desk.nothing),
    changed: event(desk.nothing),
  },
  /** Work of closed accounts that nobody carries out, for who leads or administers; all need the centre. */
  leftWork: {
    list: call(desk.nothing, left.leftWorkCards),
    note: call(left.leftWorkNoteInput, desk.nothing),
  },
  undo: {
    /** Acts of today that can be taken back, newest first. */
    list: call(desk.nothing, desk.undoList),
    take: call(desk.undoInput, desk.commandResult),
    changed: event(desk.nothing),
  },
  sync: {
    state: call(desk.nothing, sync.syncState),
    /** Does everything that is to be done now; ends a pause. */
    now: call(desk.nothing, sync.syncState),
    /** Nothing is sent or fetched by itself until the time is over or she goes on; with the end of the program a pause is over, too. */
    pause: call(sync.pauseInput, sync.syncState),
    resume: call(desk.nothing, sync.syncState),
    /** Everything the page about the sync shows. */
    overview: call(desk.nothing, sync.syncOverview),
    diagnostics: call(desk.nothing, sync.diagnosticsFile),
    changed: event(sync.syncState),
  },
  /** The scan station, for accounts of that role; all of it needs the centre. */
  station: {
    overview: call(desk.nothing, station.stationOverview),
    stack: call(station.stackRef, station.stackDetail),
    retry: call(station.stackRef, desk.nothing),
    giveBack: call(station.stackRef, desk.nothing),
    markSeen: call(station.stackRef, desk.nothing),
    correct: call(station.correctStackInput, desk.nothing),
    coverCase: call(station.coverCaseQuery, station.foundCoverCase),
    /** A page of the file as it came, as a JPEG. */
    page: call(station.stackPageInput, content.bytes),
    original: call(station.originalPart, content.bytes),
    /** A PDF to print; made on the desk, so it needs no centre. */
    sheets: call(station.sheetsInput, content.pdfToPrint),
    beginUpload: call(station.beginStackInput, content.uploadBegun),
    uploadPart: call(content.uploadPartInput, desk.nothing),
    finishUpload: call(content.uploadRef, station.uploadedStack),
    discardUpload: call(content.uploadRef, desk.nothing),
  },
  /** Away from the centre for longer than usual (Außendienst); all need the centre. */
  tours: {
    own: call(desk.nothing, stores.ownTour),
    begin: call(stores.beginTourInput, stores.ownTour),
    end: call(desk.nothing, stores.ownTour),
  },
  /** The devices of those whom she leads; all need the centre. */
  deskStores: {
    list: call(desk.nothing, stores.deskStoreList),
    reportLost: call(stores.storeWithReason, desk.nothing),
    withdrawLost: call(stores.storeWithReason, desk.nothing),
    endTour: call(stores.workerWithReason, desk.nothing),
    setLongestTour: call(stores.longestTourInput, desk.nothing),
  },
  journal: {
    /** Who did what in a case file; needs the centre. */
    list: call(desk.journalInput, desk.journalList),
    /** Who opened the file and read, printed or saved what is in it; needs the centre, for who leads or audits. */
    accesses: call(cases.caseRef, desk.accessList),
  },
  desk: {
    /** What this desk is set up for: Fachverfahren, sample office. */
    configuration: call(desk.nothing, desk.configuration),
    /** Small settings of the page, kept per worker and per set of monitors: layout, columns, theme. */
    readSetting: call(desk.settingRef, desk.settingValue),
    writeSetting: call(desk.settingInput, desk.nothing),
    /** What the contents of documents take up on this device, and what they may. */
    storage: call(desk.nothing, desk.storage),
  },
} as const;

export type DeskApi = typeof deskApi;
export type DeskClient = Client<DeskApi>;
export type DeskHandlers = Handlers<DeskApi>;
export type Shape<Schema extends z.ZodType> = z.output<Schema>;
