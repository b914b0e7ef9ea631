import type { ComponentType } from 'react';
import type { Route, ViewName } from '../shared/routes.ts';
import type { Slots } from '../shared/slots.tsx';
import { readLater, readLaterInPlace } from './read-later.tsx';

// The one place that knows all features: which component shows which route, and what fills the slots.

/** Each view gets the route it is shown for. */
export type ViewProps<Name extends ViewName> = { route: Extract<Route, { view: Name }> };

const ClarificationView = readLater(
  async () => (await import('../features/clarification/ClarificationView.tsx')).ClarificationView,
);
const HelpView = readLater(async () => (await import('../features/help/HelpView.tsx')).HelpView);
const SettingsView = readLater(async () => (await import('../features/settings/SettingsView.tsx')).SettingsView);
const SubstitutionView = readLater(
  async () => (await import('../features/substitution/SubstitutionView.tsx')).SubstitutionView,
);
const ScanView = readLater(async () => (await import('../features/branch-scan/ScanView.tsx')).ScanView);
const DeskStoresView = readLater(
  async () => (await import('../features/desk-stores/DeskStoresView.tsx')).DeskStoresView,
);
const StaffView = readLater(async () => (await import('../features/staff/StaffView.tsx')).StaffView);
const ScanStationView = readLater(
  async () => (await import('../features/scan-station/ScanStationView.tsx')).ScanStationView,
);
const SyncView = readLater(async () => (await import('../features/sync-status/SyncView.tsx')).SyncView);
const DocumentPane = readLaterInPlace(async () => (await import('../features/document/DocumentPane.tsx')).DocumentPane);
const TransferNote = readLaterInPlace(async () => (await import('../features/document/TransferNote.tsx')).TransferNote);
const SplitPages = readLaterInPlace(async () => (await import('../features/viewer/pdf/SplitPages.tsx')).SplitPages);
const Viewer = readLaterInPlace(async () => (await import('../features/viewer/Viewer.tsx')).Viewer);
const PrintedPdf = readLaterInPlace(async () => (await import('../features/viewer/print/PrintedPdf.tsx')).PrintedPdf);
const SheetsDialog = readLaterInPlace(
  async () => (await import('../features/scan-station/SheetsDialog.tsx')).SheetsDialog,
);
const InboxView = readLater(async () => (await import('../features/inbox/InboxView.tsx')).InboxView);
const CaseFileView = readLater(async () => (await import('../features/case-file/CaseFileView.tsx')).CaseFileView);
const NoteDialog = readLaterInPlace(
  async () => (await import('../features/case-file/notes/NoteDialog.tsx')).NoteDialog,
);
const UploadDialog = readLaterInPlace(
  async () => (await import('../features/case-file/upload/UploadDialog.tsx')).UploadDialog,
);
const FollowUpsView = readLater(async () => (await import('../features/follow-ups/FollowUpsView.tsx')).FollowUpsView);
const FollowUpChangeDialog = readLaterInPlace(
  async () => (await import('../features/follow-ups/FollowUpChangeDialog.tsx')).FollowUpChangeDialog,
);
const FollowUpDialog = readLaterInPlace(
  async () => (await import('../features/follow-ups/FollowUpDialog.tsx')).FollowUpDialog,
);
const MyCasesView = readLater(async () => (await import('../features/case-file/list/MyCasesView.tsx')).MyCasesView);
const RecentView = readLater(async () => (await import('../features/case-file/list/MyCasesView.tsx')).RecentView);

export const views: { [Name in ViewName]: ComponentType<ViewProps<Name>> } = {
  inbox: InboxView,
  followUps: FollowUpsView,
  myCases: MyCasesView,
  recent: RecentView,
  caseFile: CaseFileView,
  substitution: SubstitutionView,
  clarification: ClarificationView,
  sync: SyncView,
  branchScan: ScanView,
  deskStores: DeskStoresView,
  staff: StaffView,
  scanStation: ScanStationView,
  settings: SettingsView,
  help: HelpView,
};

export const slots: Slots = {
  Viewer,
  DocumentPane,
  NoteDialog,
  FollowUpChangeDialog,
  FollowUpDialog,
  UploadDialog,
  TransferNote,
  SplitPages,
  PrintedPdf,
  SheetsDialog,
};
