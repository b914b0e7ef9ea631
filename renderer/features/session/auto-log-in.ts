const key = 'aktenpult.hasLoggedOut';

/** Whether the sample office may log in by itself: not after somebody logged out in this tab. */
export function mayLogInAtOnce(): boolean {
  return sessionStorage.getItem(key) === null;
}

/** From now on the log-in page of this tab waits for the worker. */
export function rememberLogOut(): void {
  sessionStorage.setItem(key, 'yes');
}
