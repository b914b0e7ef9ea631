// Printing takes a frame of its own that holds nothing but what is to be printed. It runs no scripts.

/** How long the frame stays when the browser does not tell the end of printing, in ms. */
const longestPrint = 5 * 60_000;

/** A page to print: a picture and whether it lies across. */
export type PrintPicture = { address: string; isLandscape: boolean };

/** Prints pictures, one to a sheet. */
export function printPictures(pictures: PrintPicture[], title: string): Promise<void> {
  const sheets = pictures
    .map(
      ({ address, isLandscape }) =>
        `<div class="${isLandscape ? 'across' : 'upright'}"><img src="${address}" alt=""></div>`,
    )
    .join('');
  return printPage(`<title>${escapeHtml(title)}</title><style>${pictureLook}</style>${sheets}`);
}

/** Prints plain text. */
export function printText(text: string, title: string): Promise<void> {
  return printPage(`<title>${escapeHtml(title)}</title><style>${textLook}</style><pre>${escapeHtml(text)}</pre>`);
}

/** Prints a page of harmless HTML (see foreign-html.ts). Resolves when printing has ended. */
export async function printPage(html: string): Promise<void> {
  const frame = document.createElement('iframe');
  // The origin is needed to call print(); without allow-scripts nothing within the frame can use it.
  frame.setAttribute('sandbox', 'allow-same-origin allow-modals');
  frame.setAttribute('aria-hidden', 'true');
  frame.tabIndex = -1;
  frame.style.cssText = 'position:fixed;inset:0;width:0;height:0;border:0;visibility:hidden';
  frame.srcdoc = html;
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  document.body.append(frame);
  try {
    await loaded;
    const pictures = [...(frame.contentDocument?.images ?? [])];
    await Promise.all(pictures.map((picture) => picture.decode().catch(() => undefined)));
    const ended = new Promise((resolve) => {
      frame.contentWindow?.addEventListener('afterprint', resolve, { once: true });
      setTimeout(resolve, longestPrint);
    });
    frame.contentWindow?.print();
    await ended;
  } finally {
    frame.remove();
  }
}

const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

const pictureLook = `
@page upright { size: A4 portrait; margin: 0; }
@page across { size: A4 landscape; margin: 0; }
html, body { margin: 0; }
div { display: grid; place-items: center; height: 100vh; overflow: hidden; break-after: page; }
div:last-child { break-after: auto; }
.upright { page: upright; }
.across { page: across; }
img { max-width: 100%; max-height: 100%; min-width: 0; min-height: 0; object-fit: contain; }`;
const textLook = `
@page { size: A4; margin: 20mm; }
pre { margin: 0; font: 10pt/1.4 "Liberation Mono", Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }`;
