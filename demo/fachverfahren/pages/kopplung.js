// Coupling with the desk (README.md, "Kopplung"): page messages when framed by a known desk, deep links otherwise.

const answerTimeout = 60_000;
const framed = window.parent !== window;
const memory = openMemory();
const desk = framed ? deskOrigin() : null;
const waiting = new Map();

if (desk) couple(desk);

/** sessionStorage, or nothing kept where the browser forbids it (then only the first page is coupled). */
function openMemory() {
  try {
    window.sessionStorage.getItem('pult');
    return window.sessionStorage;
  } catch {
    return { getItem: () => null, setItem: () => {}, removeItem: () => {} };
  }
}

/** Origin of the desk: handed over once as ?pult=ORIGIN, then remembered for this tab. Null when it is not allowed. */
function deskOrigin() {
  const address = new URL(window.location.href);
  const handed = address.searchParams.get('pult');
  if (handed !== null) {
    address.searchParams.delete('pult');
    window.history.replaceState(null, '', address);
    for (const name of ['pult', 'gemeldet', 'angezeigt']) memory.removeItem(name);
    if (!isAllowed(handed)) return null;
    memory.setItem('pult', handed);
    return handed;
  }
  const kept = memory.getItem('pult');
  return kept !== null && isAllowed(kept) ? kept : null;
}

function isAllowed(origin) {
  let address;
  try {
    address = new URL(origin);
  } catch {
    return false;
  }
  if (address.origin !== origin) return false;
  const allowed = document.querySelector('meta[name="pulte"]')?.content.split(' ').filter(Boolean) ?? [];
  if (allowed.length > 0) return allowed.includes(origin);
  return address.protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(address.hostname);
}

function couple(origin) {
  showState('E-Akte: gekoppelt');
  const text = document.getElementById('kopplungstext');
  if (text) text.textContent = `Das Fachverfahren ist mit dem Arbeitsplatz gekoppelt (${origin}).`;
  window.addEventListener('message', (event) => {
    if (event.origin === origin && event.source === window.parent && event.data?.aktenpult === 1) receive(event.data);
  });
  for (const link of document.querySelectorAll('a[data-akte-oeffnen]')) {
    asButton(link, () => post({ type: 'akte-oeffnen', fileNumber: currentFile() }));
  }
  for (const link of document.querySelectorAll('a[data-bescheid]')) {
    const button = asButton(link, () => fileNotice(link.dataset, button));
  }
  post({ type: 'bereit' });
  announce();
}

function post(message, transfer = []) {
  window.parent.postMessage({ aktenpult: 1, ...message }, { targetOrigin: desk, transfer });
}

function currentFile() {
  return document.querySelector('[data-akte]')?.dataset.akte ?? null;
}

/** Tells the desk which case was opened: once per opening, and not when the desk itself asked for it. */
function announce() {
  const fileNumber = currentFile();
  const shownForDesk = memory.getItem('angezeigt');
  memory.removeItem('angezeigt');
  if (!fileNumber) {
    memory.removeItem('gemeldet');
    return;
  }
  if (memory.getItem('gemeldet') === fileNumber) return;
  memory.setItem('gemeldet', fileNumber);
  if (shownForDesk !== fileNumber) post({ type: 'akte-oeffnen', fileNumber });
}

function receive(message) {
  if (message.type === 'fall-anzeigen' && typeof message.fileNumber === 'string') {
    showCase(message.fileNumber, message.requestId);
  } else if (message.type === 'bescheid-abgelegt') {
    waiting.get(message.requestId)?.(message);
  }
}

/** Shows the case the desk asks for; where there is none the page stays, and the desk is told. */
async function showCase(fileNumber, requestId) {
  const path = `/fall/${encodeURIComponent(fileNumber)}`;
  const answer = (ok, text) => {
    if (requestId !== undefined) post({ type: 'fall-angezeigt', ok, message: text, requestId });
  };
  if (fileNumber === currentFile()) {
    answer(true, '');
    return;
  }
  let response;
  try {
    response = await fetch(path, { method: 'HEAD' });
  } catch {
    answer(false, 'Das Fachverfahren ist nicht erreichbar.');
    return;
  }
  if (!response.ok) {
    answer(false, 'Zu dieser Nummer gibt es im Fachverfahren keinen Fall.');
    return;
  }
  memory.setItem('angezeigt', decodeURIComponent(response.headers.get('X-Akte') ?? path.slice('/fall/'.length)));
  answer(true, '');
  window.location.assign(path);
}

/** Hands the PDF to the desk and shows its answer. A repeated try carries the same requestId, so that nothing is filed twice. */
async function fileNotice(notice, button) {
  button.disabled = true;
  showFiling('Wird an die E-Akte übergeben …', '');
  try {
    const response = await fetch(notice.bescheid);
    if (!response.ok) throw new Error('Das PDF ist nicht mehr abrufbar. Bitte erstellen Sie den Bescheid erneut.');
    const bytes = await response.arrayBuffer();
    const answer = waitForAnswer(notice.vorgang);
    post(
      {
        type: 'bescheid-ablegen',
        requestId: notice.vorgang,
        fileNumber: currentFile(),
        title: notice.titel,
        keyword: notice.schlagwort,
        letterDate: notice.briefdatum,
        fileName: notice.datei,
        mediaType: 'application/pdf',
        bytes,
      },
      [bytes],
    );
    const { ok, message } = await answer;
    if (ok !== true) throw new Error(sentence(message) || 'Die E-Akte hat den Bescheid nicht angenommen.');
    await noteFiled(notice.bescheid);
    showFiling(sentence(message) || 'In der E-Akte abgelegt.', 'abgelegt');
    button.hidden = true;
    document.getElementById('druck')?.remove();
  } catch (error) {
    showFiling(`Nicht abgelegt: ${error instanceof Error ? error.message : 'unbekannter Grund'}`, 'nicht-abgelegt');
    button.disabled = false;
  }
}

function waitForAnswer(requestId) {
  return new Promise((resolve, reject) => {
    const finish = (settle) => (value) => {
      clearTimeout(timer);
      waiting.delete(requestId);
      settle(value);
    };
    const timer = setTimeout(() => {
      finish(reject)(
        new Error('Der Arbeitsplatz hat nicht geantwortet. Sie können es erneut versuchen oder das PDF speichern.'),
      );
    }, answerTimeout);
    waiting.set(requestId, finish(resolve));
  });
}

/** Only a convenience for the list of notices; what counts is the answer of the desk. */
async function noteFiled(pdfPath) {
  try {
    await fetch(pdfPath.replace(/\.pdf$/, '/abgelegt'), { method: 'POST' });
  } catch {
    // The notice is in the file all the same.
  }
}

function sentence(text) {
  return typeof text === 'string' ? text.slice(0, 300) : '';
}

function showFiling(text, state) {
  const place = document.getElementById('ablagestand');
  if (!place) return;
  place.textContent = text;
  place.className = `ablagestand ${state}`;
}

function showState(text) {
  const place = document.getElementById('kopplungsstand');
  if (place) place.textContent = text;
}

/** Puts a real button in the place of a deep link. */
function asButton(link, onPress) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = link.className;
  button.textContent = link.textContent;
  button.addEventListener('click', onPress);
  link.replaceWith(button);
  return button;
}
