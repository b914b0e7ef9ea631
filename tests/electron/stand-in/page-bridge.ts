import { readFileSync } from 'node:fs';

// What runs inside the page in place of Electron's own code there. The real preload script runs on top of it.

/** Bytes travel as base64 within JSON. */
export function encode(value: unknown): string {
  return JSON.stringify(value, (_key, member) => {
    if (member instanceof Uint8Array) return { $bytes: Buffer.from(member).toString('base64') };
    if (member?.type === 'Buffer' && Array.isArray(member.data)) {
      return { $bytes: Buffer.from(member.data).toString('base64') };
    }
    return member;
  });
}

export function decode(text: string): unknown {
  return JSON.parse(text, (_key, member) =>
    typeof member?.$bytes === 'string' ? new Uint8Array(Buffer.from(member.$bytes, 'base64')) : member,
  );
}

const common = `
  const toBase64 = (bytes) => {
    let text = '';
    for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
    return btoa(text);
  };
  const encode = (value) => JSON.stringify(value, (key, member) => member instanceof Uint8Array ? { $bytes: toBase64(member) } : member);
  const decode = (text) => JSON.parse(text, (key, member) => member && typeof member.$bytes === 'string' ? Uint8Array.from(atob(member.$bytes), (sign) => sign.charCodeAt(0)) : member);
  const tell = async (message) => {
    const answer = await window.__standIn(encode(message));
    return typeof answer === 'string' ? decode(answer) : undefined;
  };
  window.open = (address) => { void tell({ type: 'open', address: String(new URL(address, location.href)) }); return null; };
  window.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
    if (!link || event.defaultPrevented) return;
    if (link.target === '_blank') { event.preventDefault(); void tell({ type: 'open', address: link.href }); }
    else if (!/^(https?|blob|data|about|javascript):/.test(link.protocol)) { event.preventDefault(); void tell({ type: 'navigate', address: link.href }); }
  });
`;

/** For pages with a preload script: ipcRenderer, contextBridge and ports, then the script itself. */
export function initScriptWithPreload(preload: string): string {
  return `(() => {
  if (window.top !== window) return;
  ${common}
  const listeners = new Map();
  const ports = new Map();
  window.__standInHear = (text) => {
    const message = decode(text);
    if (message.type === 'event') for (const heard of listeners.get(message.channel) ?? []) heard({ ports: [] }, ...message.args);
    if (message.type === 'port') {
      const channel = new MessageChannel();
      ports.set(message.port, channel.port1);
      channel.port1.onmessage = ({ data }) => void tell({ type: 'fromPort', port: message.port, data });
      for (const heard of listeners.get(message.channel) ?? []) heard({ ports: [channel.port2] }, message.message);
    }
    if (message.type === 'toPort') ports.get(message.port)?.postMessage(message.data);
  };
  const electron = {
    ipcRenderer: {
      on: (channel, heard) => listeners.set(channel, [...(listeners.get(channel) ?? []), heard]),
      invoke: (channel, ...args) => tell({ type: 'invoke', channel, args }),
      send: (channel, ...args) => void tell({ type: 'send', channel, args }),
    },
    contextBridge: {
      exposeInMainWorld: (name, api) => {
        // Only copies cross the bridge; what cannot be copied fails here as it does in Electron.
        const copy = (value) => (typeof value === 'function' ? (...args) => value(...args.map(copy)) : structuredClone(value));
        window[name] = Object.freeze(Object.fromEntries(Object.entries(api).map(([key, value]) => [key, typeof value === 'function' ? (...args) => value(...args.map(copy)) : copy(value)])));
      },
    },
  };
  const load = (name) => { if (name === 'electron') return electron; throw new Error('a sandboxed preload script cannot load ' + name); };
  ((require) => {
${readFileSync(preload, 'utf8')}
  })(load);
})();`;
}

/** For foreign pages: nothing of Electron, only what tells main of windows and addresses. */
export const initScriptWithoutPreload = `(() => { if (window.top !== window) return; ${common} })();`;
