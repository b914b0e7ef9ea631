const key = 'aktenpult.wasLoggedIn';

/** Whether this tab has not been logged in yet: then the sample office may start by itself. */
export function mayLogInAtOnce(): boolean {
  return sessionStorage.getItem(key) === null;
}

/** From now on the log-in page of this tab waits for the worker. */
export function rememberLogOut(): void {
  sessionStorage.setItem(key, 'yes');
}
