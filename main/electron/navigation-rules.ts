import { deepLinkScheme } from './deep-link.ts';

// Which page may go where. Origins are compared, never texts that merely contain each other.

export const deskScheme = 'app';
export const deskOrigin = `${deskScheme}://desk`;

/** Whether an address is a page of the desk itself. */
export function isDeskAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host, username, password } = new URL(address);
  return protocol === `${deskScheme}:` && host === 'desk' && username === '' && password === '';
}

/** The origin of an address as it is compared: `https://name:port`; null for everything but http and https. */
export function webOrigin(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { protocol, origin } = new URL(address);
  return protocol === 'http:' || protocol === 'https:' ? origin : null;
}

export type NavigationDecision = 'allow' | 'deepLink' | 'openOutside' | 'refuse';

/** The desk's own page stays itself; links to the world open in the system's browser. */
export function decideForDesk(address: string): NavigationDecision {
  return isDeskAddress(address) ? 'allow' : outside(address);
}

/** Frames of the desk's page hold mail and Office texts written into them: they go nowhere. */
export function mayFrameShow(address: string): boolean {
  return (
    ['about:srcdoc', 'about:blank'].includes(address) ||
    address.startsWith(`blob:${deskOrigin}/`) ||
    isDeskAddress(address)
  );
}

/** The Fachverfahren stays on its origins (its own and those of its sign-in); its deep links are ours. */
export function decideForEmbed(address: string, allowedOrigins: ReadonlySet<string>): NavigationDecision {
  if (URL.canParse(address) && new URL(address).protocol === `${deepLinkScheme}:`) return 'deepLink';
  if (address === 'about:blank') return 'allow';
  const origin = webOrigin(address);
  return origin !== null && allowedOrigins.has(origin) ? 'allow' : outside(address);
}

/** Only encrypted pages and mail addresses are handed to the system; other schemes could start programs. */
function outside(address: string): NavigationDecision {
  if (!URL.canParse(address)) return 'refuse';
  return ['https:', 'mailto:'].includes(new URL(address).protocol) ? 'openOutside' : 'refuse';
}

/** Permissions a page of the desk needs; the Fachverfahren gets none. */
const deskPermissions = new Set(['clipboard-sanitized-write']);

/** Whether a page may do what it asks for; `media` is what it wants to record. Unknown permissions are refused. */
export function mayUsePermission(permission: string, requestingOrigin: string, media: readonly string[] = []): boolean {
  if (!isDeskAddress(requestingOrigin)) return false;
  // Paper is photographed with the camera; nobody is listened to.
  const isCamera = permission === 'media' && media.length > 0 && media.every((kind) => kind === 'video');
  return isCamera || deskPermissions.has(permission);
}
