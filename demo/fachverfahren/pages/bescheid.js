// The form "Bescheid erstellen": shows only the fields that belong to the chosen kind of notice.

const form = document.getElementById('bescheidform');
const reason = document.getElementById('grund');
const groups = { aenderung: 'Änderung', aufhebung: 'Aufhebung' };

function adjust() {
  const kind = new FormData(form).get('art');
  for (const field of form.querySelectorAll('[data-nicht-bewilligung]')) field.hidden = kind === 'bewilligung';
  for (const group of reason.querySelectorAll('optgroup')) {
    const fits = group.label === groups[kind];
    group.disabled = !fits;
    if (fits && reason.selectedOptions[0]?.parentElement !== group) group.firstElementChild.selected = true;
  }
}

if (form) {
  form.addEventListener('change', adjust);
  adjust();
}
if (window.location.search.includes('vorschau=')) document.getElementById('vorschau')?.scrollIntoView();
