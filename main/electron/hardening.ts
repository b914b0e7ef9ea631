import { app, type Session, shell } from 'electron';
import { decideForDesk, mayFrameShow, mayUsePermission } from './navigation-rules.ts';

/** Denies a session everything a page may ask for, except what the rules name. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(mayUsePermission(permission, details.requestingUrl, 'mediaTypes' in details ? details.mediaTypes : [])),
  );
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, { mediaType }) =>
    mayUsePermission(permission, requestingOrigin, mediaType ? [mediaType] : []),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler(null);
}

/** What holds for every page that is ever made. Those of the session of the Fachverfahren, pop-ups included, have rules of their own. */
export function guardAllPages(embed: { session: Session; guard(contents: Electron.WebContents): void }): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-attach-webview', (event) => event.preventDefault());
    if (contents.session === embed.session) return embed.guard(contents);
    const decide = (event: { preventDefault(): void }, address: string) => {
      const decision = decideForDesk(address);
      if (decision === 'allow') return;
      event.preventDefault();
      if (decision === 'openOutside') void shell.openExternal(address);
    };
    contents.on('will-frame-navigate', (event) => {
      if (event.isMainFrame) decide(event, event.url);
      else if (!mayFrameShow(event.url)) event.preventDefault();
    });
    contents.on('will-redirect', (event) => decide(event, event.url));
    contents.setWindowOpenHandler(({ url }) => {
      if (decideForDesk(url) === 'openOutside') void shell.openExternal(url);
      return { action: 'deny' };
    });
  });
}
