// Names alone, so that the preload script stays a few lines long once it is bundled.

/** Calls of a page to the process that owns its window (shell.ts has their shapes). */
export const shellCallChannel = 'aktenpult:shell';
/** Events from that process to the page. */
export const shellEventChannel = 'aktenpult:event';
/** Asks for a pipe to the backend; the port arrives in the page under this name too. */
export const backendPortChannel = 'aktenpult:backend-port';
