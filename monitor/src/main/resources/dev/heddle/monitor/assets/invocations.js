// The list of invocations: all of its rows are selected at once, and an update does not take away
// from under the pointer what is selected, nor begins a search anew that had to go on.
(() => {
  'use strict';

  const ROWS = 'input[name="id"]';
  const rows = () => [...document.querySelectorAll(ROWS)];

  function count() {
    const all = document.getElementById('select-all');
    if (!all) return;
    const boxes = rows();
    const chosen = boxes.filter((box) => box.checked).length;
    all.closest('label').hidden = boxes.length === 0;
    all.checked = chosen > 0 && chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
    for (const button of document.querySelectorAll('.actions .button')) button.disabled = chosen === 0;
    document.getElementById('selected').textContent = chosen === 0 ? '' : `${chosen} selected; the list stands still meanwhile`;
  }

  document.addEventListener('change', (e) => {
    if (e.target.id === 'select-all') rows().forEach((box) => { box.checked = e.target.checked; });
    if (e.target.id !== 'select-all' && !e.target.matches(ROWS)) return;
    count();
    // What it did not ask for meanwhile.
    if (!document.querySelector(`${ROWS}:checked`)) document.body.dispatchEvent(new CustomEvent('heddle:change'));
  });
  document.body.addEventListener('htmx:beforeRequest', (e) => {
    if (e.detail.elt.id === 'live' && document.querySelector(`#live [data-hold], ${ROWS}:checked`)) e.preventDefault();
  });
  document.body.addEventListener('htmx:afterSwap', count);
  addEventListener('pageshow', count);
  count();
})();
