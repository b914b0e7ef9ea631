import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import type { ShellCallName, ShellEventName } from '../core/contract/shell.ts';
import { backendPortChannel, shellCallChannel, shellEventChannel } from '../core/contract/shell-channels.ts';

// All that a page of the desk gets of Electron: a port to the backend, and calls that main checks. Nothing here decides anything.

type EventListener = (name: ShellEventName, payload: unknown) => void;

/** What comes before the page listens is kept for it. */
const early: [ShellEventName, unknown][] = [];
let listener: EventListener | null = null;

ipcRenderer.on(shellEventChannel, (_event: IpcRendererEvent, name: ShellEventName, payload: unknown) => {
  if (listener) listener(name, payload);
  else early.push([name, payload]);
});

// Ports cannot cross the bridge (electron#27024): the page takes this one by its nonce.
ipcRenderer.on(backendPortChannel, (event: IpcRendererEvent, { nonce }: { nonce: string }) => {
  window.postMessage({ tag: backendPortChannel, nonce }, window.location.origin, event.ports);
});

contextBridge.exposeInMainWorld('aktenpult', {
  call: (name: ShellCallName, input: unknown) => ipcRenderer.invoke(shellCallChannel, name, input),
  onEvent: (heard: EventListener) => {
    listener = heard;
    for (const [name, payload] of early.splice(0)) heard(name, payload);
  },
  requestBackendPort: (nonce: string) => ipcRenderer.send(backendPortChannel, nonce),
});
