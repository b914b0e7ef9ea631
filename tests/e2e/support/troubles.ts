import type { BrowserContext } from '@playwright/test';

/** What pages of a desk complained about; a run with any of it fails. */
export type Troubles = {
  readonly found: string[];
  /** Every address a page asked for that is not on this machine. */
  readonly foreignRequests: string[];
};

/** Collects errors of the console, uncaught exceptions, violations of the page's rules and requests that leave the machine. */
export async function watchTroubles(context: BrowserContext): Promise<Troubles> {
  const troubles: Troubles = { found: [], foreignRequests: [] };
  await context.exposeBinding('reportPolicyViolation', ({ frame }, words: string) => {
    troubles.found.push(`policy violated in ${frame.url()}: ${words}`);
  });
  await context.addInitScript(() => {
    document.addEventListener(
      'securitypolicyviolation',
      ({ violatedDirective, blockedURI, sourceFile, lineNumber }) => {
        const report = Reflect.get(window, 'reportPolicyViolation') as ((words: string) => void) | undefined;
        report?.(`${violatedDirective} blocked ${blockedURI} at ${sourceFile}:${lineNumber}`);
      },
    );
  });
  context.on('console', (message) => {
    // The frame of a mail runs no script, not even the one that watches it here.
    if (message.text().startsWith("Blocked script execution in 'about:srcdoc'")) return;
    if (message.type() === 'error') troubles.found.push(`console: ${message.text()} at ${message.location().url}`);
  });
  context.on('weberror', (error) => troubles.found.push(`uncaught: ${error.error().stack ?? error.error().message}`));
  context.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    const isHere =
      ['blob:', 'data:', 'about:', 'app:'].includes(protocol) || ['127.0.0.1', 'localhost'].includes(hostname);
    if (!isHere) {
      troubles.foreignRequests.push(request.url());
      troubles.found.push(`request left the machine: ${request.url()}`);
    }
  });
  return troubles;
}
