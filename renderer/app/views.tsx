import { type ComponentType, lazy } from 'react';
import type { Route, ViewName } from '../shared/routes.ts';
import type { Slots } from '../shared/slots.tsx';

// The one place that knows all features: which component shows which route, and what fills the slots.

/** Each view gets the route it is shown for. */
export type ViewProps<Name extends ViewName> = { route: Extract<Route, { view: Name }> };

const ClarificationView = lazy(async () => ({
  default: (await import('../features/clarification/ClarificationView.tsx')).ClarificationView,
}));
const HelpView = lazy(async () => ({ default: (await import('../features/help/HelpView.tsx')).HelpView }));
const SettingsView = lazy(async () => ({
  default: (await import('../features/settings/SettingsView.tsx')).SettingsView,
}));
const SubstitutionView = lazy(async () => ({
  default: (await import('../features/substitution/SubstitutionView.tsx')).SubstitutionView,
}));

const DocumentPane = lazy(async () => ({
  default: (await import('../features/document/DocumentPane.tsx')).DocumentPane,
}));
const Viewer = lazy(async () => ({ default: (await import('../features/viewer/Viewer.tsx')).Viewer }));

const InboxView = lazy(async () => ({ default: (await import('../features/inbox/InboxView.tsx')).InboxView }));

const CaseFileView = lazy(async () => ({
  default: (await import('../features/case-file/CaseFileView.tsx')).CaseFileView,
}));
const NoteDialog = lazy(async () => ({
  default: (await import('../features/case-file/notes/NoteDialog.tsx')).NoteDialog,
}));

const UploadDialog = lazy(async () => ({
  default: (await import('../features/case-file/upload/UploadDialog.tsx')).UploadDialog,
}));
const FollowUpsView = lazy(async () => ({
  default: (await import('../features/follow-ups/FollowUpsView.tsx')).FollowUpsView,
}));
const FollowUpDialog = lazy(async () => ({
  default: (await import('../features/follow-ups/FollowUpDialog.tsx')).FollowUpDialog,
}));
const MyCasesView = lazy(async () => ({
  default: (await import('../features/case-file/list/MyCasesView.tsx')).MyCasesView,
}));
const RecentView = lazy(async () => ({
  default: (await import('../features/case-file/list/MyCasesView.tsx')).RecentView,
}));

export const views: { [Name in ViewName]: ComponentType<ViewProps<Name>> } = {
  inbox: InboxView,
  followUps: FollowUpsView,
  myCases: MyCasesView,
  recent: RecentView,
  caseFile: CaseFileView,
  substitution: SubstitutionView,
  clarification: ClarificationView,
  settings: SettingsView,
  help: HelpView,
};

export const slots: Slots = {
  Viewer,
  DocumentPane,
  NoteDialog,
  FollowUpDialog,
  UploadDialog,
};
